import { isDeepStrictEqual } from 'node:util';
import { type ClaimedDelivery, type StoredWebhook, WebhookError } from '@hookwright/core';
import { newBatch } from '@hookwright/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CuttableLine, mariadbLine, postgresLine } from './databases/cuttable-line.ts';
import { DatabaseScene } from './databases/database-scene.ts';
import type { Loss } from './servers/cutting-proxy.ts';
import { findMariadb, noMariadb } from './servers/mariadb-server.ts';
import { findPostgres, noPostgres } from './servers/postgres-server.ts';

const leaseMs = 10_000;
/** More exchanges than any operation has. */
const maxExchanges = 60;

/** What an operation does and how it shows. */
interface Operation {
  readonly name: string;
  /** Prepares it. @returns the operation, ready to be run, and what is to be seen of it from elsewhere */
  prepare(
    scene: DatabaseScene,
    line: CuttableLine,
  ): Promise<{
    run(): Promise<unknown>;
    /** A state that differs before and after it, and is the same after each run. */
    look(): Promise<unknown>;
  }>;
}

const postgres = await findPostgres();
const mariadb = await findMariadb();
afterAll(() => Promise.all([postgres?.close(), mariadb?.close()]));

const operations: readonly Operation[] = [
  {
    name: 'a registration',
    prepare: async (scene, { store }) => {
      const webhook = await scene.register();
      const { revision: _, ...added } = { ...webhook, id: scene.id() };
      return {
        run: () => scene.save(added, null, { by: store }),
        look: async () => {
          const { webhooks, revision } = await scene.store.webhooksSince('acme', 0, {});
          return { count: webhooks.length, isNewest: webhooks.at(-1)?.revision === revision };
        },
      };
    },
  },
  {
    name: 'a pause',
    prepare: async (scene, { store }) => {
      const webhook = await scene.register();
      const ids = await scene.publish(webhook, 3);
      const { revision: expectedRevision, ...rest } = webhook;
      const paused = { ...rest, status: 'paused' as const, statusSince: scene.now };
      return {
        run: () => scene.save(paused, expectedRevision, { by: store }),
        look: async () => ({
          status: (await scene.store.getWebhook('acme', webhook.id, {}))?.status,
          deliveries: await scene.statuses(webhook, ids),
        }),
      };
    },
  },
  {
    name: 'a deletion',
    prepare: async (scene, { store }) => {
      const webhook = await scene.register();
      const ids = await scene.publish(webhook, 3);
      const { revision: expectedRevision, ...rest } = webhook;
      const deleted = { ...rest, deletedAt: scene.now };
      return {
        run: () => scene.save(deleted, expectedRevision, { by: store }),
        look: async () => ({
          deletedAt: (await scene.store.getWebhook('acme', webhook.id, {}))?.deletedAt,
          deliveries: await scene.statuses(webhook, ids),
        }),
      };
    },
  },
  {
    name: 'a publish',
    prepare: async (scene, { store }) => {
      const [one, two] = [await scene.register(), await scene.register()];
      const batch = newBatch([{ webhook: one }, { webhook: two }, { webhook: one }], { now: scene.now });
      return {
        run: () => store.enqueue(batch, {}),
        look: async () => ({ listed: (await scene.list()).items.length, rows: await scene.rowCounts() }),
      };
    },
  },
  {
    name: 'a publish with an idempotency key',
    prepare: async (scene, { store }) => {
      const webhook = await scene.register();
      const batch = newBatch([{ webhook }, { webhook }], { now: scene.now, idempotencyKey: 'once' });
      return {
        run: () => store.enqueue(batch, {}),
        look: async () => ({ listed: (await scene.list()).items.length, rows: await scene.rowCounts() }),
      };
    },
  },
  {
    name: 'a claim',
    prepare: async (scene, { store }) => {
      const webhook = await scene.register();
      const ids = await scene.publish(webhook, 3);
      return {
        run: () => scene.claim({ by: store, leaseMs }),
        look: () => scene.statuses(webhook, ids),
      };
    },
  },
  {
    name: 'a renewal',
    prepare: async (scene, { store }) => {
      const webhook = await scene.register();
      await scene.publish(webhook, 3);
      const claims = await scene.claim({ leaseMs });
      const leases = claims.map(({ delivery, lease }) => ({ deliveryId: delivery.id, lease }));
      const end = scene.now + leaseMs;
      return {
        run: () => store.renew(leases, end - 1, leaseMs),
        // Whether they have ended, without taking them.
        look: async () => (await scene.store.nextDueAt(scene.now)) ?? null,
      };
    },
  },
  {
    name: 'a settlement',
    prepare: async (scene, { store }) => {
      const webhook = await scene.register();
      const ids = await scene.publish(webhook, 2);
      const settlements = (await scene.claim({ leaseMs })).map((claim) => scene.settlement(claim));
      return {
        run: () => store.settle(settlements, scene.now),
        look: () => standing(scene, webhook, ids),
      };
    },
  },
  {
    name: 'a settlement of failures',
    prepare: async (scene, { store }) => {
      const webhook = await scene.register();
      const ids = await scene.publish(webhook, 2);
      const settlements = (await scene.claim({ leaseMs })).map((claim) => failed(scene, claim));
      return {
        run: () => store.settle(settlements, scene.now),
        look: () => standing(scene, webhook, ids),
      };
    },
  },
  {
    name: 'pruning',
    prepare: async (scene, { store }) => {
      const webhook = await scene.register();
      const ids = await scene.publish(webhook, 3);
      for (const claim of await scene.claim()) await scene.settle(claim, failed(scene, claim, 'exhausted'));
      return {
        run: () => store.prune(scene.now + 1, 100),
        look: async () => ({
          deliveries: (await scene.list()).items.length,
          attempts: (await Promise.all(ids.map((id) => scene.store.listAttempts('acme', id)))).flat().length,
          payloads: (await scene.rowCounts()).hookwright_payloads ?? 0,
        }),
      };
    },
  },
  {
    name: 'the end of what was held for too long',
    prepare: async (scene, { store }) => {
      const webhook = await scene.register();
      const ids = await scene.publish(webhook, 2);
      await scene.setStatus(webhook, 'paused');
      return {
        run: () => store.expireHeld(scene.now + 1, scene.now + 1, 100),
        look: () => scene.statuses(webhook, ids),
      };
    },
  },
];

