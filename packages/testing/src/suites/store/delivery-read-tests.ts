import assert from 'node:assert/strict';
import type { Delivery, Page } from '@hookwright/core';
import { assertRejects } from '../assert-rejects.ts';
import type { StoreTest } from './store-test.ts';

export function deliveryReadTests<Tx>(test: StoreTest<Tx>): void {
  test('what is not there is null or empty', async (scene) => {
    assert.equal(await scene.store.getDelivery('acme', scene.id()), null);
    assert.deepEqual(await scene.store.listAttempts('acme', scene.id()), []);
    assert.deepEqual(await scene.list(), { items: [], total: 0, hasNextPage: false });
  });

  test('a tenant reads nothing of another', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    await scene.succeed(await scene.claimOne());
    assert.equal(await scene.store.getDelivery('globex', id), null);
    assert.deepEqual(await scene.store.listAttempts('globex', id), []);
    assert.deepEqual((await scene.list({ tenant: 'globex' })).items, []);
    assert.deepEqual((await scene.list({ tenant: 'globex', webhookId: webhook.id })).items, []);
    assert.equal((await scene.store.listAttempts('acme', id)).length, 1);
  });

  test('a list is in the order in which the store took the deliveries, either way', async (scene) => {
    const one = await scene.register();
    const two = await scene.register();
    const ids = [
      ...(await scene.publish(one, 2, { dueAt: scene.now + 9_000 })),
      ...(await scene.publish(two, 2)),
      ...(await scene.publish(one, 1)),
    ];
    const forward = await scene.list();
    assert.deepEqual({ ...forward, items: idsOf(forward) }, { items: ids, total: 5, hasNextPage: false });
    assert.deepEqual(idsOf(await scene.list({ order: 'newest-first' })), ids.toReversed());
    assert.deepEqual(forward.items[0], await scene.delivery(one, ids[0] ?? ''));
  });

  test('a list is narrowed by webhook, status and time of creation', async (scene) => {
    const one = await scene.register();
    const two = await scene.register();
    const start = scene.now;
    const early = await scene.publishOne(one);
    scene.now += 1_000;
    const middle = await scene.publishOne(two);
    scene.now += 1_000;
    const late = await scene.publishOne(one);
    await scene.succeed(await scene.claimOne({ limit: 1, skipWebhooks: new Set([two.id]) }));
    assert.deepEqual(idsOf(await scene.list({ webhookId: one.id })), [early, late]);
    assert.deepEqual(idsOf(await scene.list({ statuses: ['succeeded'] })), [early]);
    assert.deepEqual(idsOf(await scene.list({ statuses: ['succeeded', 'pending'] })), [early, middle, late]);
    assert.deepEqual(idsOf(await scene.list({ statuses: [] })), []);
    assert.deepEqual(idsOf(await scene.list({ createdFrom: start + 1_000 })), [middle, late]);
    assert.deepEqual(idsOf(await scene.list({ createdUntil: start + 2_000 })), [early, middle]);
    const all = { webhookId: one.id, statuses: ['pending'], createdFrom: start, createdUntil: start + 2_001 } as const;
    assert.deepEqual(idsOf(await scene.list(all)), [late]);
  });

  test('every status can be listed', async (scene) => {
    const active = await scene.register({ settings: { perWebhookConcurrency: 4 } });
    const held = await scene.publishOne(await scene.register({ status: 'paused' }));
    const gone = await scene.register();
    const cancelled = await scene.publishOne(gone);
    await scene.delete(gone);
    const [succeeded, exhausted, sending] = await scene.publish(active, 3);
    const [one, two] = await scene.claim();
    assert.ok(one && two);
    await scene.succeed(one);
    await scene.exhaust(two);
    const pending = await scene.publishOne(active, { dueAt: scene.now + 1_000 });
    const expected = { pending, held, sending, succeeded, exhausted, cancelled };
    for (const status of Object.keys(expected) as (keyof typeof expected)[]) {
      const { items } = await scene.list({ statuses: [status] });
      assert.deepEqual(
        items.map((item) => [item.id, item.status]),
        [[expected[status], status]],
      );
    }
  });

  for (const order of ['oldest-first', 'newest-first'] as const) {
    test(`pages ${order} neither repeat nor leave out while work goes on`, async (scene) => {
      const webhook = await scene.register();
      const ids = await scene.publish(webhook, 10);
      const expected = order === 'oldest-first' ? ids : ids.toReversed();
      const seen: string[] = [];
      let after: string | null = null;
      for (let page = 0; page < 3; page += 1) {
        const { items, hasNextPage }: Page<Delivery> = await scene.list({ order, after, limit: 4 });
        seen.push(...items.map(({ id }) => id));
        after = items.at(-1)?.id ?? null;
        if (page < 2) assert.equal(hasNextPage, true);
        for (const claim of await scene.claim({ limit: 3 })) await scene.succeed(claim);
      }
      assert.deepEqual(seen, expected);
    });
  }

  test('a page after what is not there is NOT_FOUND, not the end', async (scene) => {
    await scene.publishOne(await scene.register());
    for (const tenant of ['acme', 'nobody']) {
      await assertRejects(() => scene.list({ tenant, after: scene.id() }), 'NOT_FOUND');
    }
  });
}

function idsOf({ items }: Page<Delivery>): readonly string[] {
  return items.map(({ id }) => id);
}
