import assert from 'node:assert/strict';
import type { ClaimedDelivery } from '@hookwright/core';
import type { StoreScene } from './store-scene.ts';
import type { StoreTest } from './store-test.ts';

const hour = 3_600_000;

/** Fails tries that began a second ago, together, as an overloaded receiver does. */
async function overload<Tx>(scene: StoreScene<Tx>, claims: readonly ClaimedDelivery[]): Promise<void> {
  const startedAt = scene.now;
  scene.now += 1_000;
  const settlements = claims.map((claim) => {
    const failure = { status: 503, code: 'HTTP_503', message: 'answered 503', startedAt, durationMs: 1_000 };
    return scene.settlement(claim, {
      attempt: scene.attempt(claim, failure),
      next: { status: 'pending', dueAt: scene.now + hour },
    });
  });
  await scene.store.settle(settlements, scene.now);
  scene.now += 1;
}

async function succeed<Tx>(scene: StoreScene<Tx>, claims: readonly ClaimedDelivery[]): Promise<void> {
  const startedAt = scene.now;
  scene.now += 1_000;
  const settlements = claims.map((claim) =>
    scene.settlement(claim, { attempt: scene.attempt(claim, { startedAt, durationMs: 1_000 }) }),
  );
  await scene.store.settle(settlements, scene.now);
  scene.now += 1;
}

export function paceTests<Tx>(test: StoreTest<Tx>): void {
  test('a receiver that is overloaded is called half as often at once each time, down to one (DE-6)', async (scene) => {
    const webhook = await scene.register();
    await scene.publish(webhook, 40);
    const seen: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const claims = await scene.claim();
      seen.push(claims.length);
      await overload(scene, claims);
    }
    assert.deepEqual(seen, [8, 4, 2, 1, 1]);
  });

  test('it is called more often again with each round of successes (DE-6)', async (scene) => {
    const webhook = await scene.register();
    await scene.publish(webhook, 60);
    for (let round = 0; round < 4; round += 1) await overload(scene, await scene.claim());
    const seen: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const claims = await scene.claim();
      seen.push(claims.length);
      await succeed(scene, claims);
    }
    assert.deepEqual(seen, [1, 2, 4, 8, 8]);
  });

  test('all processes keep a slower pace, and other webhooks theirs (DE-6)', async (scene) => {
    const [slow, other] = [await scene.register(), await scene.register()];
    await scene.publish(slow, 20);
    await overload(scene, await scene.claim());
    await scene.publish(other, 20);
    const claims = await scene.claim({ by: scene.other });
    const countOf = (id: string) => claims.filter(({ webhook }) => webhook.id === id).length;
    assert.deepEqual([countOf(slow.id), countOf(other.id)], [4, 8]);
  });

  test('a webhook’s own concurrency is what is halved', async (scene) => {
    const webhook = await scene.register({ settings: { perWebhookConcurrency: 20 } });
    await scene.publish(webhook, 60);
    await overload(scene, await scene.claim());
    assert.equal((await scene.claim()).length, 10);
  });

  test('a webhook that is active again is at full pace', async (scene) => {
    const webhook = await scene.register();
    await scene.publish(webhook, 40);
    for (let round = 0; round < 3; round += 1) await overload(scene, await scene.claim());
    await scene.setStatus(webhook, 'paused');
    await scene.setStatus(webhook, 'active');
    assert.equal((await scene.claim()).length, 8);
  });
}
