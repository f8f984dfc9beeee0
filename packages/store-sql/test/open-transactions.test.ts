import type { ClaimedDelivery, StoredWebhook } from '@hookwright/core';
import { newBatch } from '@hookwright/testing';
import { describe, it } from 'vitest';
import { databaseKinds } from './databases/database-kinds.ts';
import { DatabaseScene } from './databases/database-scene.ts';
import { describeDatabases } from './databases/describe-databases.ts';
import type { HostTransaction } from './databases/test-database.ts';

// SQLite has one writer at a time.
const kinds = (await databaseKinds()).filter(({ name }) => name !== 'SQLite');

interface Stage {
  readonly scene: DatabaseScene;
  /** It has sent before: its version is stored. */
  readonly known: StoredWebhook;
  /** The transaction brings the first of it. */
  readonly fresh: StoredWebhook;
  readonly claims: readonly ClaimedDelivery[];
}

/** What a host has done in its transaction and not committed. */
const leftOpen: readonly { readonly what: string; do(stage: Stage, host: HostTransaction): Promise<unknown> }[] = [
  {
    what: 'has published',
    do: ({ scene, known, fresh }, { handle: transaction }) =>
      scene.enqueue(newBatch([{ webhook: known }, { webhook: fresh }], { now: scene.now }), { transaction }),
  },
  {
    what: 'has published with a key',
    do: ({ scene, known, fresh }, { handle: transaction }) => {
      const batch = newBatch([{ webhook: known }, { webhook: fresh }], { now: scene.now, idempotencyKey: 'theirs' });
      return scene.enqueue(batch, { transaction });
    },
  },
  {
    what: 'has registered a webhook',
    do: ({ scene }, { handle: transaction }) => scene.register({ tenant: 'theirs' }, { transaction }),
  },
];

/** What others do meanwhile. */
const meanwhile: readonly { readonly what: string; do(stage: Stage): Promise<unknown> }[] = [
  { what: 'publishes to the same webhook', do: publishOften },
  { what: 'publishes to a webhook that never sent', do: ({ scene, fresh }) => scene.publish(fresh) },
  {
    what: 'publishes in another transaction',
    do: async ({ scene, known, fresh }) => {
      const { handle: transaction, commit } = await scene.begin();
      const parts = [{ webhook: known }, { webhook: fresh }];
      await scene.enqueue(newBatch(parts, { now: scene.now, idempotencyKey: 'mine' }), { transaction });
      await commit();
    },
  },
  {
    what: 'registers a webhook of another tenant in another transaction',
    do: async ({ scene }) => {
      const { handle: transaction, commit } = await scene.begin();
      await scene.register({ tenant: 'mine' }, { transaction });
      await commit();
    },
  },
  { what: 'registers a webhook of another tenant', do: ({ scene }) => scene.register({ tenant: 'mine' }) },
  { what: 'claims', do: ({ scene }) => scene.claim() },
  { what: 'settles a success', do: ({ scene, claims }) => scene.succeed(claims[0] as ClaimedDelivery) },
  { what: 'settles a failure', do: ({ scene, claims }) => scene.fail(claims[0] as ClaimedDelivery, scene.now + 5_000) },
  {
    what: 'renews',
    do: ({ scene, claims }) => {
      const leases = claims.map(({ delivery, lease }) => ({ deliveryId: delivery.id, lease }));
      return scene.store.renew(leases, scene.now, 60_000);
    },
  },
  { what: 'pauses and resumes the same webhook', do: pauseAndResume },
  { what: 'deletes the same webhook', do: ({ scene, known }) => scene.delete(known) },
  { what: 'prunes', do: ({ scene }) => scene.store.prune(scene.now + 1, 100) },
  { what: 'ends what was held for too long', do: ({ scene }) => scene.store.expireHeld(scene.now + 1, scene.now, 100) },
  { what: 'lists', do: ({ scene }) => scene.list() },
];

describeDatabases(kinds, (database) => {
  describe.each(leftOpen)('while a transaction that $what stays open', ({ do: leave }) => {
    it.each(meanwhile)('nobody who $what waits for it', async ({ do: act }) => {
      await using scene = await DatabaseScene.open(database());
      const [known, fresh, done] = [await scene.register(), await scene.register(), await scene.register()];
      await scene.publish(done);
      await scene.succeed(await scene.claimOne());
      await scene.publish(known, 4);
      const stage = { scene, known, fresh, claims: await scene.claim({ limit: 2 }) };
      const host = await scene.begin();
      await leave(stage, host);
      // Who waits is told after a second, and in the end rejects.
      await act(stage);
      await host.commit();
    });
  });
});

/** Ids are chance: what is locked besides those of the transaction is met sooner or later. */
async function publishOften({ scene, known }: Stage): Promise<void> {
  for (let count = 0; count < 8; count += 1) await scene.publish(known, 2);
}

async function pauseAndResume({ scene, known }: Stage): Promise<void> {
  const paused = await scene.setStatus(known, 'paused');
  await scene.setStatus(paused, 'active');
}
