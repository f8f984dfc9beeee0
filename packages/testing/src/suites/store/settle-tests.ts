import assert from 'node:assert/strict';
import { assertNextDue } from './assert-next-due.ts';
import type { StoreTest } from './store-test.ts';

export function settleTests<Tx>(test: StoreTest<Tx>): void {
  test('a success ends a delivery', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    const claim = await scene.claimOne();
    scene.now += 250;
    const attempt = scene.attempt(claim, { startedAt: scene.now - 200, durationMs: 150, status: 204 });
    const result = await scene.settle(claim, { attempt });
    assert.deepEqual(result, { deliveryId: id, settled: true, health: { failingSince: null, triedSince: 0 } });
    const { status, attempts, dueAt, lastAttemptAt, finishedAt, code } = await scene.delivery(webhook, id);
    assert.deepEqual(
      { status, attempts, dueAt, lastAttemptAt, finishedAt, code },
      {
        status: 'succeeded',
        attempts: 1,
        dueAt: null,
        lastAttemptAt: scene.now - 50,
        finishedAt: scene.now,
        code: null,
      },
    );
    assert.deepEqual(await scene.store.listAttempts('acme', id), [attempt]);
    scene.now += 10 * 86_400_000;
    assert.deepEqual(await scene.claim(), []);
  });

  test('a retry waits until its time', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    const dueAt = scene.now + 5_000;
    await scene.fail(await scene.claimOne(), dueAt);
    const { status, attempts, dueAt: next, finishedAt, code } = await scene.delivery(webhook, id);
    assert.deepEqual(
      { status, attempts, next, finishedAt, code },
      { status: 'pending', attempts: 1, next: dueAt, finishedAt: null, code: 'HTTP_500' },
    );
    scene.now = dueAt - 1;
    assert.deepEqual(await scene.claimIds(), []);
    await assertNextDue(scene, dueAt);
    scene.now = dueAt;
    assert.equal((await scene.claimOne()).delivery.attempts, 1);
  });

  test('an exhausted delivery keeps the reason', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    await scene.exhaust(await scene.claimOne(), 'GONE');
    const { status, dueAt, finishedAt, code } = await scene.delivery(webhook, id);
    assert.deepEqual(
      { status, dueAt, finishedAt, code },
      { status: 'exhausted', dueAt: null, finishedAt: scene.now, code: 'GONE' },
    );
    scene.now += 10 * 86_400_000;
    assert.deepEqual(await scene.claim(), []);
  });

  test('a success clears the code of the failure before it', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    await scene.fail(await scene.claimOne(), scene.now);
    await scene.succeed(await scene.claimOne());
    assert.equal((await scene.delivery(webhook, id)).code, null);
  });

  test('every attempt is kept, oldest first (DE-7)', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    const attempts = [];
    for (let number = 1; number <= 3; number += 1) {
      const claim = await scene.claimOne();
      const attempt = scene.attempt(claim, {
        number,
        durationMs: 10 * number,
        status: number === 2 ? null : 503,
        code: number === 2 ? 'TIMEOUT' : 'HTTP_503',
        message: 'a sentence',
        responseHeaders: number === 2 ? null : { 'retry-after': '7', 'x-ü': 'ä' },
        responseBody: number === 2 ? null : 'body\u0000with\r\n\u{1f600}',
      });
      attempts.push(attempt);
      await scene.fail(claim, scene.now + 1_000, { attempt });
      scene.now += 1_000;
    }
    assert.deepEqual(await scene.store.listAttempts('acme', id), attempts);
    assert.equal((await scene.delivery(webhook, id)).attempts, 3);
  });

  test('a delivery given back untried is as it was', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    const before = await scene.delivery(webhook, id);
    const claim = await scene.claimOne();
    const next = { status: 'pending', dueAt: claim.delivery.dueAt ?? scene.now } as const;
    const { settled, health } = await scene.settle(claim, { attempt: null, next });
    assert.deepEqual({ settled, health }, { settled: true, health: { failingSince: null, triedSince: 0 } });
    assert.deepEqual(await scene.delivery(webhook, id), before);
    assert.deepEqual(await scene.store.listAttempts('acme', id), []);
    assert.deepEqual(await scene.claimIds(), [id]);
  });

  test('blockWebhookUntil holds back the whole webhook, and no other (DE-3)', async (scene) => {
    const blocked = await scene.register();
    const free = await scene.register();
    const [tried, waiting] = await scene.publish(blocked, 2);
    const until = scene.now + 30_000;
    const claim = await scene.claimOne({ limit: 1 });
    await scene.fail(claim, scene.now + 5_000, { blockWebhookUntil: until });
    const later = await scene.publishOne(blocked);
    const other = await scene.publishOne(free);
    assert.deepEqual(await scene.claimIds(), [other]);
    scene.now = until - 1;
    assert.deepEqual(await scene.claimIds({ by: scene.other }), []);
    scene.now = until;
    assert.deepEqual((await scene.claimIds()).toSorted(), [tried, waiting, later].sort());
  });

  test('a settlement without a block leaves the one there is', async (scene) => {
    const webhook = await scene.register();
    const ids = await scene.publish(webhook, 3);
    const [one, two] = await scene.claim({ limit: 2 });
    assert.ok(one && two);
    const until = scene.now + 30_000;
    await scene.fail(one, scene.now, { blockWebhookUntil: until });
    await scene.succeed(two);
    assert.deepEqual(await scene.claimIds(), []);
    await assertNextDue(scene, until);
    scene.now = until;
    assert.deepEqual((await scene.claimIds()).toSorted(), [ids[0], ids[2]].sort());
  });

  test('nothing is next where nothing waits', async (scene) => {
    const webhook = await scene.register();
    assert.equal(await scene.store.nextDueAt(scene.now), null);
    await scene.publishOne(webhook);
    const next = await scene.store.nextDueAt(scene.now);
    assert.ok(next === null ? !scene.store.seesAllWork : next <= scene.now);
    await scene.succeed(await scene.claimOne());
    assert.equal(await scene.store.nextDueAt(scene.now), null);
  });
}