describe.each([
  {
    name: 'PostgreSQL',
    missing: postgres === null ? noPostgres : null,
    open: () => postgresLine(postgres?.connection ?? {}),
  },
  { name: 'MariaDB', missing: mariadb === null ? noMariadb : null, open: () => mariadbLine(mariadb?.url ?? '') },
])('a connection to $name that is lost', { timeout: 30_000 }, ({ missing, open }) => {
  const test = missing === null ? it : it.skip;
  const why = missing === null ? '' : `: ${missing}`;
  let line: CuttableLine;
  let scene: DatabaseScene;

  beforeAll(async () => {
    line = await open();
    scene = await DatabaseScene.open(line.database);
    await line.store.open();
  });

  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
    await line[Symbol.asyncDispose]();
  });

  test.each(operations)(`at any moment of $name: all of it or nothing, and again works${why}`, async (operation) => {
    const whole = await runCut(line, scene, operation, null);
    // A request that is lost later is to the server what the answer lost before it is.
    await runCut(line, scene, operation, { exchange: 0, loss: 'request' }, whole);
    let hasCut = true;
    for (let exchange = 0; hasCut; exchange += 1) {
      ({ hasCut } = await runCut(line, scene, operation, { exchange, loss: 'answer' }, whole));
      if (exchange > maxExchanges) throw new Error(`${operation.name} goes on for ever`);
    }
  });

  test(`in a host’s transaction: nothing is stored, and the error says that it may be tried again${why}`, async () => {
    await scene.reset();
    const webhook = await scene.register();
    const before = await scene.rowCounts();
    for (let exchange = 0, hasCut = true; hasCut; exchange += 1) {
      const transaction = await line.begin();
      const batch = newBatch([{ webhook }, { webhook }], { now: scene.now });
      line.proxy.cutAt(exchange, 'answer');
      const outcome = await outcomeOf(line.store.enqueue(batch, { transaction: transaction.handle }));
      hasCut = line.proxy.stopCutting();
      await transaction.end();
      expect(await scene.rowCounts()).toEqual(before);
      if (hasCut) expect(outcome).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
    }
  });

  test(`at any moment of a migration: it goes on where it stopped${why}`, async () => {
    // A few of its moments: each costs two schemas.
    for (let exchange = 0, hasCut = true; hasCut; exchange += 9) {
      const prefix = `m_${exchange}_`;
      const far = line.database.newStore({ prefix });
      const near = line.newStore(prefix);
      line.proxy.cutAt(exchange, 'answer');
      const outcome = await outcomeOf(near.migrate());
      hasCut = line.proxy.stopCutting();
      await far.migrate();
      await far.open();
      const order = [{ field: 'id', direction: 'asc' }] as const;
      const query = { tenant: 'acme', order, after: null, limit: 1, includeDeleted: true };
      expect(await far.listWebhooks(query, {})).toMatchObject({ total: 0 });
      await far.close();
      await near.close();
      if (outcome !== null) expect(outcome).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
    }
  });
});

