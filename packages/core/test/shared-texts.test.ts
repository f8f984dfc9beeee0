import { describe, expect, it } from 'vitest';
import type { EntityLoader, WebhookOptions } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';
import { notified, recordBatches, storeModes, subscribe } from './host-fixture.ts';

/** Publishes one change to webhooks with these options. @returns the texts that the store got */
async function textsFor(
  newStore: (typeof storeModes)[number]['newStore'],
  webhooks: readonly { readonly options?: WebhookOptions; readonly clientId?: string }[],
) {
  const entities: EntityLoader<never> = {
    load: async ({ records, clientId }) => records.map(() => ({ seenBy: clientId })),
  };
  const engine = startEngine({ store: newStore(), entities });
  for (const { options = {}, clientId } of webhooks)
    await subscribe(engine, 'Account.*', { options, scope: { clientId } });
  const batches = recordBatches(engine.store);
  let asked = 0;
  const entity = {
    toJSON() {
      asked += 1;
      return { id: 1, name: 'a', owner: 'uri' };
    },
  };
  await engine.webhooks.publish({ event: 'Account.Create', entity });
  expect([batches.length, asked]).toEqual([1, 1]);
  return { engine, texts: batches[0]?.payloads.map(({ text }) => text) ?? [], batch: batches[0] };
}

const shaped = (block: object): WebhookOptions => ({ entity: { Account: block } });

describe.each(storeModes)('a record is written once per shape, over $mode', ({ newStore }) => {
  it('for a thousand webhooks that want the same, once', async () => {
    const many = Array.from({ length: 1_000 }, (_, number) => ({
      options: { skip_keys: [`key ${number}`], chunk_size: 1 + (number % 100) },
      clientId: `client ${number}`,
    }));
    const { engine, texts, batch } = await textsFor(newStore, many);
    expect(texts).toHaveLength(1);
    expect(batch?.deliveries).toHaveLength(1_000);
    expect(new Set(batch?.deliveries.flatMap(({ items }) => items.map(({ payloadId }) => payloadId))).size).toBe(1);
    expect(await notified(engine)).toHaveLength(1_000);
  });

  it('for a thousand webhooks of three shapes, three times', async () => {
    const blocks = [{}, { 'load-only': ['id', 'name'] }, { load_only: 'name,id,name' }, { 'load-only': ['id'] }];
    const many = Array.from({ length: 1_000 }, (_, number) => ({ options: shaped(blocks[number % 4] ?? {}) }));
    expect((await textsFor(newStore, many)).texts).toHaveLength(3);
  });

  it.each<
    [
      string,
      a: { options?: WebhookOptions; clientId?: string },
      b: { options?: WebhookOptions; clientId?: string },
      texts: number,
    ]
  >([
    ['filters', { options: shaped({ filter: { id: 1 } }) }, { options: shaped({ filter: { name: 'a' } }) }, 1],
    ['load-only', { options: shaped({ 'load-only': ['id'] }) }, { options: shaped({ 'load-only': ['name'] }) }, 2],
    ['expand', { options: shaped({ expand: ['owner'] }) }, {}, 2],
    [
      'expand in another order',
      { options: shaped({ expand: ['owner', 'boss'] }) },
      { options: shaped({ expand: ['boss', 'owner'] }) },
      1,
    ],
    ['options of the secondary record', { options: { related_entity: { 'load-only': ['id'] } } }, {}, 2],
    ['clients that expand nothing', { clientId: 'c1' }, { clientId: 'c2' }, 1],
    [
      'clients that expand',
      { options: shaped({ expand: 'owner' }), clientId: 'c1' },
      { options: shaped({ expand: 'owner' }), clientId: 'c2' },
      2,
    ],
    [
      'one client that expands',
      { options: shaped({ expand: 'owner' }), clientId: 'c1' },
      { options: shaped({ expand: 'owner' }), clientId: 'c1' },
      1,
    ],
  ])('webhooks that differ in %s', async (_name, a, b, texts) => {
    expect((await textsFor(newStore, [a, b])).texts).toHaveLength(texts);
  });

  it('also for the events of one pair', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, '*');
    const batches = recordBatches(engine.store);
    await engine.webhooks.recordChange('Opportunity', {
      before: { owner_id: 1, step_id: 1 },
      after: { owner_id: 2, step_id: 2 },
    });
    expect(batches[0]?.payloads).toHaveLength(1);
    expect(batches[0]?.deliveries[0]?.items).toHaveLength(3);
  });

  it('and the webhook once per webhook', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, '*', { options: { chunk_size: 1 } });
    await subscribe(engine, '*');
    const batches = recordBatches(engine.store);
    await engine.webhooks.publish([1, 2, 3].map((id) => ({ event: 'Account.Create', entity: { id } }) as const));
    expect(batches[0]?.webhookVersions).toHaveLength(2);
    expect(batches[0]?.deliveries).toHaveLength(4);
  });
});
