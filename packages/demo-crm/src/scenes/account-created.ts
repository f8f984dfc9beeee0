import type { Scene } from './scene.ts';

export const accountCreated: Scene = {
  title: 'An account is created',
  about: 'account-created wants every new account, full-options those of one owner (Boris).',
  async play(stage) {
    const { crm, data } = stage;
    const ofAnn = await stage.step({
      told: 'Ann creates the account "Fjord Foods", her own',
      act: () => crm.create('Account', { name: 'Fjord Foods', city: 'Oslo', owner_id: data.ann }),
      decisions: { 'account-created': 'matched', 'full-options': 'filter' },
    });
    const ofBoris = await stage.step({
      told: 'Ann creates the account "Polar Parts", owned by Boris',
      act: () => crm.create('Account', { name: 'Polar Parts', city: 'Tromsø', owner_id: data.boris }),
      decisions: { 'account-created': 'matched', 'full-options': 'matched' },
    });
    const event = 'Account.Create';
    return [
      { webhook: 'account-created', items: [{ event, entity: ofAnn }] },
      { webhook: 'account-created', items: [{ event, entity: ofBoris }] },
      { webhook: 'full-options', items: [{ event, entity: ofBoris }] },
    ];
  },
};
