import assert from 'node:assert/strict';
import type { WebhookHealth } from '@hookwright/core';
import type { StoreTest } from './store-test.ts';

const healthy: WebhookHealth = { failingSince: null, triedSince: 0 };

export function healthTests<Tx>(test: StoreTest<Tx>): void {
  test('failures count each delivery once, since the first of them (DE-4)', async (scene) => {
    const webhook = await scene.register();
    await scene.publish(webhook, 2);
    const failingSince = scene.now;
    const [one, two] = await scene.claim();
    assert.ok(one && two);
    assert.deepEqual((await scene.fail(one, scene.now + 1_000)).health, { failingSince, triedSince: 1 });
    scene.now += 1_000;
    const again = await scene.claimOne();
    assert.equal(again.delivery.id, one.delivery.id);
    assert.deepEqual((await scene.fail(again, scene.now + 1_000)).health, { failingSince, triedSince: 1 });
    assert.deepEqual((await scene.fail(two, scene.now + 5_000)).health, { failingSince, triedSince: 2 });
    scene.now += 1_000;
    assert.deepEqual((await scene.exhaust(await scene.claimOne())).health, { failingSince, triedSince: 2 });
  });

  test('a success makes healthy, and the next failure starts anew', async (scene) => {
    const webhook = await scene.register();
    await scene.publish(webhook, 3);
    const [one, two, three] = await scene.claim();
    assert.ok(one && two && three);
    await scene.fail(one, scene.now + 1_000);
    scene.now += 10;
    assert.deepEqual((await scene.succeed(two)).health, healthy);
    scene.now += 10;
    const failingSince = scene.now;
    assert.deepEqual((await scene.fail(three, scene.now + 9_000)).health, { failingSince, triedSince: 1 });
    scene.now += 980;
    // Tried before the success, and now again: one more delivery of those tried since.
    const again = await scene.claimOne();
    assert.deepEqual((await scene.fail(again, scene.now + 9_000)).health, { failingSince, triedSince: 2 });
  });

  test('one batch counts as its settlements one by one', async (scene) => {
    const webhook = await scene.register();
    await scene.publish(webhook, 3);
    const claims = await scene.claim();
    const failingSince = scene.now;
    const settlements = claims.map((claim) =>
      scene.settlement(claim, {
        attempt: scene.attempt(claim, { status: 500, code: 'HTTP_500', message: 'answered 500' }),
        next: { status: 'pending', dueAt: scene.now + 1_000 },
      }),
    );
    const results = await scene.store.settle(settlements, scene.now);
    assert.deepEqual(results.at(-1)?.health, { failingSince, triedSince: 3 });
  });

  test('a delivery given back leaves health as it is', async (scene) => {
    const webhook = await scene.register();
    await scene.publish(webhook, 2);
    const [one, two] = await scene.claim();
    assert.ok(one && two);
    const { health } = await scene.fail(one, scene.now + 1_000);
    const next = { status: 'pending', dueAt: scene.now } as const;
    assert.deepEqual((await scene.settle(two, { attempt: null, next })).health, health);
  });

  test('a webhook that is active again starts anew: else it would pause itself at its first failure (DE-4)', async (scene) => {
    const webhook = await scene.register();
    await scene.publishOne(webhook);
    await scene.fail(await scene.claimOne(), scene.now + 1_000);
    await scene.setStatus(webhook, 'paused');
    scene.now += 600_000;
    await scene.setStatus(webhook, 'active');
    const { health } = await scene.fail(await scene.claimOne(), scene.now + 1_000);
    assert.deepEqual(health, { failingSince: scene.now, triedSince: 1 });
  });

  test('a webhook’s health is its own', async (scene) => {
    const failing = await scene.register();
    const fine = await scene.register();
    await scene.publishOne(failing);
    await scene.publishOne(fine);
    for (const claim of await scene.claim()) {
      if (claim.webhook.id === failing.id) await scene.fail(claim, scene.now + 1_000);
      else assert.deepEqual((await scene.succeed(claim)).health, healthy);
    }
    scene.now += 1_000;
    assert.equal((await scene.fail(await scene.claimOne(), scene.now + 1)).health.triedSince, 1);
  });
}
