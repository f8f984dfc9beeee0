import type { Scene } from './scene.ts';

export const noLoop: Scene = {
  title: 'An integration writes back, and is not called again',
  about: 'lead-scoring sets the score of each new lead through the CRM API, under its skip key.',
  async play(stage) {
    const { crm, data } = stage;
    const lead = { name: 'Cold store, Narvik', score: null, status: 1, owner_id: data.ann, primary_contact_id: null };
    const created = await stage.step({
      told: 'Ann creates the lead "Cold store, Narvik"',
      act: () => crm.create('Lead', lead),
      decisions: { 'lead-scoring': 'matched' },
    });
    await stage.step({
      told: 'lead-scoring, told of it, sets the score to 87 (Webhook-Skip-Key: lead_scoring)',
      act: () => undefined,
      decisions: { 'lead-scoring': 'skip-key', 'lead-audit': 'matched' },
    });
    await stage.until(async () => (await stage.arrivals()).writtenBack.length > 0, 'the write-back to end');
    const { writtenBack } = await stage.arrivals();
    const outcomes = writtenBack.map(({ path, outcome }) => `${path}: ${outcome}`).join('; ');
    if (outcomes !== '/lead-scoring: 200')
      stage.problem(`write-back: expected "/lead-scoring: 200", found "${outcomes}"`);
    return [
      { webhook: 'lead-scoring', items: [{ event: 'Lead.Create', entity: created }] },
      {
        webhook: 'lead-audit',
        items: [{ event: 'Lead.Update', entity: { ...crm.read('Lead', created.id), score: 87 } }],
      },
    ];
  },
};
