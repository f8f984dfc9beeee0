import { WebhookError } from '@hookwright/core';
import { newBatch, newPayload, StoreScene } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';
import { type MemoryStoreOptions, memoryStore } from '../src/index.ts';

function newScene(options?: MemoryStoreOptions) {
  return new StoreScene(memoryStore(options));
}

async function codeOf(call: Promise<unknown>): Promise<unknown> {
  const error = await call.then(
    () => null,
    (cause: unknown) => cause,
  );
  return WebhookError.is(error) ? { code: error.code, retryable: error.retryable } : error;
}

const full = { code: 'STORE_FULL', retryable: true };

describe('maxDeliveries', () => {
  it('takes no more work than it keeps, and says what to do', async () => {
    const scene = newScene({ maxDeliveries: 3 });
    const webhook = await scene.register();
    const ids = await scene.publish(webhook, 2);
    const batch = newBatch([{ webhook }, { webhook }], { idempotencyKey: 'k' });
    expect(await codeOf(scene.enqueue(batch))).toEqual(full);
    await expect(scene.enqueue(batch)).rejects.toThrow(/at most 3 deliveries.* room for 2 more.*maxDeliveries/);
    expect((await scene.list()).items.map(({ id }) => id)).toEqual(ids);
    // The refused batch left no key: once there is room, it is taken.
    for (const claim of await scene.claim()) await scene.succeed(claim);
    expect((await scene.enqueue(batch)).deliveryIds).toEqual(batch.deliveries.map(({ id }) => id));
  });

  it('drops succeeded and cancelled ones to make room, the oldest first', async () => {
    const scene = newScene({ maxDeliveries: 4 });
    const webhook = await scene.register();
    const [first, second, third] = await scene.publish(webhook, 3);
    const claims = await scene.claim();
    for (const id of [second, first, third]) {
      scene.now += 1;
      for (const claim of claims) if (claim.delivery.id === id) await scene.succeed(claim);
    }
    const deleted = await scene.register();
    const cancelled = await scene.publishOne(deleted);
    await scene.delete(deleted);
    const kept = async () => (await scene.list()).items.map(({ id }) => id);
    expect(await kept()).toEqual([first, second, third, cancelled]);
    const one = await scene.publishOne(webhook);
    expect(await kept()).toEqual([first, third, cancelled, one]);
    const more = await scene.publish(webhook, 3);
    expect(await kept()).toEqual([one, ...more]);
    expect(await codeOf(scene.publish(webhook))).toEqual(full);
  });

  it('never drops what waits, is held, is under way or is exhausted', async () => {
    const scene = newScene({ maxDeliveries: 4 });
    const webhook = await scene.register({ settings: { perWebhookConcurrency: 2 } });
    await scene.publish(webhook, 3);
    const [claim] = await scene.claim();
    if (claim !== undefined) await scene.exhaust(claim);
    await scene.publish(await scene.register({ status: 'paused' }));
    const statuses = async () => (await scene.list()).items.map(({ status }) => status);
    expect(await statuses()).toEqual(['exhausted', 'sending', 'pending', 'held']);
    expect(await codeOf(scene.publish(webhook))).toEqual(full);
    expect(await statuses()).toEqual(['exhausted', 'sending', 'pending', 'held']);
    expect(await scene.store.prune(scene.now + 1, 10)).toBe(1);
    await scene.publish(webhook);
    expect(await statuses()).toEqual(['sending', 'pending', 'held', 'pending']);
  });

  it('refuses a batch that it could never hold', async () => {
    const scene = newScene({ maxDeliveries: 2 });
    const webhook = await scene.register();
    expect(await codeOf(scene.publish(webhook, 3))).toEqual(full);
    await scene.publish(webhook, 2);
  });

  it('resends what it drops to make room for it', async () => {
    const scene = newScene({ maxDeliveries: 1 });
    const webhook = await scene.register();
    const payload = newPayload('"entity":{"kept":true}');
    await scene.enqueue(newBatch([{ webhook, payloads: [payload] }]));
    const first = await scene.claimOne();
    await scene.succeed(first);
    const overrides = { resendOf: first.delivery.id };
    await scene.enqueue(newBatch([{ webhook, payloads: [payload], overrides }], { payloads: [], webhookVersions: [] }));
    expect((await scene.claimOne()).payloadTexts).toEqual([payload.text]);
    expect((await scene.list()).total).toBe(1);
  });

  it('answers a known idempotency key even when it is full', async () => {
    const scene = newScene({ maxDeliveries: 1 });
    const webhook = await scene.register();
    const batch = newBatch([{ webhook }], { idempotencyKey: 'k' });
    const result = await scene.enqueue(batch);
    expect(await scene.enqueue(batch)).toEqual(result);
  });

  it('forgets an idempotency key with the last delivery of its batch', async () => {
    const scene = newScene();
    const webhook = await scene.register();
    const { deliveryIds } = await scene.enqueue(newBatch([{ webhook }, { webhook }], { idempotencyKey: 'k' }));
    const claims = await scene.claim();
    for (const claim of claims) await scene.succeed(claim);
    const again = () => scene.enqueue(newBatch([{ webhook }], { idempotencyKey: 'k' }));
    expect(await scene.store.prune(scene.now + 1, 1)).toBe(1);
    expect((await again()).deliveryIds).toEqual(deliveryIds);
    expect(await scene.store.prune(scene.now + 1, 1)).toBe(1);
    expect((await again()).deliveryIds).not.toEqual(deliveryIds);
  });
});

