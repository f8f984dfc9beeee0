import type { Scene } from './scene.ts';

export const openFilter: Scene = {
  title: 'Only open deals',
  about: 'open-deals filters by status "Open". The CRM stores 1 and 3; the catalogue knows them as Open and Won.',
  async play(stage) {
    const { crm, data } = stage;
    const open = await stage.step({
      told: 'Ann describes the open deal "Harbour crane"',
      act: () => crm.update('Opportunity', data.openDeal, { description: '40 t, on rails' }),
      decisions: { 'open-deals': 'matched', 'deal-value': 'no-listed-field-changed' },
    });
    await stage.step({
      told: 'Ann describes the won deal "Dock lights"',
      act: () => crm.update('Opportunity', data.wonDeal, { description: 'LED, dimmable' }),
      decisions: { 'open-deals': 'filter', 'deal-value': 'no-listed-field-changed' },
    });
    return [{ webhook: 'open-deals', items: [{ event: 'Opportunity.Update', entity: open }] }];
  },
};
