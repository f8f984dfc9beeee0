import assert from 'node:assert/strict';
import type { StoreTest } from './store-test.ts';

export function statusTests<Tx>(test: StoreTest<Tx>): void {
  for (const status of ['paused', 'disabled'] as const) {
    test(`a ${status} webhook’s deliveries are held, new ones too (DE-4)`, async (scene) => {
      const webhook = await scene.register();
      const waiting = await scene.publishOne(webhook);
      await scene.setStatus(webhook, status);
      const fresh = await scene.publishOne(webhook);
      assert.deepEqual(await scene.statuses(webhook, [waiting, fresh]), ['held', 'held']);
      assert.deepEqual(await scene.claimIds(), []);
      const { items } = await scene.list({ statuses: ['held'] });
      assert.deepEqual(
        items.map(({ id }) => id),
        [waiting, fresh],
      );
      assert.deepEqual((await scene.list({ statuses: ['pending'] })).items, []);
    });

    test(`what a ${status} webhook held is due when it is active again, its tries kept (DE-4)`, async (scene) => {
      const webhook = await scene.register();
      const retried = await scene.publishOne(webhook);
      await scene.fail(await scene.claimOne(), scene.now + 3_600_000);
      const waiting = await scene.publish(webhook, 2, { dueAt: scene.now + 60_000 });
      await scene.setStatus(webhook, status);
      scene.now += 1_000;
      await scene.setStatus(webhook, 'active');
      const ids = [retried, ...waiting];
      assert.deepEqual(await scene.statuses(webhook, ids), ['pending', 'pending', 'pending']);
      for (const id of ids) assert.equal((await scene.delivery(webhook, id)).dueAt, scene.now);
      const claims = await scene.claim();
      assert.deepEqual(
        claims.map(({ delivery }) => [delivery.id, delivery.attempts]),
        [
          [retried, 1],
          [waiting[0], 0],
          [waiting[1], 0],
        ],
      );
    });
  }

  test('what is held stays held when paused becomes disabled', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    await scene.setStatus(webhook, 'paused');
    await scene.setStatus(webhook, 'disabled');
    assert.deepEqual(await scene.statuses(webhook, [id]), ['held']);
    assert.deepEqual(await scene.claimIds(), []);
    await scene.setStatus(webhook, 'active');
    assert.deepEqual(await scene.claimIds(), [id]);
  });

  test('a status says nothing of other webhooks', async (scene) => {
    const paused = await scene.register();
    const active = await scene.register();
    await scene.publishOne(paused);
    const id = await scene.publishOne(active);
    await scene.setStatus(paused, 'paused');
    assert.deepEqual(await scene.claimIds(), [id]);
  });

  test('a webhook can begin paused', async (scene) => {
    const webhook = await scene.register({ status: 'paused' });
    const id = await scene.publishOne(webhook);
    assert.deepEqual(await scene.claimIds(), []);
    await scene.setStatus(webhook, 'active');
    assert.deepEqual(await scene.claimIds(), [id]);
  });

  test('a deleted webhook’s waiting deliveries are cancelled for good (DE-4)', async (scene) => {
    const webhook = await scene.register();
    const due = await scene.publishOne(webhook);
    const future = await scene.publishOne(webhook, { dueAt: scene.now + 60_000 });
    scene.now += 500;
    await scene.delete(webhook);
    const late = await scene.publishOne(webhook);
    assert.deepEqual(await scene.statuses(webhook, [due, future, late]), ['cancelled', 'cancelled', 'cancelled']);
    const { dueAt, finishedAt } = await scene.delivery(webhook, due);
    assert.deepEqual({ dueAt, finishedAt }, { dueAt: null, finishedAt: scene.now });
    await scene.restore(webhook);
    scene.now += 60_000;
    assert.deepEqual(await scene.claimIds(), []);
    assert.deepEqual(await scene.statuses(webhook, [due, future, late]), ['cancelled', 'cancelled', 'cancelled']);
    const revived = await scene.publishOne(webhook);
    assert.deepEqual(await scene.claimIds(), [revived]);
  });

  test('what a paused webhook held is cancelled when it is deleted', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    await scene.setStatus(webhook, 'paused');
    await scene.delete(webhook);
    assert.deepEqual(await scene.statuses(webhook, [id]), ['cancelled']);
  });

  test('a success under way is recorded, whatever became of its webhook', async (scene) => {
    for (const end of ['paused', 'disabled', 'deleted'] as const) {
      const webhook = await scene.register();
      const id = await scene.publishOne(webhook);
      const claim = await scene.claimOne();
      if (end === 'deleted') await scene.delete(webhook);
      else await scene.setStatus(webhook, end);
      assert.deepEqual(await scene.statuses(webhook, [id]), ['sending']);
      assert.equal((await scene.succeed(claim)).settled, true);
      assert.deepEqual(await scene.statuses(webhook, [id]), ['succeeded']);
      assert.equal((await scene.store.listAttempts('acme', id)).length, 1);
    }
  });

  test('a retry of a webhook that was paused meanwhile is held, its try recorded', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    const claim = await scene.claimOne();
    await scene.setStatus(webhook, 'paused');
    assert.equal((await scene.fail(claim, scene.now + 5_000)).settled, true);
    assert.deepEqual(await scene.statuses(webhook, [id]), ['held']);
    scene.now += 5_000;
    assert.deepEqual(await scene.claimIds(), []);
    await scene.setStatus(webhook, 'active');
    assert.equal((await scene.claimOne()).delivery.attempts, 1);
  });

  test('a retry of a webhook that was deleted meanwhile is cancelled, its try recorded', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    const claim = await scene.claimOne();
    await scene.delete(webhook);
    assert.equal((await scene.fail(claim, scene.now + 5_000)).settled, true);
    assert.deepEqual(await scene.statuses(webhook, [id]), ['cancelled']);
    assert.equal((await scene.store.listAttempts('acme', id)).length, 1);
    await scene.restore(webhook);
    scene.now += 5_000;
    assert.deepEqual(await scene.claimIds(), []);
  });

  test('a lease that expires after its webhook was paused is claimed only when it is active', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    await scene.claimOne({ leaseMs: 1_000 });
    await scene.setStatus(webhook, 'paused');
    scene.now += 1_000;
    assert.deepEqual(await scene.claimIds(), []);
    await scene.setStatus(webhook, 'active');
    assert.deepEqual(await scene.claimIds(), [id]);
  });

  test('a lease that expires after its webhook was deleted is never claimed', async (scene) => {
    const webhook = await scene.register();
    await scene.publishOne(webhook);
    await scene.claimOne({ leaseMs: 1_000 });
    await scene.delete(webhook);
    scene.now += 1_000;
    assert.deepEqual(await scene.claimIds(), []);
  });
}
