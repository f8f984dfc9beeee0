import assert from 'node:assert/strict';
import type { WebhookStore } from '@hookwright/core';
import { assertRejects } from '../assert-rejects.ts';
import { newBatch, newPayload, newWebhook } from './store-fixtures.ts';
import type { StoreTest } from './store-test.ts';

/** How a host's transaction is had on a store's database. */
export interface TransactionSupport<Tx> {
  /** Opens one as a host does, on the host's own connection. */
  begin(store: WebhookStore<Tx>): Promise<Tx>;
  commit(transaction: Tx): Promise<void>;
  rollback(transaction: Tx): Promise<void>;
}

/** For a store that takes the host's transactions. */
export function transactionTests<Tx>(test: StoreTest<Tx>, support: TransactionSupport<Tx>): void {
  test('deliveries are there if and when the transaction commits (DE-1)', async (scene) => {
    const webhook = await scene.register();
    const transaction = await support.begin(scene.store);
    const { deliveryIds } = await scene.enqueue(newBatch([{ webhook }, { webhook }]), { transaction });
    assert.deepEqual(await scene.claimIds({ by: scene.other }), []);
    await support.commit(transaction);
    assert.deepEqual(await scene.claimIds({ by: scene.other }), deliveryIds);
  });

  test('a rollback leaves nothing: no delivery, no piece, no key', async (scene) => {
    const webhook = await scene.register();
    const payload = newPayload();
    const transaction = await support.begin(scene.store);
    const batch = newBatch([{ webhook, payloads: [payload] }], { idempotencyKey: 'k' });
    await scene.enqueue(batch, { transaction });
    await support.rollback(transaction);
    assert.deepEqual(await scene.claimIds(), []);
    assert.deepEqual((await scene.list()).items, []);
    const reuse = newBatch([{ webhook, payloads: [payload] }], { payloads: [] });
    await assertRejects(() => scene.enqueue(reuse), 'NOT_FOUND');
    const { deliveryIds } = await scene.enqueue(newBatch([{ webhook }], { idempotencyKey: 'k' }));
    assert.deepEqual(await scene.claimIds(), deliveryIds);
  });

  test('a batch that fails inside a transaction leaves the transaction usable', async (scene) => {
    const webhook = await scene.register();
    const transaction = await support.begin(scene.store);
    const broken = newBatch([{ webhook }, { webhook }], { payloads: [] });
    await assertRejects(() => scene.enqueue(broken, { transaction }), 'NOT_FOUND');
    const { deliveryIds } = await scene.enqueue(newBatch([{ webhook }]), { transaction });
    await support.commit(transaction);
    assert.deepEqual(await scene.claimIds(), deliveryIds);
  });

  test('a registration inside a transaction is seen inside alone, until the commit', async (scene) => {
    const { revision: before } = await scene.register();
    const transaction = await support.begin(scene.store);
    const call = { transaction };
    const webhook = await scene.register({}, call);
    assert.deepEqual(await scene.store.getWebhook('acme', webhook.id, call), webhook);
    assert.equal(await scene.store.tenantRevision('acme', call), webhook.revision);
    assert.deepEqual((await scene.store.webhooksSince('acme', before, call)).webhooks, [webhook]);
    assert.equal(await scene.other.getWebhook('acme', webhook.id, {}), null);
    assert.equal(await scene.other.tenantRevision('acme', {}), before);
    assert.deepEqual((await scene.other.webhooksSince('acme', before, {})).webhooks, []);
    await support.commit(transaction);
    assert.deepEqual(await scene.other.getWebhook('acme', webhook.id, {}), webhook);
    assert.equal(await scene.other.tenantRevision('acme', {}), webhook.revision);
  });

  test('a registration that is rolled back was never there', async (scene) => {
    const transaction = await support.begin(scene.store);
    const lost = await scene.register({}, { transaction });
    await support.rollback(transaction);
    assert.equal(await scene.store.getWebhook('acme', lost.id, {}), null);
    const { webhooks } = await scene.store.webhooksSince('acme', 0, {});
    assert.deepEqual(webhooks, []);
  });

  test('a key and a count of a transaction that is rolled back were never there', async (scene) => {
    const call = { now: scene.now, maxWebhooks: 1, creation: { key: 'k', digest: 'd' } };
    const create = (webhook: ReturnType<typeof newWebhook>, transaction?: Tx) =>
      scene.store.saveWebhooks([{ webhook, expectedRevision: null }], { ...call, transaction });
    const lost = await support.begin(scene.store);
    assert.equal((await create(newWebhook(), lost)).status, 'saved');
    assert.equal((await create(newWebhook(), lost)).status, 'repeated');
    const other = { ...call, creation: undefined, transaction: lost };
    const insert = () => scene.store.saveWebhooks([{ webhook: newWebhook(), expectedRevision: null }], other);
    await assertRejects(insert, 'TENANT_FULL');
    await support.rollback(lost);
    const kept = await support.begin(scene.store);
    const webhook = newWebhook();
    assert.equal((await create(webhook, kept)).status, 'saved');
    await support.commit(kept);
    const repeat = await create(newWebhook());
    assert.equal(repeat.status === 'repeated' ? repeat.webhook.id : repeat.status, webhook.id);
  });

  test('a status that is rolled back holds nothing, though its revision is given again', async (scene) => {
    const webhook = await scene.register();
    await scene.publishOne(webhook);
    await scene.succeed(await scene.claimOne());
    const transaction = await support.begin(scene.store);
    const { revision: expectedRevision, ...unrevised } = webhook;
    await scene.save({ ...unrevised, status: 'paused' }, expectedRevision, { transaction });
    await support.rollback(transaction);
    const moved = await scene.change(webhook, { url: 'https://moved.test/hook' });
    const id = await scene.publishOne(moved);
    const claim = await scene.claimOne();
    assert.deepEqual([claim.delivery.id, claim.webhook.url, claim.webhook.status], [id, moved.url, 'active']);
  });

  test('calls at once in one transaction do not undo each other', async (scene) => {
    const webhook = await scene.register();
    const transaction = await support.begin(scene.store);
    const broken = newBatch([{ webhook }, { webhook }], { payloads: [] });
    const [failed, first, second] = await Promise.allSettled(
      [broken, newBatch([{ webhook }]), newBatch([{ webhook }])].map((batch) => scene.enqueue(batch, { transaction })),
    );
    await support.commit(transaction);
    assert.equal(failed?.status, 'rejected');
    assert.ok(first?.status === 'fulfilled' && second?.status === 'fulfilled');
    assert.deepEqual(
      (await scene.claimIds()).toSorted(),
      [...first.value.deliveryIds, ...second.value.deliveryIds].toSorted(),
    );
  });

  test('a webhook and a delivery to it commit together', async (scene) => {
    const transaction = await support.begin(scene.store);
    const webhook = await scene.register({}, { transaction });
    const { deliveryIds } = await scene.enqueue(newBatch([{ webhook }]), { transaction });
    await support.commit(transaction);
    assert.deepEqual(await scene.claimIds(), deliveryIds);
  });
}

/** For a store that has no transactions. */
export function noTransactionTests<Tx>(test: StoreTest<Tx>): void {
  test('a transaction is refused rather than ignored', async (scene) => {
    const webhook = await scene.register();
    // Whatever a host may pass: this store has no use for it.
    const call = { transaction: {} as Tx };
    const refuses = (act: () => unknown) => assertRejects(act, 'TRANSACTION_UNSUPPORTED');
    const order = [{ field: 'id', direction: 'asc' }] as const;
    const query = { tenant: 'acme', order, after: null, limit: 1, includeDeleted: false };
    await refuses(() => scene.save(newWebhook(), null, call));
    await refuses(() => scene.store.getWebhook('acme', webhook.id, call));
    await refuses(() => scene.store.listWebhooks(query, call));
    await refuses(() => scene.store.tenantRevision('acme', call));
    await refuses(() => scene.store.webhooksSince('acme', 0, call));
    await refuses(() => scene.enqueue(newBatch([{ webhook }]), call));
    assert.equal((await scene.list()).items.length, 0);
  });
}
