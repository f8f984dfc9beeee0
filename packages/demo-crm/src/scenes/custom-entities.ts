import type { Scene } from './scene.ts';

export const customEntities: Scene = {
  title: 'Records of custom entities',
  about: 'important-bids wants bids with "important" in the name, and, having no filter for them, all campaigns.',
  async play(stage) {
    const { crm, data } = stage;
    const opportunity_id = data.openDeal;
    const important = await stage.step({
      told: 'A bid is created: "An important bid for the crane"',
      act: () => crm.create('CE_Bid', { name: 'An important bid for the crane', amount: 240_000, opportunity_id }),
      decisions: { 'important-bids': 'matched' },
    });
    const routine = await stage.step({
      told: 'Another bid is created: "A routine bid for paint"',
      act: () => crm.create('CE_Bid', { name: 'A routine bid for paint', amount: 900, opportunity_id }),
      decisions: { 'important-bids': 'filter' },
    });
    const renamed = await stage.step({
      told: 'That bid is renamed to "An important bid after all"',
      act: () => crm.update('CE_Bid', routine.id, { name: 'An important bid after all' }),
      decisions: { 'important-bids': 'matched' },
    });
    const campaign = await stage.step({
      told: 'A campaign is created: "Autumn fair"',
      act: () => crm.create('CE_Campaign', { name: 'Autumn fair', budget: 12_000, owner_id: data.ann }),
      decisions: { 'important-bids': 'matched' },
    });
    const webhook = 'important-bids';
    return [
      { webhook, items: [{ event: 'CustomEntity.Create', entity: important }] },
      { webhook, items: [{ event: 'CustomEntity.Update', entity: renamed }] },
      { webhook, items: [{ event: 'CustomEntity.Create', entity: campaign }] },
    ];
  },
};
