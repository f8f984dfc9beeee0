import { WebhookError, type WebhookStore } from '@hookwright/core';
import { newBatch } from '@hookwright/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mysqlStore } from '../src/mysql.ts';
import { postgresStore } from '../src/postgres.ts';
import { type ConflictPlan, conflicting, mariadbDeadlock, postgresConflict } from './databases/conflicting-pool.ts';
import { DatabaseScene } from './databases/database-scene.ts';
import { mariadbDatabase } from './databases/mariadb-database.ts';
import { postgresDatabase } from './databases/postgres-database.ts';
import type { TestDatabase } from './databases/test-database.ts';
import { findMariadb, noMariadb } from './servers/mariadb-server.ts';
import { findPostgres, noPostgres } from './servers/postgres-server.ts';

const leaseMs = 10_000;
const postgres = await findPostgres();
const mariadb = await findMariadb();
afterAll(() => Promise.all([postgres?.close(), mariadb?.close()]));

/** A store whose statements fail by plan. */
interface Staged {
  readonly database: TestDatabase;
  readonly store: WebhookStore<unknown>;
  readonly plan: ConflictPlan;
}

async function onPostgres(): Promise<Staged> {
  const database = await postgresDatabase(postgres?.connection ?? {});
  const plan = { left: Number.POSITIVE_INFINITY, failed: 0 };
  const pool = conflicting(database.pool, plan, postgresConflict);
  const store = postgresStore({ pool, schema: database.schema, listen: false }) as WebhookStore<unknown>;
  return { database, plan, store };
}

async function onMariadb(): Promise<Staged> {
  const database = await mariadbDatabase(mariadb?.url ?? '');
  const plan = { left: Number.POSITIVE_INFINITY, failed: 0 };
  const pool = conflicting(database.pool, plan, mariadbDeadlock);
  return { database, plan, store: mysqlStore({ pool }) as WebhookStore<unknown> };
}

interface Operation {
  readonly name: string;
  prepare(
    scene: DatabaseScene,
    store: WebhookStore<unknown>,
  ): Promise<{ run(): Promise<unknown>; check(): Promise<void> }>;
}

const operations: readonly Operation[] = [
  {
    name: 'a publish',
    prepare: async (scene, store) => {
      const batch = newBatch([{ webhook: await scene.register() }, { webhook: await scene.register() }], {
        now: scene.now,
      });
      return {
        run: () => store.enqueue(batch, {}),
        check: async () =>
          expect((await scene.claimIds()).toSorted()).toEqual(batch.deliveries.map(({ id }) => id).sort()),
      };
    },
  },
  {
    name: 'a publish with an idempotency key',
    prepare: async (scene, store) => {
      const batch = newBatch([{ webhook: await scene.register() }], { now: scene.now, idempotencyKey: 'k' });
      return {
        run: () => store.enqueue(batch, {}),
        check: async () => expect(await scene.claimIds()).toEqual(batch.deliveries.map(({ id }) => id)),
      };
    },
  },
  {
    name: 'a registration',
    prepare: async (scene, store) => {
      const { revision: _, ...webhook } = { ...(await scene.register()), id: scene.id() };
      return {
        run: () => scene.save(webhook, null, { by: store }),
        check: async () => expect(await scene.store.getWebhook('acme', webhook.id, {})).toMatchObject(webhook),
      };
    },
  },
  {
    name: 'a pause',
    prepare: async (scene, store) => {
      const { revision: expectedRevision, ...webhook } = await scene.register();
      const ids = await scene.publish({ ...webhook, revision: expectedRevision }, 2);
      return {
        run: () => scene.save({ ...webhook, status: 'paused' }, expectedRevision, { by: store }),
        check: async () => {
          const deliveries = await Promise.all(ids.map((id) => scene.delivery(webhook, id)));
          expect(deliveries.map(({ status }) => status)).toEqual(['held', 'held']);
        },
      };
    },
  },
  {
    name: 'a claim',
    prepare: async (scene, store) => {
      const webhook = await scene.register();
      const ids = await scene.publish(webhook, 3);
      return {
        run: async () => expect(await scene.claimIds({ by: store, leaseMs })).toEqual(ids),
        check: async () => expect(await scene.claimIds()).toEqual([]),
      };
    },
  },
  {
    name: 'a settlement',
    prepare: async (scene, store) => {
      const webhook = await scene.register();
      const id = await scene.publishOne(webhook);
      const claim = await scene.claimOne({ leaseMs });
      const attempt = scene.attempt(claim, { status: 500, code: 'HTTP_500', message: 'answered 500' });
      const settlement = scene.settlement(claim, { attempt, next: { status: 'exhausted', code: 'HTTP_500' } });
      return {
        run: async () => expect(await store.settle([settlement], scene.now)).toMatchObject([{ settled: true }]),
        check: async () => expect(await scene.store.listAttempts('acme', id)).toEqual([attempt]),
      };
    },
  },
  {
    name: 'a renewal',
    prepare: async (scene, store) => {
      const webhook = await scene.register();
      await scene.publishOne(webhook);
      const { delivery, lease } = await scene.claimOne({ leaseMs });
      scene.now += leaseMs - 1;
      return {
        run: async () =>
          expect(await store.renew([{ deliveryId: delivery.id, lease }], scene.now, leaseMs)).toEqual([]),
        check: async () => {
          scene.now += leaseMs - 1;
          expect(await scene.claimIds()).toEqual([]);
        },
      };
    },
  },
  {
    name: 'pruning',
    prepare: async (scene, store) => {
      const webhook = await scene.register();
      await scene.publish(webhook, 3);
      for (const claim of await scene.claim()) await scene.succeed(claim);
      return {
        run: async () => expect(await store.prune(scene.now + 1, 100)).toBe(3),
        check: async () => expect((await scene.rowCounts()).hookwright_payloads).toBe(undefined),
      };
    },
  },
  {
    name: 'the end of what was held for too long',
    prepare: async (scene, store) => {
      const webhook = await scene.register();
      await scene.publish(webhook, 2);
      await scene.setStatus(webhook, 'paused');
      return {
        run: async () => expect(await store.expireHeld(scene.now + 1, scene.now + 1, 100)).toHaveLength(2),
        check: async () => expect((await scene.list({ statuses: ['exhausted'] })).items).toHaveLength(2),
      };
    },
  },
];