interface Run {
  readonly before: unknown;
  readonly after: unknown;
  readonly hasCut: boolean;
}

/**
 * Runs an operation once with its connection cut at one moment, and once more.
 *
 * @param moment - null for none
 * @param whole - what an undisturbed run looked like
 */
async function runCut(
  line: CuttableLine,
  scene: DatabaseScene,
  operation: Operation,
  moment: { readonly exchange: number; readonly loss: Loss } | null,
  whole?: Run,
): Promise<Run> {
  await scene.reset();
  const { run, look } = await operation.prepare(scene, line);
  const before = await look();
  if (moment !== null) line.proxy.cutAt(moment.exchange, moment.loss);
  const outcome = await outcomeOf(run());
  const hasCut = line.proxy.stopCutting();
  const after = await look();
  if (whole === undefined) {
    expect(outcome).toBe(null);
    expect(after).not.toEqual(before);
    return { before, after, hasCut };
  }
  const told = `${moment?.loss} ${moment?.exchange}`;
  if (outcome !== null) expect(outcome, told).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
  expect([whole.before, whole.after], told).toContainEqual(after);
  if (outcome === null) expect(after, `${told}: it said it was done`).toEqual(whole.after);
  // Again: it is done now if it was not, and if it was, that changes nothing.
  const again = await outcomeOf(run());
  if (isDeepStrictEqual(after, before)) expect(again, `${told}, again`).toBe(null);
  expect(await look(), `${told}, again`).toEqual(whole.after);
  expect(line.taken(), 'connections that were not given back').toBe(0);
  return { before, after, hasCut };
}

async function outcomeOf(call: Promise<unknown>): Promise<WebhookError | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (WebhookError.is(error)) return error;
    throw error;
  }
}

async function standing(scene: DatabaseScene, webhook: StoredWebhook, ids: readonly string[]): Promise<unknown> {
  return Promise.all(
    ids.map(async (id) => {
      const { status, attempts, code } = await scene.delivery(webhook, id);
      const tries = await scene.store.listAttempts('acme', id);
      return { status, attempts, code, tries: tries.map(({ number, code: ended }) => ({ number, ended })) };
    }),
  );
}

function failed(scene: DatabaseScene, claim: ClaimedDelivery, status: 'pending' | 'exhausted' = 'pending') {
  const attempt = scene.attempt(claim, { status: 500, code: 'HTTP_500', message: 'answered 500', responseBody: 'x' });
  const next = status === 'pending' ? { status, dueAt: scene.now + 5_000 } : { status, code: 'HTTP_500' };
  return scene.settlement(claim, { attempt, next });
}
