import type { Scene } from './scene.ts';

export const fieldChange: Scene = {
  title: 'A field that matters changes, one that does not',
  about: 'deal-value asks for updates that change closing_date or value; nothing else is worth a request.',
  async play(stage) {
    const { crm, data } = stage;
    const corrected = await stage.step({
      told: 'The value of the won deal "Dock lihgts" goes from 40,000 to 42,500',
      act: () => crm.update('Opportunity', data.wonDeal, { value: 42_500 }),
      decisions: { 'deal-value': 'matched', 'open-deals': 'filter' },
    });
    await stage.step({
      told: 'Its name alone is corrected to "Dock lights"',
      act: () => crm.update('Opportunity', data.wonDeal, { name: 'Dock lights' }),
      decisions: { 'deal-value': 'no-listed-field-changed', 'open-deals': 'filter' },
    });
    return [{ webhook: 'deal-value', items: [{ event: 'Opportunity.Update', entity: corrected }] }];
  },
};
