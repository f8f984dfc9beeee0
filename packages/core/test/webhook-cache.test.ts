import { memoryStore } from '@hookwright/store-memory';
import { recordingSender, virtualClock } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';
import { createWebhooks, type WebhookStore } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';
import { asyncStore, notified, storeModes, subscribe } from './host-fixture.ts';

const change = { event: 'Account.Create', entity: { id: 1 } } as const;

/** Counts the reads of webhooks that a store answers, and the webhooks in its answers. */
function countReads(store: WebhookStore) {
  const reads = { revision: 0, webhooks: 0, answered: 0 };
  const { tenantRevision, webhooksSince } = store;
  store.tenantRevision = (...call) => {
    reads.revision += 1;
    return tenantRevision.apply(store, call);
  };
  store.webhooksSince = async (...call) => {
    reads.webhooks += 1;
    const found = await webhooksSince.apply(store, call);
    reads.answered += found.webhooks.length;
    return found;
  };
  return reads;
}

describe.each(storeModes)('two engines over $mode', ({ newStore }) => {
  it('see what the other registers at their next publish', async () => {
    const one = startEngine({ store: newStore() });
    const other = startEngine({ store: one.store, clock: one.clock, seed: 2 });
    const heard = async () => {
      await one.webhooks.publish(change);
      return (await notified(one)).map(({ webhook }) => webhook.url);
    };
    await subscribe(one, 'Account.*', { url: 'https://one.example' });
    expect(await heard()).toEqual(['https://one.example']);
    const { webhook } = await subscribe(other, '*', { url: 'https://two.example' });
    expect(await heard()).toEqual(['https://one.example', 'https://two.example']);
    await other.webhooks.registry.update(webhook.id, { events: ['Lead.*'] });
    expect(await heard()).toEqual(['https://one.example']);
    await other.webhooks.registry.update(webhook.id, { events: ['*'] });
    await other.webhooks.registry.disable(webhook.id);
    expect(await heard()).toEqual(['https://one.example']);
    await other.webhooks.registry.enable(webhook.id);
    await other.webhooks.registry.delete(webhook.id);
    expect(await heard()).toEqual(['https://one.example']);
    await other.webhooks.registry.restore(webhook.id);
    expect(await heard()).toEqual(['https://one.example', 'https://two.example']);
  });

  it('deliver what the other publishes', async () => {
    const one = startEngine({ store: newStore() });
    const other = startEngine({ store: one.store, clock: one.clock, seed: 2 });
    await subscribe(one, '*');
    await other.webhooks.publish(change);
    expect(await notified(one)).toHaveLength(1);
    expect(await notified(other)).toEqual([]);
  });

  it('may let a registration wait for webhookCache.maxStaleMs', async () => {
    const one = startEngine({ store: newStore(), webhookCache: { maxStaleMs: 10_000 } });
    const other = startEngine({ store: one.store, clock: one.clock, seed: 2 });
    const heard = async () => (await one.webhooks.publish(change)).notifications;
    await subscribe(other, '*');
    expect(await heard()).toBe(1);
    await one.clock.advance(4_000);
    await subscribe(other, '*');
    expect(await heard()).toBe(1);
    await one.clock.advance(5_999);
    expect(await heard()).toBe(1);
    await one.clock.advance(1);
    expect(await heard()).toBe(2);
  });

  it('ask the store no more often than that', async () => {
    const { store, clock, webhooks } = startEngine({ store: newStore(), webhookCache: { maxStaleMs: 10_000 } });
    await subscribe({ webhooks }, '*');
    const reads = countReads(store);
    for (let second = 0; second < 20; second += 1) {
      await webhooks.publish(change);
      await clock.advance(1_000);
    }
    expect(reads).toEqual({ revision: 2, webhooks: 1, answered: 1 });
  });

  it('read a revision a publish, and webhooks only when there are new ones, and those alone', async () => {
    const { store, webhooks } = startEngine({ store: newStore() });
    await subscribe({ webhooks }, '*');
    const reads = countReads(store);
    for (let time = 0; time < 5; time += 1) await webhooks.publish(change);
    expect(reads).toEqual({ revision: 5, webhooks: 1, answered: 1 });
    await subscribe({ webhooks }, '*');
    await webhooks.publish(change);
    expect(reads).toEqual({ revision: 6, webhooks: 2, answered: 2 });
  });

  it('keep at most webhookCache.maxWebhooks, the tenants least recently used dropped first', async () => {
    const { store, webhooks } = startEngine({ store: newStore(), webhookCache: { maxWebhooks: 8 } });
    for (const tenant of ['a', 'b', 'c']) {
      for (let time = 0; time < 3; time += 1) await subscribe({ webhooks }, '*', { scope: { tenant } });
    }
    const reads = countReads(store);
    const loads = async (tenant: string) => {
      const before = reads.webhooks;
      expect((await webhooks.publish(change, { tenant })).notifications).toBe(3);
      return reads.webhooks - before;
    };
    expect([await loads('a'), await loads('b'), await loads('a')]).toEqual([1, 1, 0]);
    // Room for two: b, not used since, is dropped for c.
    expect([await loads('c'), await loads('a'), await loads('c')]).toEqual([1, 0, 0]);
    expect([await loads('b'), await loads('c'), await loads('a')]).toEqual([1, 0, 1]);
  });
});

describe('publishes that overlap', () => {
  it('all see the webhooks, and load them without mixing them up', async () => {
    const engine = startEngine({ store: asyncStore() });
    for (let number = 0; number < 3; number += 1) await subscribe(engine, '*');
    const receipts = await Promise.all(Array.from({ length: 5 }, () => engine.webhooks.publish(change)));
    expect(receipts.map(({ notifications }) => notifications)).toEqual([3, 3, 3, 3, 3]);
    expect(await notified(engine)).toHaveLength(15);
  });

  it('reject together when the store cannot be read, and go through later', async () => {
    const store: WebhookStore = memoryStore();
    const { tenantRevision } = store;
    const engine = startEngine({ store });
    await subscribe(engine, '*');
    const troubles = [
      () => {
        throw new Error('unreachable');
      },
      () => Promise.reject(new Error('unreachable')),
    ];
    for (const trouble of troubles) {
      store.tenantRevision = trouble;
      await expect(engine.webhooks.publish(change)).rejects.toThrow('unreachable');
    }
    store.tenantRevision = tenantRevision;
    expect((await engine.webhooks.publish(change)).notifications).toBe(1);
  });
});

it('does not wait for a load beside a transaction when every connection is taken: the transaction loads for itself', async () => {
  const memory = memoryStore();
  const { webhooks: registrar } = startEngine({ store: memory });
  await subscribe({ webhooks: registrar }, '*');
  // A store whose host has given all its connections to transactions: what is asked beside them is never answered.
  const store: WebhookStore<object> = Object.create(memory, {
    tenantRevision: { value: async () => memory.tenantRevision('default', {}) },
    webhooksSince: {
      value: (tenant: string, revision: number, { transaction }: { transaction?: object }) =>
        transaction === undefined ? new Promise(() => {}) : memory.webhooksSince(tenant, revision, {}),
    },
    enqueue: { value: (batch: Parameters<typeof memory.enqueue>[0]) => memory.enqueue(batch, {}) },
  });
  const clock = virtualClock();
  const webhooks = createWebhooks({ store, senders: [recordingSender()], clock });
  const published = webhooks.publish(change, { transaction: {} });
  await clock.advance(500);
  expect(await published).toMatchObject({ notifications: 1 });
});
