import assert from 'node:assert/strict';
import type { StoredWebhook } from '@hookwright/core';
import { assertRejects } from '../assert-rejects.ts';
import { newBatch, newPayload } from './store-fixtures.ts';
import type { StoreScene } from './store-scene.ts';
import type { StoreTest } from './store-test.ts';

export function retentionTests<Tx>(test: StoreTest<Tx>): void {
  test('what finished before is pruned with its attempts, all else stays (DE-8)', async (scene) => {
    const webhook = await scene.register({ settings: { perWebhookConcurrency: 2 } });
    const [succeeded = '', exhausted = '', pending, sending] = await scene.publish(webhook, 4);
    const [one, two] = await scene.claim();
    assert.ok(one && two);
    await scene.succeed(one);
    await scene.exhaust(two);
    await scene.claim({ limit: 1 });
    const held = await scene.publishOne(await scene.register({ status: 'paused' }));
    const deleted = await scene.register();
    const cancelled = await scene.publishOne(deleted);
    await scene.delete(deleted);
    const finishedAt = scene.now;
    assert.equal(await scene.store.prune(finishedAt, 100), 0);
    assert.equal(await scene.store.prune(finishedAt + 1, 100), 3);
    for (const id of [succeeded, exhausted, cancelled]) assert.equal(await scene.store.getDelivery('acme', id), null);
    assert.deepEqual(await scene.store.listAttempts('acme', succeeded), []);
    const { items } = await scene.list();
    assert.deepEqual(items.map(({ id }) => id).sort(), [pending, sending, held].sort());
    assert.equal(await scene.store.prune(finishedAt + 1, 100), 0);
  });

  test('at most `limit` are pruned at once, until none is left', async (scene) => {
    const webhook = await scene.register();
    await scene.publish(webhook, 5);
    for (const claim of await scene.claim()) await scene.succeed(claim);
    scene.now += 1;
    const counts = [];
    for (let round = 0; round < 4; round += 1) counts.push(await scene.store.prune(scene.now, 2));
    assert.deepEqual(counts, [2, 2, 1, 0]);
    assert.deepEqual((await scene.list()).items, []);
  });

  test('a piece goes with the last delivery that shows it', async (scene) => {
    const early = await scene.register();
    const late = await scene.register();
    const [shared, own] = [newPayload(), newPayload()];
    const parts = [
      { webhook: early, payloads: [shared, own] },
      { webhook: late, payloads: [shared], overrides: { dueAt: scene.now + 1_000 } },
    ];
    const { deliveryIds } = await scene.enqueue(newBatch(parts));
    await scene.succeed(await scene.claimOne());
    scene.now += 1_000;
    assert.equal(await scene.store.prune(scene.now, 100), 1);
    const [resendOf = null] = deliveryIds;
    const reuse = (webhook: StoredWebhook, payloads: readonly (typeof shared)[]) =>
      scene.enqueue(newBatch([{ webhook, payloads, overrides: { resendOf } }], { payloads: [], now: scene.now }));
    await assertRejects(() => reuse(early, [own]), 'NOT_FOUND');
    await reuse(early, [shared]);
    const claims = await scene.claim();
    assert.deepEqual(
      claims.map(({ payloadTexts }) => payloadTexts),
      [[shared.text], [shared.text]],
    );
    for (const claim of claims) await scene.succeed(claim);
    scene.now += 1;
    assert.equal(await scene.store.prune(scene.now, 100), 2);
    await assertRejects(() => reuse(early, [shared]), 'NOT_FOUND');
  });

  test('what was held for too long is exhausted (DE-4)', async (scene) => {
    const { webhook, heldAt, ids } = await heldWebhook(scene);
    const later = await scene.publishOne(webhook);
    const active = await scene.register();
    const waiting = await scene.publishOne(active, { dueAt: scene.now + 86_400_000 });
    assert.deepEqual(await scene.store.expireHeld(heldAt, scene.now, 100), []);
    scene.now += 10;
    const expired = await scene.store.expireHeld(heldAt + 1, scene.now, 100);
    assert.deepEqual(expired.map(({ id }) => id).sort(), ids.toSorted());
    for (const delivery of expired) {
      const { status, code, finishedAt, dueAt } = delivery;
      assert.deepEqual(
        { status, code, finishedAt, dueAt },
        { status: 'exhausted', code: 'HELD_TOO_LONG', finishedAt: scene.now, dueAt: null },
      );
      assert.deepEqual(await scene.delivery(webhook, delivery.id), delivery);
    }
    // Held later than that, and not held at all.
    assert.deepEqual(await scene.statuses(webhook, [later, waiting]), ['held', 'pending']);
    await scene.setStatus(webhook, 'active');
    assert.deepEqual(await scene.claimIds(), [later]);
  });

  test('at most `limit` held ones are ended at once', async (scene) => {
    const { webhook, heldAt, ids } = await heldWebhook(scene);
    const ended: string[] = [];
    for (const expected of [2, 1, 0]) {
      const expired = await scene.store.expireHeld(heldAt + 1, scene.now, 2);
      assert.equal(expired.length, expected);
      ended.push(...expired.map(({ id }) => id));
    }
    assert.deepEqual(ended.toSorted(), ids.toSorted());
    await scene.setStatus(webhook, 'active');
    assert.deepEqual(await scene.claimIds(), []);
  });
}

/** A webhook that was paused with three deliveries waiting, a second ago. */
async function heldWebhook<Tx>(scene: StoreScene<Tx>) {
  const webhook = await scene.register();
  const ids = await scene.publish(webhook, 3);
  scene.now += 1_000;
  const heldAt = scene.now;
  await scene.setStatus(webhook, 'paused');
  scene.now += 1_000;
  return { webhook, heldAt, ids };
}
