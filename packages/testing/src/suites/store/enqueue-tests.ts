import assert from 'node:assert/strict';
import { assertRejects } from '../assert-rejects.ts';
import { newBatch, newItem, newPayload } from './store-fixtures.ts';
import type { StoreTest } from './store-test.ts';

export function enqueueTests<Tx>(test: StoreTest<Tx>): void {
  test('a delivery is read back as it was enqueued', async (scene) => {
    const webhook = await scene.register();
    const payloads = [newPayload(), newPayload()];
    const overrides = { format: 'standard', dueAt: scene.now + 5_000, bodyId: scene.id() } as const;
    const batch = newBatch([{ webhook, payloads, overrides }], { now: scene.now });
    const [given] = batch.deliveries;
    assert.ok(given);
    assert.deepEqual(await scene.enqueue(batch), { deliveryIds: [given.id], notifications: 2 });
    assert.deepEqual(await scene.delivery(webhook, given.id), {
      id: given.id,
      tenant: 'acme',
      webhookId: webhook.id,
      status: 'pending',
      webhookRevision: webhook.revision,
      format: 'standard',
      items: payloads.map((payload) => newItem(payload, scene.now)),
      createdAt: scene.now,
      dueAt: scene.now + 5_000,
      attempts: 0,
      lastAttemptAt: null,
      finishedAt: null,
      code: null,
      resendOf: null,
      bodyId: overrides.bodyId,
    });
  });

  test('a result names every delivery in order and counts the notifications', async (scene) => {
    const one = await scene.register();
    const two = await scene.register();
    const shared = newPayload();
    const batch = newBatch([
      { webhook: one, payloads: [shared, newPayload()] },
      { webhook: two, payloads: [shared] },
      { webhook: one },
    ]);
    const deliveryIds = batch.deliveries.map(({ id }) => id);
    assert.deepEqual(await scene.enqueue(batch), { deliveryIds, notifications: 4 });
  });

  test('a batch of thousands is stored whole and in order', async (scene) => {
    const webhook = await scene.register();
    const batch = newBatch(Array.from({ length: 4_100 }, () => ({ webhook })));
    const { deliveryIds } = await scene.enqueue(batch);
    assert.equal(deliveryIds.length, 4_100);
    const first = await scene.list({ limit: 1_000 });
    assert.equal(first.total, 4_100);
    assert.deepEqual(
      first.items.map(({ id }) => id),
      deliveryIds.slice(0, 1_000),
    );
    const claims = await scene.claim({ limit: 1_000, perWebhookConcurrency: 1_000 });
    assert.deepEqual(
      claims.map(({ delivery, payloadTexts }) => [delivery.id, payloadTexts[0]]),
      batch.payloads.slice(0, 1_000).map(({ text }, index) => [deliveryIds[index], text]),
    );
  });

  test('a batch that fails leaves nothing', async (scene) => {
    const webhook = await scene.register();
    const good = newPayload();
    const missing = newPayload();
    const batch = newBatch([
      { webhook, payloads: [good] },
      { webhook, payloads: [good, missing] },
    ]);
    const broken = { ...batch, payloads: [good], idempotencyKey: 'failed' };
    await assertRejects(() => scene.enqueue(broken), 'NOT_FOUND');
    assert.deepEqual((await scene.list()).items, []);
    assert.deepEqual(await scene.claim(), []);
    // Nor the piece that it brought, nor its key.
    const reuse = { ...newBatch([{ webhook, payloads: [good] }], { idempotencyKey: 'failed' }), payloads: [] };
    await assertRejects(() => scene.enqueue(reuse), 'NOT_FOUND');
    const [retried] = batch.deliveries;
    const result = await scene.enqueue({ ...batch, idempotencyKey: 'failed' });
    assert.equal(result.deliveryIds[0], retried?.id);
  });

  test('a batch whose idempotency key is known changes nothing and gets the first result', async (scene) => {
    const webhook = await scene.register();
    const first = newBatch([{ webhook, payloads: [newPayload(), newPayload()] }], { idempotencyKey: 'import-7' });
    const result = await scene.enqueue(first);
    const second = newBatch([{ webhook }, { webhook }], { idempotencyKey: 'import-7' });
    assert.deepEqual(await scene.enqueue(second), result);
    assert.deepEqual(await scene.other.enqueue(first, {}), result);
    assert.deepEqual(await scene.claimIds(), result.deliveryIds);
  });

  test('of concurrent batches with one idempotency key one is stored, and all get its result', async (scene) => {
    const webhook = await scene.register();
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        (index % 2 ? scene.store : scene.other).enqueue(newBatch([{ webhook }], { idempotencyKey: 'once' }), {}),
      ),
    );
    const [first] = results;
    for (const result of results) assert.deepEqual(result, first);
    assert.deepEqual(await scene.claimIds(), first?.deliveryIds);
  });

  test('an idempotency key is one tenant’s own', async (scene) => {
    const ours = await scene.register();
    const theirs = await scene.register({ tenant: 'globex' });
    const keyed = (webhook: typeof ours) => scene.enqueue(newBatch([{ webhook }], { idempotencyKey: 'k' }));
    const results = [await keyed(ours), await keyed(theirs)];
    assert.deepEqual((await scene.claimIds()).toSorted(), results.flatMap(({ deliveryIds }) => deliveryIds).sort());
  });

  test('batches without an idempotency key are all stored', async (scene) => {
    const webhook = await scene.register();
    const ids = [await scene.publishOne(webhook), await scene.publishOne(webhook)];
    assert.deepEqual(await scene.claimIds(), ids);
  });

  test('a stored piece serves a resend, which brings none (DE-7)', async (scene) => {
    const webhook = await scene.register();
    const batch = newBatch([{ webhook, payloads: [newPayload(), newPayload()] }]);
    const { deliveryIds } = await scene.enqueue(batch);
    const first = await scene.claimOne();
    await scene.exhaust(first);
    const changed = await scene.change(webhook, { url: 'https://moved.test/' });
    const { items, bodyId, webhookRevision } = await scene.delivery(webhook, first.delivery.id);
    const resend = { id: scene.id(), items, bodyId, webhookRevision, resendOf: first.delivery.id };
    const again = newBatch([{ webhook, overrides: resend }], { payloads: [], webhookVersions: [] });
    assert.deepEqual(await scene.enqueue(again), { deliveryIds: [resend.id], notifications: 2 });
    const second = await scene.claimOne();
    assert.equal(second.delivery.resendOf, deliveryIds[0]);
    assert.equal(second.delivery.bodyId, bodyId);
    assert.equal(second.webhookText, first.webhookText);
    assert.deepEqual(second.payloadTexts, first.payloadTexts);
    assert.deepEqual(second.webhook, changed);
  });

  test('a tenant cannot send another’s piece', async (scene) => {
    const ours = await scene.register();
    const theirs = await scene.register({ tenant: 'globex' });
    const payload = newPayload();
    const { deliveryIds } = await scene.enqueue(newBatch([{ webhook: ours, payloads: [payload] }]));
    const overrides = { resendOf: deliveryIds[0] ?? null };
    const stolen = newBatch([{ webhook: theirs, payloads: [payload], overrides }], { payloads: [] });
    await assertRejects(() => scene.enqueue(stolen), 'NOT_FOUND');
  });

  test('a tenant cannot send to another’s webhook', async (scene) => {
    const ours = await scene.register();
    const batch = newBatch([{ webhook: ours }], { tenant: 'globex' });
    // Whether it is refused or never sent is the store's own choice.
    await scene.enqueue(batch).catch(() => {});
    assert.deepEqual(await scene.claim(), []);
    assert.deepEqual((await scene.list()).items, []);
  });
}
