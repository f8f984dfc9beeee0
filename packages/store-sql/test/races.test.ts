import type { ClaimedDelivery, StoredWebhook, WebhookStore } from '@hookwright/core';
import { newBatch, seededRandom, virtualClock } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';
import { databaseKinds } from './databases/database-kinds.ts';
import { DatabaseScene } from './databases/database-scene.ts';
import { describeDatabases } from './databases/describe-databases.ts';
import { untilTrue } from './until-true.ts';

const leaseMs = 10_000;

describeDatabases(await databaseKinds(), (database) => {
  describe('claimers that race', () => {
    it.each([1, 2, 3])('never share a delivery, nor pass a webhook’s concurrency (seed %i)', async (seed) => {
      await using scene = await DatabaseScene.open(database());
      const random = seededRandom(seed);
      const webhooks = await registerSome(scene);
      const published = new Set<string>();
      for (const webhook of webhooks) for (const id of await scene.publish(webhook, 30)) published.add(id);
      const stores = [scene.store, scene.other, await scene.another()];
      const done: string[] = [];
      const work = async (store: WebhookStore<unknown>) => {
        for (let empty = 0; empty < 3; ) {
          const limit = 1 + Math.floor(random.number() * 12);
          const claims = await scene.claim({ by: store, limit, perWebhookConcurrency: 4, leaseMs });
          empty = claims.length === 0 ? empty + 1 : 0;
          const results = await store.settle(
            claims.map((claim) => scene.settlement(claim)),
            scene.now,
          );
          for (const { deliveryId, settled } of results) if (settled) done.push(deliveryId);
          // What was claimed was nobody else's.
          expect(results.filter(({ settled }) => !settled)).toEqual([]);
        }
      };
      await Promise.all(stores.map(work));
      // One of them may have found nothing while the others had it all.
      for (const claim of await drainClaims(scene)) done.push(claim.delivery.id);
      expect(done.length).toBe(published.size);
      expect(new Set(done)).toEqual(published);
    });

    it('leave what they do not settle to one another, once', async () => {
      await using scene = await DatabaseScene.open(database());
      const [webhook] = await registerSome(scene);
      const ids = await scene.publish(webhook as StoredWebhook, 40);
      const claimAll = () =>
        Promise.all(
          [scene.store, scene.other, scene.store, scene.other].map((by) =>
            scene.claim({ by, limit: 15, perWebhookConcurrency: 1_000, leaseMs }),
          ),
        );
      for (let round = 0; round < 3; round += 1) {
        const claimed = (await claimAll()).flat().concat(await scene.claim({ perWebhookConcurrency: 1_000, leaseMs }));
        expect(claimed.map(({ delivery }) => delivery.id).sort()).toEqual([...ids].sort());
        scene.now += leaseMs;
      }
    });

    it('of settlements of one lease at once, one counts', async () => {
      await using scene = await DatabaseScene.open(database());
      const [webhook] = await registerSome(scene);
      const id = await scene.publishOne(webhook as StoredWebhook);
      const claim = await scene.claimOne();
      const settlement = scene.settlement(claim);
      const results = await Promise.all(
        [scene.store, scene.other, scene.store, scene.other].map((store) => store.settle([settlement], scene.now)),
      );
      expect(results.flat().filter(({ settled }) => settled)).toHaveLength(1);
      expect((await scene.delivery(webhook as StoredWebhook, id)).attempts).toBe(1);
    });
  });

  it('publishers that race share nothing they would wait for, and lose nothing', async () => {
    await using scene = await DatabaseScene.open(database());
    const [webhook] = (await registerSome(scene)) as [StoredWebhook];
    const stores = [scene.store, scene.other, await scene.another()];
    const ids = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const store = stores[index % stores.length] as WebhookStore<unknown>;
        const { deliveryIds } = await store.enqueue(newBatch([{ webhook }], { now: scene.now }), {});
        return deliveryIds[0] as string;
      }),
    );
    expect((await drainClaims(scene)).map(({ delivery }) => delivery.id).sort()).toEqual(ids.sort());
  });

  it('a batch with one idempotency key, published by many at once, is stored once', async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks } = scene.engine();
    await webhooks.registry.create({ url: 'https://receiver.test/', events: ['*'], insecure_ssl: false });
    const engines = [scene.engine(), scene.engine(), scene.engine(), scene.engine()];
    const receipts = await Promise.all(
      engines.map((engine) =>
        engine.webhooks.publish({ event: 'Account.Create', entity: { id: 1 } }, { idempotencyKey: 'once' }),
      ),
    );
    expect(new Set(receipts.map(({ deliveryIds }) => deliveryIds.join())).size).toBe(1);
    expect((await webhooks.deliveries.list()).items).toHaveLength(1);
  });

  it('a worker that wakes after its lease settles nothing; the other has sent the same bytes', async () => {
    await using scene = await DatabaseScene.open(database());
    const asleep = scene.engine({ dispatch: { leaseMs } });
    const awake = scene.engine({ dispatch: { leaseMs }, clock: virtualClock(asleep.clock.now() + leaseMs + 5_000) });
    const errors: string[] = [];
    asleep.webhooks.on('error', ({ code }) => void errors.push(code));
    await asleep.webhooks.registry.create({ url: 'https://receiver.test/', events: ['*'], insecure_ssl: false });
    const { deliveryIds } = await asleep.webhooks.publish({ event: 'Account.Create', entity: { id: 1 } });
    let answer: (status: number) => void = () => {};
    asleep.sender.respondOtherwise(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const drained = asleep.webhooks.drain();
    await untilTrue(() => asleep.sender.underWay === 1);
    await awake.webhooks.drain();
    answer(500);
    await drained;
    expect(errors).toEqual(['LEASE_LOST']);
    const [one, two] = [asleep.sender.requests, awake.sender.requests].map(([request]) => request);
    expect(two?.headers['webhook-id']).toBe(one?.headers['webhook-id']);
    expect(two?.text).toBe(one?.text);
    const [id = ''] = deliveryIds;
    expect(await awake.webhooks.deliveries.get(id)).toMatchObject({ status: 'succeeded', attempts: 1 });
    expect(await awake.webhooks.deliveries.attempts(id)).toHaveLength(1);
  });

  describe('clock steps', () => {
    it('backwards: a lease holds, and nothing is sent twice or lost', async () => {
      await using scene = await DatabaseScene.open(database());
      const [webhook] = (await registerSome(scene)) as [StoredWebhook];
      const [first = '', second = ''] = await scene.publish(webhook, 2);
      const claim = await scene.claimOne({ limit: 1 });
      scene.now -= 3_600_000;
      // Due in its future: not yet.
      expect(await scene.claimIds({ by: scene.other })).toEqual([]);
      expect((await scene.succeed(claim)).settled).toBe(true);
      expect((await scene.delivery(webhook, first)).status).toBe('succeeded');
      const early = await scene.publishOne(webhook);
      expect(await scene.claimIds({ by: scene.other })).toEqual([early]);
      // And a little: a worker that has been here before looks back at what was skipped a few seconds later.
      scene.now += 3_610_000;
      expect((await scene.claimIds()).toSorted()).toEqual([early, second].sort());
    });

    it('forwards: leases end early, the fence refuses the first holder', async () => {
      await using scene = await DatabaseScene.open(database());
      const [webhook] = (await registerSome(scene)) as [StoredWebhook];
      const id = await scene.publishOne(webhook);
      const late = await scene.claimOne({ leaseMs });
      scene.now += 86_400_000;
      const claim = await scene.claimOne({ by: scene.other, leaseMs });
      expect(await scene.store.renew([{ deliveryId: id, lease: late.lease }], scene.now, leaseMs)).toHaveLength(1);
      expect((await scene.succeed(late)).settled).toBe(false);
      // Back to where it should be: the second lease is in force.
      scene.now -= 86_400_000;
      expect(await scene.claimIds()).toEqual([]);
      expect((await scene.succeed(claim)).settled).toBe(true);
    });

    it('the clock of the database is told', async () => {
      await using scene = await DatabaseScene.open(database());
      expect(Math.abs(await scene.store.clockOffsetMs())).toBeLessThan(2_000);
    });
  });
});

async function registerSome(scene: DatabaseScene): Promise<readonly StoredWebhook[]> {
  const settings = [{}, {}, { perWebhookConcurrency: 2 }, { ordering: 'strict' as const }];
  return Promise.all(settings.map((own) => scene.register({ settings: own })));
}

async function drainClaims(scene: DatabaseScene): Promise<readonly ClaimedDelivery[]> {
  const all: ClaimedDelivery[] = [];
  for (;;) {
    const claims = await scene.claim({ limit: 1_000, perWebhookConcurrency: 1_000 });
    if (claims.length === 0) return all;
    all.push(...claims);
    await scene.store.settle(
      claims.map((claim) => scene.settlement(claim)),
      scene.now,
    );
  }
}