const missing = { postgres: postgres === null ? noPostgres : null, mariadb: mariadb === null ? noMariadb : null };

describe.each([
  {
    name: 'a serialization failure or a deadlock of PostgreSQL',
    reason: missing.postgres,
    open: onPostgres,
    conflict: postgresConflict,
  },
  { name: 'a deadlock of MariaDB', reason: missing.mariadb, open: onMariadb, conflict: mariadbDeadlock },
])('$name', { timeout: 30_000 }, ({ reason, open, conflict }) => {
  const test = reason === null ? it : it.skip;
  const why = reason === null ? '' : `: ${reason}`;

  let staged: Staged;
  let scene: DatabaseScene;

  beforeAll(async () => {
    staged = await open();
    scene = await DatabaseScene.open(staged.database);
    await staged.store.open();
  });

  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
    await staged.store.close();
    await staged.database.close();
  });

  test.each(operations)(
    `at any statement of $name: it is done again as a whole, and once${why}`,
    async ({ prepare }) => {
      const { plan, store } = staged;
      for (let statement = 0, hasFailed = true; hasFailed; statement += 1) {
        await scene.reset();
        const { run, check } = await prepare(scene, store);
        Object.assign(plan, { left: statement, failed: 0 });
        await run();
        hasFailed = plan.failed > 0;
        plan.left = Number.POSITIVE_INFINITY;
        await check();
      }
    },
  );

  test(`in a host’s transaction is not tried again, and may be by the host${why}`, async () => {
    const { database, store } = staged;
    for (let statement = 0, hasFailed = true; hasFailed; statement += 1) {
      await scene.reset();
      const webhook = await scene.register();
      const before = await scene.rowCounts();
      const host = await database.begin();
      const plan = { left: statement, failed: 0 };
      const transaction = conflicting(host.handle as object, plan, conflict);
      const outcome = await store.enqueue(newBatch([{ webhook }]), { transaction }).then(
        () => null,
        (error: unknown) => error,
      );
      await host.rollback();
      expect(await scene.rowCounts()).toEqual(before);
      hasFailed = plan.failed > 0;
      if (!hasFailed) continue;
      expect(WebhookError.is(outcome)).toBe(true);
      expect(outcome).toMatchObject({ retryable: true });
    }
  });
});

describe('PostgreSQL whose default is serializable', () => {
  const test = postgres === null ? it.skip : it;
  test(`workers and publishers at once lose nothing${missing.postgres === null ? '' : `: ${missing.postgres}`}`, async () => {
    const database = await postgresDatabase(postgres?.connection ?? {});
    const options = '-c default_transaction_isolation=serializable';
    const pool = new pg.Pool({ ...postgres?.connection, options });
    const stores = Array.from({ length: 3 }, () =>
      postgresStore({ pool, schema: database.schema, listen: false }),
    ) as unknown as readonly WebhookStore<unknown>[];
    try {
      await using scene = await DatabaseScene.open(database);
      const webhooks = await Promise.all(Array.from({ length: 4 }, () => scene.register()));
      const published: string[] = [];
      const done: string[] = [];
      let isPublishing = true;
      const publish = async () => {
        while (published.length < 100) {
          const client = await pool.connect();
          try {
            await client.query('BEGIN');
            const batch = newBatch(
              webhooks.map((webhook) => ({ webhook })),
              { now: scene.now },
            );
            await (stores[0] as WebhookStore<unknown>).enqueue(batch, { transaction: client });
            await client.query('COMMIT');
            published.push(...batch.deliveries.map(({ id }) => id));
          } catch (error) {
            // As a host at this level does: it begins again.
            await client.query('ROLLBACK');
            if (!(WebhookError.is(error) ? error.retryable : (error as pg.DatabaseError).code === '40001')) throw error;
          } finally {
            client.release();
          }
        }
      };
      const work = async (by: WebhookStore<unknown>) => {
        for (;;) {
          const wasPublishing = isPublishing;
          const claims = await scene.claim({ by, limit: 10 });
          const results = await by.settle(
            claims.map((claim) => scene.settlement(claim)),
            scene.now,
          );
          for (const { deliveryId, settled } of results) if (settled) done.push(deliveryId);
          if (claims.length === 0 && !wasPublishing) return;
        }
      };
      const workers = stores.map(work);
      await Promise.all([publish(), publish()]).finally(() => {
        isPublishing = false;
      });
      await Promise.all(workers);
      for (const claim of await scene.claim({ limit: 1_000, perWebhookConcurrency: 1_000 }))
        done.push(claim.delivery.id);
      expect(done.toSorted()).toEqual(published.toSorted());
    } finally {
      for (const store of stores) await store.close();
      await pool.end();
      await database.close();
    }
  });
});
