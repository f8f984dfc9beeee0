import { createWebhooks, type WebhookInput, type WebhookStore } from '@hookwright/core';
import { memoryStore } from '@hookwright/store-memory';
import { recordingSender, virtualClock } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';

const url = 'https://example.com/hook';
const listener: WebhookInput<'Account.Create'> = { url, events: ['Account.Create'], insecure_ssl: false };
const created = (id: string) => ({ event: 'Account.Create', entity: { id } }) as const;

function start(store: WebhookStore = memoryStore(), options: { webhookCache?: { maxWebhooks: number } } = {}) {
  const sender = recordingSender();
  const clock = virtualClock();
  return { sender, clock, webhooks: createWebhooks({ store, senders: [sender], clock, ...options }) };
}

/** A store that is asked for webhooks across a network. */
function remote(store: WebhookStore): WebhookStore {
  return new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== 'function') return value;
      const bound = value.bind(target) as (...args: unknown[]) => unknown;
      const isRead = name === 'tenantRevision' || name === 'webhooksSince';
      return isRead ? async (...args: unknown[]) => bound(...args) : bound;
    },
  });
}

describe('what once went wrong', () => {
  it('a tenant dropped from the cache while its webhooks were loaded keeps all of them', async () => {
    const { webhooks } = start(remote(memoryStore()), { webhookCache: { maxWebhooks: 2 } });
    for (let count = 0; count < 3; count += 1) await webhooks.registry.create(listener, { tenant: 'a' });
    await webhooks.publish(created('1'), { tenant: 'a' });
    await webhooks.registry.create(listener, { tenant: 'a' });
    await webhooks.registry.create(listener, { tenant: 'b' });
    const both = ['a', 'b'].map((tenant) => webhooks.publish(created('2'), { tenant }));
    expect((await Promise.all(both)).map(({ notifications }) => notifications)).toEqual([4, 1]);
    expect((await webhooks.publish(created('3'), { tenant: 'a' })).notifications).toBe(4);
  });

  it('a bigint in a filter stops no publish (FI-7)', async () => {
    const { webhooks } = start();
    await webhooks.registry.create({ ...listener, options: { entity: { Account: { filter: { size: 5n } } } } });
    const entities = [{ size: 5 }, { size: '5' }, { size: 6 }];
    const receipts = entities.map((entity) => webhooks.publish({ event: 'Account.Create', entity }));
    expect((await Promise.all(receipts)).map(({ notifications }) => notifications)).toEqual([1, 1, 0]);
  });

  it('a replay at the bound of the store repeats everything (DE-7)', async () => {
    const { webhooks, sender } = start(memoryStore({ maxDeliveries: 1_500 }));
    const { webhook } = await webhooks.registry.create({ ...listener, options: { chunk_size: 1 } });
    await webhooks.publish(Array.from({ length: 1_500 }, (_, index) => created(String(index))));
    await webhooks.drain();
    const before = sender.requests.map(({ body }) => Buffer.from(body).toString());
    sender.clear();
    expect((await webhooks.deliveries.replay({ webhookId: webhook.id })).deliveryIds).toHaveLength(1_500);
    await webhooks.drain();
    expect(sender.requests.map(({ body }) => Buffer.from(body).toString()).sort()).toEqual(before.sort());
  });

  it('a list that goes on from a delivery that is no more says so', async () => {
    const { webhooks } = start();
    await expect(webhooks.deliveries.list({ after: 'gone' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(webhooks.registry.list({ after: '00000000-0000-4000-8000-000000000000' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('a drain that a stop overtook claims nothing more', async () => {
    const { webhooks, sender } = start();
    await webhooks.registry.create({ ...listener, options: { chunk_size: 1 } });
    await webhooks.publish(Array.from({ length: 50 }, (_, index) => created(String(index))));
    const drained = webhooks.drain();
    await webhooks.stop();
    await drained;
    const sent = sender.requests.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(sender.requests).toHaveLength(sent);
  });

  it('ending one of two subscriptions of the same listener leaves the other', async () => {
    const { webhooks } = start();
    const heard: string[] = [];
    const hear = ({ deliveryId }: { readonly deliveryId: string }) => void heard.push(deliveryId);
    const end = webhooks.on('delivery-succeeded', hear);
    webhooks.on('delivery-succeeded', hear);
    end();
    await webhooks.registry.create(listener);
    const { deliveryIds } = await webhooks.publish(created('1'));
    await webhooks.drain();
    expect(heard).toEqual(deliveryIds);
  });

  it('the receipt of an idempotency key stays when nobody would get the change any more', async () => {
    const { webhooks } = start();
    const { webhook } = await webhooks.registry.create(listener);
    const first = await webhooks.publish(created('1'), { idempotencyKey: 'k' });
    await webhooks.registry.disable(webhook.id);
    expect(await webhooks.publish(created('1'), { idempotencyKey: 'k' })).toEqual(first);
  });

  it('rotations within the overlap keep the header short (SI-4)', async () => {
    const { webhooks, sender } = start();
    const { webhook } = await webhooks.registry.create(listener);
    for (let count = 0; count < 20; count += 1) await webhooks.registry.rotateSecret(webhook.id);
    await webhooks.publish(created('1'));
    await webhooks.drain();
    expect(sender.requests[0]?.headers['webhook-signature']?.split(' ')).toHaveLength(5);
  });

  it('a loader that changes its records changes no payload (EX-2)', async () => {
    const sender = recordingSender();
    const load = async ({ records }: { readonly records: readonly object[] }) => {
      for (const record of records) Object.assign(record, { leak: 'for one client' });
      return records.map(() => undefined);
    };
    const webhooks = createWebhooks({ store: memoryStore(), senders: [sender], entities: { load } });
    const options = { entity: { Account: { expand: ['owner'] } } };
    await webhooks.registry.create({ ...listener, options }, { clientId: 'one' });
    await webhooks.registry.create(listener, { clientId: 'two' });
    await webhooks.publish(created('1'));
    await webhooks.drain();
    expect(sender.requests).toHaveLength(2);
    for (const { body } of sender.requests) expect(Buffer.from(body).toString()).not.toContain('leak');
  });

  it.each([null, 'acme', 5])(
    'a context or scope that is %j is refused, not taken for the default tenant',
    async (wrong) => {
      const { webhooks } = start();
      const refused = { code: 'VALIDATION_FAILED' };
      await expect(webhooks.publish(created('1'), wrong as never)).rejects.toMatchObject(refused);
      await expect(webhooks.registry.create(listener, wrong as never)).rejects.toMatchObject(refused);
      await expect(webhooks.publish(created('1'), { tenant: null as never })).rejects.toMatchObject(refused);
      await expect(webhooks.deliveries.list(wrong as never)).rejects.toMatchObject(refused);
    },
  );

  it('a password in a url that is not valid is not shown (SI-4)', async () => {
    const { webhooks } = start();
    const input = { ...listener, url: 'https://user:hunter2@host:bad/' };
    await expect(webhooks.registry.create(input)).rejects.not.toMatchObject({
      message: expect.stringContaining('hunter2'),
    });
  });
});
