import type { StoredWebhook } from '@hookwright/core';
import { newBatch, seededRandom } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';
import { databaseKinds } from './databases/database-kinds.ts';
import { DatabaseScene } from './databases/database-scene.ts';
import { describeDatabases } from './databases/describe-databases.ts';

// SQLite has one writer at a time: nothing else can happen while a transaction is open.
const kinds = (await databaseKinds()).filter(({ name }) => name !== 'SQLite');

describeDatabases(kinds, (database) => {
  describe('a commit that comes ten seconds after its publish', () => {
    it('is delivered, though everything around it has moved on', async () => {
      await using scene = await DatabaseScene.open(database());
      const [webhook, other] = [await scene.register(), await scene.register()];
      const host = await scene.begin();
      const batch = newBatch([{ webhook }, { webhook: other }], { now: scene.now });
      const { deliveryIds } = await scene.enqueue(batch, { transaction: host.handle });
      for (let second = 0; second < 10; second += 1) {
        scene.now += 1_000;
        const ids = [...(await scene.publish(webhook, 2)), await scene.publishOne(other)];
        const claims = [...(await scene.claim()), ...(await scene.claim({ by: scene.other }))];
        expect(claims.map(({ delivery }) => delivery.id).sort()).toEqual(ids.sort());
        for (const claim of claims) await scene.succeed(claim);
      }
      await host.commit();
      const claimed = [...(await scene.claimIds({ by: scene.other })), ...(await scene.claimIds())];
      expect(claimed.sort()).toEqual([...deliveryIds].sort());
    });

    it('after which nothing else happens is found by a worker that has long been looking', async () => {
      await using scene = await DatabaseScene.open(database());
      const webhook = await scene.register();
      const host = await scene.begin();
      const batch = newBatch([{ webhook }], { now: scene.now });
      const { deliveryIds } = await scene.enqueue(batch, { transaction: host.handle });
      for (let poll = 0; poll < 20; poll += 1) {
        scene.now += 500;
        expect(await scene.claimIds()).toEqual([]);
      }
      await host.commit();
      expect(await scene.store.nextDueAt(scene.now)).not.toBe(null);
      expect(await scene.claimIds()).toEqual(deliveryIds);
    });

    it('takes its place among what is unsent of a strict webhook (DE-5)', async () => {
      await using scene = await DatabaseScene.open(database());
      const webhook = await scene.register({ settings: { ordering: 'strict' } });
      const host = await scene.begin();
      const batch = newBatch([{ webhook }], { now: scene.now });
      const { deliveryIds } = await scene.enqueue(batch, { transaction: host.handle });
      const later: string[] = [];
      for (let second = 0; second < 10; second += 1) {
        scene.now += 1_000;
        later.push(await scene.publishOne(webhook));
        if (second < 5) await scene.succeed(await scene.claimOne());
      }
      const underWay = await scene.claimOne();
      await host.commit();
      await scene.succeed(underWay);
      const order: string[] = [];
      for (let left = 0; left < 5; left += 1) {
        const claim = await scene.claimOne();
        order.push(claim.delivery.id);
        await scene.succeed(claim);
      }
      expect([...order].sort()).toEqual([...deliveryIds, ...later.slice(6)].sort());
      expect(order.filter((id) => !deliveryIds.includes(id))).toEqual(later.slice(6));
      expect(order.indexOf(deliveryIds[0] as string)).toBeLessThan(4);
      expect(await scene.claimIds()).toEqual([]);
    });

    it('of a webhook that was paused, deleted or disabled meanwhile does as its status says', async () => {
      await using scene = await DatabaseScene.open(database());
      const [paused, deleted, active] = [await scene.register(), await scene.register(), await scene.register()];
      const host = await scene.begin();
      const parts = [paused, deleted, active].map((webhook) => ({ webhook }));
      const { deliveryIds } = await scene.enqueue(newBatch(parts, { now: scene.now }), { transaction: host.handle });
      const [heldId = '', cancelledId = '', sentId = ''] = deliveryIds;
      scene.now += 10_000;
      await scene.setStatus(paused, 'paused');
      await scene.delete(deleted);
      await host.commit();
      expect(await scene.claimIds()).toEqual([sentId]);
      expect((await scene.delivery(paused, heldId)).status).toBe('held');
      expect((await scene.delivery(deleted, cancelledId)).status).toBe('cancelled');
      await scene.setStatus(paused, 'active');
      expect(await scene.claimIds()).toEqual([heldId]);
    });
  });

  it.each([1, 2, 3])(
    'transactions that commit in any order while workers claim lose nothing (seed %i)',
    async (seed) => {
      await using scene = await DatabaseScene.open(database());
      const random = seededRandom(seed);
      const webhooks = [await scene.register(), await scene.register(), await scene.register()];
      const stores = [scene.store, scene.other, await scene.another()];
      const expected = new Set<string>();
      const arrived: string[] = [];
      const open: {
        readonly host: Awaited<ReturnType<typeof scene.begin>>;
        readonly ids: readonly string[];
      }[] = [];
      for (let step = 0; step < 120; step += 1) {
        const chance = random.number();
        if (chance < 0.4 && open.length < 6) {
          const host = await scene.begin();
          const parts = webhooks.slice(0, 1 + Math.floor(random.number() * 3)).map((webhook) => ({ webhook }));
          const batch = newBatch(parts, { now: scene.now });
          open.push({ host, ids: (await scene.enqueue(batch, { transaction: host.handle })).deliveryIds });
        } else if (chance < 0.7) {
          const [ended] = open.splice(Math.floor(random.number() * open.length), 1);
          if (ended !== undefined && random.number() < 0.3) await ended.host.rollback();
          else if (ended !== undefined) {
            await ended.host.commit();
            for (const id of ended.ids) expected.add(id);
          }
        } else if (chance < 0.75) {
          const outside = await scene.publish(webhooks[0] as StoredWebhook, 2);
          for (const id of outside) expected.add(id);
        } else {
          const by = stores[Math.floor(random.number() * stores.length)] ?? scene.store;
          for (const claim of await scene.claim({ by, limit: 1 + Math.floor(random.number() * 5) })) {
            arrived.push(claim.delivery.id);
            await scene.succeed(claim);
          }
        }
        scene.now += Math.floor(random.number() * 1_000);
      }
      for (const { host, ids } of open) {
        await host.commit();
        for (const id of ids) expected.add(id);
      }
      for (const by of stores) {
        for (const claim of await scene.claim({ by, limit: 1_000, perWebhookConcurrency: 1_000 }))
          arrived.push(claim.delivery.id);
      }
      expect(arrived).toHaveLength(expected.size);
      expect(new Set(arrived)).toEqual(expected);
    },
  );
});
