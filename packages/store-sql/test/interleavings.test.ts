import type { WebhookStore } from '@hookwright/core';
import { newBatch, newPayload } from '@hookwright/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mysqlStore } from '../src/mysql.ts';
import { postgresStore } from '../src/postgres.ts';
import { DatabaseScene } from './databases/database-scene.ts';
import { type Interruption, interrupted } from './databases/interrupted-pool.ts';
import { mariadbDatabase } from './databases/mariadb-database.ts';
import { postgresDatabase } from './databases/postgres-database.ts';
import type { TestDatabase } from './databases/test-database.ts';
import { findMariadb, noMariadb } from './servers/mariadb-server.ts';
import { findPostgres, noPostgres } from './servers/postgres-server.ts';

const postgres = await findPostgres();
const mariadb = await findMariadb();
afterAll(() => Promise.all([postgres?.close(), mariadb?.close()]));

const noInterruption: Interruption = async () => {};
/** What the stores of these tests do before each statement. */
const hook = { before: noInterruption };
const before: Interruption = (sql) => hook.before(sql);

/** A database, and a store on it whose statements wait for {@link hook}. */
interface Stage {
  readonly database: TestDatabase;
  readonly store: WebhookStore<unknown>;
}

async function onPostgres(): Promise<Stage> {
  const database = await postgresDatabase(postgres?.connection ?? {});
  const pool = interrupted(database.pool, before);
  return {
    database,
    store: postgresStore({ pool, schema: database.schema, listen: false }) as WebhookStore<unknown>,
  };
}

async function onMariadb(): Promise<Stage> {
  const database = await mariadbDatabase(mariadb?.url ?? '');
  return { database, store: mysqlStore({ pool: interrupted(database.pool, before) }) as WebhookStore<unknown> };
}

/** Before the first statement that matches, or the `nth`, counted from 1. */
function once(matches: RegExp, act: () => Promise<unknown>, nth = 1): Interruption {
  let met = 0;
  return async (sql) => {
    if (!matches.test(sql)) return;
    met += 1;
    if (met === nth) await act();
  };
}

describe.each([
  { name: 'PostgreSQL', missing: postgres === null ? noPostgres : null, stage: onPostgres },
  { name: 'MariaDB', missing: mariadb === null ? noMariadb : null, stage: onMariadb },
])('$name: what others do between two statements of a worker', ({ missing, stage }) => {
  let staged: Stage;
  let scene: DatabaseScene;

  beforeAll(async () => {
    if (missing === null) staged = await stage();
  });
  afterAll(async () => {
    await staged?.store.close();
    await staged?.database.close();
  });
  beforeEach(async ({ skip }) => {
    if (missing !== null) skip(missing);
    scene = await DatabaseScene.open(staged.database);
    await staged.store.open();
  });
  afterEach(async () => {
    hook.before = noInterruption;
    await scene?.[Symbol.asyncDispose]();
  });

  it('a pause just before a claim locks the lane is obeyed (DE-4)', async () => {
    const webhook = await scene.register();
    await scene.publish(webhook, 3);
    await scene.claim({ by: staged.store, limit: 1 });
    hook.before = once(/for update/i, () => scene.setStatus(webhook, 'paused'));
    expect(await scene.claimIds({ by: staged.store })).toEqual([]);
  });

  it('a deletion just before a claim locks the lane is obeyed', async () => {
    const webhook = await scene.register();
    await scene.publish(webhook, 3);
    await scene.claim({ by: staged.store, limit: 1 });
    hook.before = once(/for update/i, () => scene.delete(webhook));
    expect(await scene.claimIds({ by: staged.store })).toEqual([]);
  });

  it('lanes that are looked at and not served keep their place in line (DE-6)', async () => {
    const webhooks = [await scene.register(), await scene.register(), await scene.register()];
    const served = new Map<string, number>();
    for (let round = 0; round < 12; round += 1) {
      scene.now += 1;
      // Something arrives for each: all three lanes are locked by the claim, and one delivery is given.
      for (const webhook of webhooks) await scene.publish(webhook);
      const { delivery } = await scene.claimOne({ by: staged.store, limit: 1, perWebhookConcurrency: 100 });
      served.set(delivery.webhookId, (served.get(delivery.webhookId) ?? 0) + 1);
    }
    expect(webhooks.map(({ id }) => served.get(id))).toEqual([4, 4, 4]);
  });

  it('two that prune deliveries of one payload at once leave nothing of it (DE-8)', async () => {
    const payload = newPayload();
    const webhooks = [await scene.register(), await scene.register()];
    const parts = webhooks.map((webhook) => ({ webhook, payloads: [payload] }));
    const { deliveryIds } = await scene.enqueue(newBatch(parts, { now: scene.now }));
    const claims = new Map((await scene.claim()).map((claim) => [claim.delivery.id, claim]));
    const [first, second] = deliveryIds.map((id) => claims.get(id));
    if (first === undefined || second === undefined) throw new Error('expected two claims');
    await scene.succeed(second);
    // Later than the other: so one worker finds the second alone, and another, which is to find one, the first.
    scene.now += 1_000;
    await scene.succeed(first);
    let beside: Promise<unknown> = Promise.resolve();
    const pruneBeside = async () => {
      beside = scene.other.prune(scene.now + 1, 1);
      await new Promise((resolve) => setTimeout(resolve, 100));
    };
    hook.before = once(/payloads/, pruneBeside, 2);
    await staged.store.prune(scene.now - 500, 100);
    await beside;
    const { hookwright_payloads: payloads = 0, hookwright_deliveries: deliveries = 0 } = await scene.rowCounts();
    expect({ payloads, deliveries }).toEqual({ payloads: 0, deliveries: 0 });
  });

  it('what one scan of the arrivals leaves is found by the next', async () => {
    const [many, one] = [await scene.register(), await scene.register()];
    await scene.publish(many);
    await scene.claim({ by: staged.store });
    // As 6,000 publishes would have left them.
    await scene.publish(many);
    const arrivals = staged.database.table('hookwright_arrivals');
    const columns = 'webhook_id, due_at, seq';
    const isPostgres = stage === onPostgres;
    const from = isPostgres ? 'generate_series(1, 6000)' : 'seq_1_to_6000';
    const [extra, value] = isPostgres ? [', xid', ', txid_current()'] : ['', ''];
    await staged.database.query(
      `INSERT INTO ${arrivals} (${columns}${extra}) SELECT a.webhook_id, a.due_at, a.seq${value} FROM ${arrivals} a, ${from} AS n`,
    );
    const id = await scene.publishOne(one);
    const claimed: string[] = [];
    for (let claim = 0; claim < 10; claim += 1) claimed.push(...(await scene.claimIds({ by: staged.store })));
    expect(claimed).toContain(id);
  });
});
