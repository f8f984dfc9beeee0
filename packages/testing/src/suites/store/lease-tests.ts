import assert from 'node:assert/strict';
import type { ClaimedDelivery } from '@hookwright/core';
import { assertNextDue } from './assert-next-due.ts';
import type { StoreTest } from './store-test.ts';

const leaseMs = 60_000;

export function leaseTests<Tx>(test: StoreTest<Tx>): void {
  test('a lease is exclusive until it ends, and then counts as none', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    await scene.claimOne({ leaseMs });
    scene.now += leaseMs - 1;
    assert.deepEqual(await scene.claimIds({ by: scene.other }), []);
    assert.equal((await scene.delivery(webhook, id)).status, 'sending');
    await assertNextDue(scene, scene.now + 1);
    scene.now += 1;
    assert.deepEqual(await scene.claimIds({ by: scene.other }), [id]);
  });

  test('who lost its lease can neither settle nor renew', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    const late = await scene.claimOne({ leaseMs });
    scene.now += leaseMs;
    const current = await scene.claimOne({ leaseMs });
    assert.notEqual(current.lease, late.lease);
    const before = await scene.delivery(webhook, id);
    const result = await scene.fail(late, scene.now + 1, { blockWebhookUntil: scene.now + 90_000 });
    assert.equal(result.settled, false);
    assert.deepEqual(await scene.delivery(webhook, id), before);
    assert.deepEqual(await scene.store.listAttempts('acme', id), []);
    assert.deepEqual(await scene.store.renew([keyOf(late)], scene.now, leaseMs), [keyOf(late)]);
    const settled = await scene.succeed(current);
    assert.deepEqual(settled, { deliveryId: id, settled: true, health: { failingSince: null, triedSince: 0 } });
    // Nothing of the late one took effect: neither its failure nor its block.
    const next = await scene.publishOne(webhook);
    assert.deepEqual(await scene.claimIds(), [next]);
  });

  test('a delivery is settled once', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    const claim = await scene.claimOne();
    assert.equal((await scene.succeed(claim)).settled, true);
    assert.equal((await scene.exhaust(claim)).settled, false);
    assert.equal((await scene.delivery(webhook, id)).status, 'succeeded');
    assert.equal((await scene.store.listAttempts('acme', id)).length, 1);
  });

  test('one delivery’s lease does not settle or renew another', async (scene) => {
    const webhook = await scene.register();
    await scene.publish(webhook, 2);
    const [one, two] = await scene.claim();
    assert.ok(one && two);
    const mixed = { ...two, lease: one.lease };
    assert.equal((await scene.succeed(mixed)).settled, false);
    assert.deepEqual(await scene.store.renew([keyOf(mixed)], scene.now, leaseMs), [keyOf(mixed)]);
    assert.deepEqual(await scene.statuses(webhook, [one.delivery.id, two.delivery.id]), ['sending', 'sending']);
  });

  test('of a batch each settlement stands for itself, and is answered in order', async (scene) => {
    const webhook = await scene.register();
    await scene.publish(webhook, 3);
    const [one, two, three] = await scene.claim();
    assert.ok(one && two && three);
    await scene.succeed(two);
    const unknown = { ...scene.settlement(one), deliveryId: scene.id() };
    const settlements = [scene.settlement(three), scene.settlement(two), unknown, scene.settlement(one)];
    const results = await scene.store.settle(settlements, scene.now);
    assert.deepEqual(
      results.map(({ deliveryId, settled }) => [deliveryId, settled]),
      [
        [three.delivery.id, true],
        [two.delivery.id, false],
        [unknown.deliveryId, false],
        [one.delivery.id, true],
      ],
    );
  });

  test('a renewed lease lasts from the renewal on', async (scene) => {
    const webhook = await scene.register();
    const [kept, left] = await scene.publish(webhook, 2);
    const claims = await scene.claim({ leaseMs });
    const renewed = claims.filter(({ delivery }) => delivery.id === kept);
    scene.now += leaseMs / 2;
    assert.deepEqual(await scene.store.renew(renewed.map(keyOf), scene.now, leaseMs), []);
    scene.now += leaseMs / 2;
    assert.deepEqual(await scene.claimIds(), [left]);
    scene.now += leaseMs / 2 - 1;
    assert.deepEqual(await scene.claimIds(), []);
    scene.now += 1;
    assert.deepEqual(await scene.claimIds(), [kept]);
  });

  test('renew names those that were lost, and renews the others', async (scene) => {
    const webhook = await scene.register();
    await scene.publish(webhook, 2);
    const [lost, kept] = await scene.claim({ leaseMs });
    assert.ok(lost && kept);
    await scene.succeed(lost);
    scene.now += 1_000;
    const lostKeys = await scene.store.renew([keyOf(lost), keyOf(kept)], scene.now, leaseMs);
    assert.deepEqual(lostKeys, [keyOf(lost)]);
    scene.now += leaseMs - 1;
    assert.deepEqual(await scene.claimIds(), []);
  });

  test('leases of different lengths each end at their own time', async (scene) => {
    const webhook = await scene.register();
    const [long, short] = await scene.publish(webhook, 2);
    await scene.claim({ limit: 1, leaseMs: 10_000 });
    await scene.claim({ limit: 1, leaseMs: 1_000 });
    scene.now += 1_000;
    assert.deepEqual(await scene.claimIds({ leaseMs: 100_000 }), [short]);
    scene.now += 9_000;
    assert.deepEqual(await scene.claimIds(), [long]);
  });

  test('an expired lease frees its place in the webhook’s concurrency', async (scene) => {
    const webhook = await scene.register();
    const ids = await scene.publish(webhook, 4);
    await scene.claim({ perWebhookConcurrency: 2, leaseMs });
    scene.now += leaseMs;
    const again = await scene.claimIds({ perWebhookConcurrency: 2 });
    assert.equal(again.length, 2);
    assert.ok(again.every((id) => ids.includes(id)));
  });

  test('an attempt that nobody reported is none', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    await scene.claim({ leaseMs });
    scene.now += leaseMs;
    const claim = await scene.claimOne();
    assert.equal(claim.delivery.attempts, 0);
    await scene.succeed(claim);
    assert.equal((await scene.delivery(webhook, id)).attempts, 1);
  });
}

function keyOf({ delivery, lease }: ClaimedDelivery) {
  return { deliveryId: delivery.id, lease };
}
