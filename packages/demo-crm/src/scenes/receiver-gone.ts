import { tenant } from '../crm/crm-webhooks.ts';
import type { Scene } from './scene.ts';

export const receiverGone: Scene = {
  title: 'A receiver says 410 Gone',
  about: 'It is asked once, never again: the delivery ends and the webhook is disabled.',
  async play(stage) {
    const { crm, data, webhooks } = stage;
    const moved = await stage.step({
      told: 'Northwind moves from Bergen to Stavanger',
      act: () => crm.update('Account', data.northwind, { city: 'Stavanger' }),
      decisions: { 'retired-service': 'matched', 'full-options': 'filter' },
    });
    const { id } = stage.webhook('retired-service');
    await stage.until(
      async () => (await webhooks.registry.get(id, { tenant })).status === 'disabled',
      'retired-service to be disabled',
    );
    await stage.step({
      told: 'Northwind moves back to Bergen',
      act: () => crm.update('Account', data.northwind, { city: 'Bergen' }),
      decisions: { 'retired-service': 'disabled', 'full-options': 'filter' },
    });
    return [{ webhook: 'retired-service', answered: 410, items: [{ event: 'Account.Update', entity: moved }] }];
  },
};