describe('retention', () => {
  it('prunes the oldest first, exhausted and succeeded ones alike', async () => {
    const scene = newScene();
    const webhook = await scene.register();
    await scene.publish(webhook, 4);
    const finished: string[] = [];
    for (const [index, claim] of (await scene.claim()).toReversed().entries()) {
      scene.now += 1;
      if (index % 2) await scene.succeed(claim);
      else await scene.exhaust(claim);
      finished.unshift(claim.delivery.id);
    }
    const kept = async () => (await scene.list()).items.map(({ id }) => id);
    for (let count = 4; count > 0; count -= 1) {
      expect(await kept()).toEqual(finished.slice(0, count));
      expect(await scene.store.prune(scene.now + 1, 1)).toBe(1);
    }
  });

  it('counts how long a delivery is held from the pause on, whatever came after; the oldest ends first', async () => {
    const scene = newScene();
    const webhook = await scene.register();
    const first = await scene.publishOne(webhook, { dueAt: scene.now + 60_000 });
    const second = await scene.publishOne(webhook);
    await scene.setStatus(webhook, 'paused');
    scene.now += 1_000;
    await scene.setStatus(webhook, 'disabled');
    const expire = async () => (await scene.store.expireHeld(scene.now, scene.now, 1)).map(({ id }) => id);
    expect([await expire(), await expire(), await expire()]).toEqual([[first], [second], []]);
  });
});

describe('answers at once', () => {
  it('needs no promise for what a publish that nobody listens to asks', async () => {
    const store = memoryStore();
    expect(store.tenantRevision('acme', {})).toBe(0);
    const { revision } = await new StoreScene(store).register();
    expect(store.tenantRevision('acme', {})).toBe(revision);
    expect(store.webhooksSince('acme', 0, {})).toMatchObject({ revision });
    expect(store.nextDueAt(0)).toBeNull();
    expect(store.clockOffsetMs()).toBe(0);
  });
});

describe('what is under way when its webhook is deleted', () => {
  it.each(['retried', 'given back', 'abandoned'])(
    'is cancelled when it is %s, though the webhook is restored',
    async (end) => {
      const scene = newScene();
      const webhook = await scene.register();
      const id = await scene.publishOne(webhook);
      const claim = await scene.claimOne({ leaseMs: 1_000 });
      await scene.delete(webhook);
      await scene.restore(webhook);
      const next = { status: 'pending', dueAt: scene.now } as const;
      if (end === 'retried') await scene.fail(claim, scene.now);
      if (end === 'given back') await scene.settle(claim, { attempt: null, next });
      scene.now += 1_000;
      expect(await scene.claim()).toEqual([]);
      expect(await scene.statuses(webhook, [id])).toEqual(['cancelled']);
    },
  );
});

describe('texts of a resend', () => {
  it('come from any delivery that still shows them', async () => {
    const scene = newScene();
    const webhook = await scene.register();
    const payloads = [newPayload(), newPayload()];
    const late = { dueAt: scene.now + 60_000 };
    const batch = newBatch([
      { webhook, payloads },
      { webhook, payloads: payloads.toReversed(), overrides: late },
    ]);
    await scene.enqueue(batch);
    const first = await scene.claimOne();
    await scene.succeed(first);
    await scene.store.prune(scene.now + 1, 10);
    const overrides = { resendOf: first.delivery.id };
    await scene.enqueue(newBatch([{ webhook, payloads, overrides }], { payloads: [], webhookVersions: [] }));
    const again = await scene.claimOne();
    expect(again.payloadTexts).toEqual(first.payloadTexts);
    expect(again.webhookText).toBe(first.webhookText);
  });

  it('are those of the revision that the first one showed', async () => {
    const scene = newScene();
    const webhook = await scene.register();
    const changed = { ...webhook, revision: webhook.revision + 1 };
    const parts = [webhook, webhook, webhook, changed, webhook, changed].map((part) => ({ webhook: part }));
    const { deliveries, webhookVersions, ...batch } = newBatch(parts);
    const versions = [webhook, changed].map(({ id, revision }) => ({ webhookId: id, revision, text: `v${revision}` }));
    const others = Array.from({ length: 5 }, () => ({ webhookId: scene.id(), revision: 1, text: 'other' }));
    await scene.enqueue({ ...batch, deliveries, webhookVersions: [...versions, ...others] });
    const texts = (await scene.claim()).map(({ webhookText }) => webhookText);
    expect(texts).toEqual(parts.map(({ webhook: { revision } }) => `v${revision}`));
  });
});

describe('clocks that differ', () => {
  it('claims by the clock of the worker that asks', async () => {
    const scene = newScene();
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook);
    const behind = scene.now - 5_000;
    expect(await scene.claimIds({ now: behind })).toEqual([]);
    expect(await scene.store.nextDueAt(behind)).toBe(scene.now);
    expect(await scene.claimIds()).toEqual([id]);
  });
});

describe('onWake', () => {
  it('tells other workers of a retry, so that they know when to look', async () => {
    const scene = newScene();
    const webhook = await scene.register();
    await scene.publishOne(webhook);
    const claim = await scene.claimOne();
    await Promise.resolve();
    let wakes = 0;
    scene.store.onWake(() => {
      wakes += 1;
    });
    await scene.fail(claim, scene.now + 5_000);
    await Promise.resolve();
    expect(wakes).toBe(1);
    expect(await scene.store.nextDueAt(scene.now)).toBe(scene.now + 5_000);
  });
});
