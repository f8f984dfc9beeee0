import assert from 'node:assert/strict';
import { newBatch } from './store-fixtures.ts';
import type { StoreTest } from './store-test.ts';

const settings = { ordering: 'strict' } as const;

export function strictOrderTests<Tx>(test: StoreTest<Tx>): void {
  test('deliveries go one at a time, in the order of their publishes (DE-5)', async (scene) => {
    const webhook = await scene.register({ settings: { ...settings, perWebhookConcurrency: 4 } });
    const ids: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      ids.push(...(await scene.publish(webhook, 2)));
      scene.now += 1;
    }
    for (const id of ids) {
      const claim = await scene.claimOne();
      assert.equal(claim.delivery.id, id);
      assert.deepEqual(await scene.claimIds({ by: scene.other }), []);
      await scene.succeed(claim);
    }
  });

  test('a head that is not yet due blocks the rest: chunk_delay', async (scene) => {
    const webhook = await scene.register({ settings });
    const parts = [0, 2_000, 1_000].map((delay) => ({ webhook, overrides: { dueAt: scene.now + delay } }));
    const { deliveryIds } = await scene.enqueue(newBatch(parts));
    await scene.succeed(await scene.claimOne());
    scene.now += 1_999;
    assert.deepEqual(await scene.claimIds(), []);
    scene.now += 1;
    assert.deepEqual(await scene.claimIds(), [deliveryIds[1]]);
  });

  test('a head that waits for its retry blocks the rest, until it succeeds', async (scene) => {
    const webhook = await scene.register({ settings });
    const [head, next] = await scene.publish(webhook, 2);
    await scene.fail(await scene.claimOne(), scene.now + 5_000);
    assert.deepEqual(await scene.claimIds(), []);
    scene.now += 5_000;
    const retry = await scene.claimOne();
    assert.equal(retry.delivery.id, head);
    await scene.succeed(retry);
    assert.deepEqual(await scene.claimIds(), [next]);
  });

  test('an exhausted head frees the rest', async (scene) => {
    const webhook = await scene.register({ settings });
    const [, next] = await scene.publish(webhook, 2);
    await scene.exhaust(await scene.claimOne());
    assert.deepEqual(await scene.claimIds(), [next]);
  });

  test('a head given back comes first again', async (scene) => {
    const webhook = await scene.register({ settings });
    const [head] = await scene.publish(webhook, 2);
    await scene.settle(await scene.claimOne(), { attempt: null, next: { status: 'pending', dueAt: scene.now } });
    assert.deepEqual(await scene.claimIds(), [head]);
  });

  test('a resend goes to the end', async (scene) => {
    const webhook = await scene.register({ settings });
    await scene.publish(webhook, 3);
    const first = await scene.claimOne();
    await scene.exhaust(first);
    const { items, bodyId } = first.delivery;
    const overrides = { items, bodyId, resendOf: first.delivery.id };
    const resend = newBatch([{ webhook, overrides }], { payloads: [], now: scene.now });
    const order = [first.delivery.id];
    const { deliveryIds } = await scene.enqueue(resend);
    for (let count = 0; count < 3; count += 1) {
      const claim = await scene.claimOne();
      order.push(claim.delivery.id);
      await scene.succeed(claim);
    }
    assert.equal(order.at(-1), deliveryIds[0]);
    assert.equal(new Set(order).size, 4);
  });

  test('an expired lease repeats the head and never passes it', async (scene) => {
    const webhook = await scene.register({ settings });
    const [head] = await scene.publish(webhook, 2);
    await scene.claimOne({ leaseMs: 1_000 });
    scene.now += 1_000;
    assert.deepEqual(await scene.claimIds({ by: scene.other }), [head]);
    assert.deepEqual(await scene.claimIds(), []);
  });

  test('of concurrent claims one gets the head', async (scene) => {
    const webhook = await scene.register({ settings });
    const [head] = await scene.publish(webhook, 5);
    const claims = await Promise.all(
      [scene.store, scene.other, scene.store, scene.other].map((by) => scene.claimIds({ by })),
    );
    assert.deepEqual(claims.flat(), [head]);
  });

  test('order outlasts a pause', async (scene) => {
    const webhook = await scene.register({ settings });
    const ids = await scene.publish(webhook, 2);
    await scene.fail(await scene.claimOne(), scene.now + 3_600_000);
    await scene.setStatus(webhook, 'paused');
    const order = [...ids, await scene.publishOne(webhook)];
    await scene.setStatus(webhook, 'active');
    for (const id of order) {
      const claim = await scene.claimOne();
      assert.equal(claim.delivery.id, id);
      await scene.succeed(claim);
    }
  });

  test('a webhook that becomes strict sends what waits in order', async (scene) => {
    const webhook = await scene.register();
    const late = await scene.publishOne(webhook, { dueAt: scene.now + 2_000 });
    const early = await scene.publishOne(webhook, { dueAt: scene.now + 1_000 });
    await scene.change(webhook, { settings });
    scene.now += 1_000;
    assert.deepEqual(await scene.claimIds(), []);
    scene.now += 1_000;
    const claim = await scene.claimOne();
    assert.equal(claim.delivery.id, late);
    await scene.succeed(claim);
    assert.deepEqual(await scene.claimIds(), [early]);
  });

  test('a webhook that no longer is strict sends all that is due', async (scene) => {
    const webhook = await scene.register({ settings });
    const ids = await scene.publish(webhook, 3);
    await scene.claimOne();
    await scene.change(webhook, { settings: {} });
    assert.deepEqual(await scene.claimIds(), ids.slice(1));
  });

  test('a strict webhook that waits holds up no other', async (scene) => {
    const strict = await scene.register({ settings });
    await scene.publish(strict, 2, { dueAt: scene.now + 1_000 });
    const id = await scene.publishOne(await scene.register());
    assert.deepEqual(await scene.claimIds(), [id]);
  });
}
