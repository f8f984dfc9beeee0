import assert from 'node:assert/strict';
import type { StoreTest } from './store-test.ts';

const concurrency = { perWebhookConcurrency: 1_000 };

export function rateTests<Tx>(test: StoreTest<Tx>): void {
  test('a rate bounds the starts per second over all workers (DE-6)', async (scene) => {
    const webhook = await scene.register({ settings: { rate: 5 } });
    await scene.publish(webhook, 100);
    const startedAt: number[] = [];
    for (let step = 0; step < 100; step += 1) {
      for (const by of [scene.store, scene.other]) {
        for (const claim of await scene.claim({ ...concurrency, by })) {
          startedAt.push(scene.now);
          await scene.succeed(claim);
        }
      }
      scene.now += 100;
    }
    // Ten seconds at 5 a second; after a rest, one second's worth may start at once.
    assert.ok(startedAt.length >= 45 && startedAt.length <= 55, `${startedAt.length} started in 10 s at a rate of 5`);
    const [first = 0] = startedAt;
    assert.ok(startedAt.filter((at) => at === first).length <= 5);
  });

  test('a rate below one waits longer than a second', async (scene) => {
    const webhook = await scene.register({ settings: { rate: 0.5 } });
    const [one, two] = await scene.publish(webhook, 2);
    assert.deepEqual(await scene.claimIds(concurrency), [one]);
    scene.now += 1_999;
    assert.deepEqual(await scene.claimIds(concurrency), []);
    scene.now += 1;
    assert.deepEqual(await scene.claimIds(concurrency), [two]);
  });

  test('a rate holds up no other webhook', async (scene) => {
    const slow = await scene.register({ settings: { rate: 0.1 } });
    const fast = await scene.register();
    await scene.publish(slow, 5);
    await scene.publish(fast, 5);
    const claims = await scene.claim(concurrency);
    assert.equal(claims.filter(({ webhook }) => webhook.id === fast.id).length, 5);
    assert.equal(claims.filter(({ webhook }) => webhook.id === slow.id).length, 1);
  });
}
