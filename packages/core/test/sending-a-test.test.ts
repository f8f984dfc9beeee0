import { describe, expect, it } from 'vitest';
import { startEngine } from './engine-fixture.ts';
import { notified, notifiedOnce, subscribe } from './host-fixture.ts';

describe('sendTest', () => {
  it('sends an example of the first event, past filters, skip keys and gates', async () => {
    const engine = startEngine();
    const Opportunity = { filter: { id: 'nobody' }, 'on-field-change': ['value'] };
    const { webhook } = await subscribe(engine, ['Opportunity.Update', 'Lead.*'], {
      options: { entity: { Opportunity } },
    });
    const receipt = await engine.webhooks.registry.sendTest(webhook.id);
    expect(receipt).toEqual({ deliveryIds: [expect.any(String)], notifications: 1 });
    expect(await notifiedOnce(engine)).toMatchObject({
      webhook: { id: webhook.id },
      event: 'Opportunity.Update',
      entity: { id: expect.any(String) as unknown, is_test: true },
      related_entity: null,
    });
  });

  it.each([
    ['Lead.*', 'Lead.Create'],
    ['*', 'Account.Create'],
    ['CustomEntity.Delete', 'CustomEntity.Delete'],
  ] as const)('for %s sends %s, to that webhook alone', async (pattern, event) => {
    const engine = startEngine();
    await subscribe(engine, '*', { url: 'https://other.example' });
    const { webhook } = await subscribe(engine, pattern, { settings: { format: 'crm' } });
    await engine.webhooks.registry.sendTest(webhook.id);
    expect(await notifiedOnce(engine)).toMatchObject({ webhook: { id: webhook.id }, event });
  });

  it('shows a custom entity as a webhook wants its type', async () => {
    const engine = startEngine();
    const options = {
      custom_entity_api_name: ['CE_Bid'],
      entity: { CE_Bid: { 'load-only': ['is_test'] }, CustomEntity: { 'load-only': ['id'] } },
    };
    const { webhook } = await subscribe(engine, 'CustomEntity.*', { options });
    await engine.webhooks.registry.sendTest(webhook.id);
    expect((await notifiedOnce(engine)).entity).toEqual({ is_test: true });
  });

  it('is held while the webhook is paused', async () => {
    const engine = startEngine();
    const { webhook } = await subscribe(engine, '*');
    await engine.webhooks.registry.pause(webhook.id);
    await engine.webhooks.registry.sendTest(webhook.id);
    expect(await notified(engine)).toEqual([]);
    await engine.webhooks.registry.resume(webhook.id);
    expect(await notified(engine)).toHaveLength(1);
  });
});
