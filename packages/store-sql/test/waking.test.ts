import type { WebhookStore } from '@hookwright/core';
import { newBatch, StoreScene } from '@hookwright/testing';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { postgresStore } from '../src/postgres.ts';
import { type PostgresDatabase, postgresDatabase } from './databases/postgres-database.ts';
import { findPostgres, noPostgres } from './servers/postgres-server.ts';
import { untilTrue } from './until-true.ts';

const postgres = await findPostgres();
afterAll(() => postgres?.close());

describe.skipIf(postgres === null)(postgres === null ? noPostgres : 'processes on PostgreSQL', () => {
  let database: PostgresDatabase;
  let pools: pg.Pool[];
  let stores: WebhookStore<unknown>[];

  beforeEach(async () => {
    database = await postgresDatabase(postgres?.connection ?? {});
    pools = [];
    stores = [];
    await database.newStore().migrate();
  });

  afterEach(async () => {
    for (const store of stores) await store.close();
    for (const pool of pools) await pool.end();
    await database.close();
  });

  /** A process with a pool of its own. */
  const start = (name: string, max = 4): WebhookStore<unknown> => {
    const pool = new pg.Pool({ ...postgres?.connection, max, application_name: name });
    pool.on('error', () => {});
    pools.push(pool);
    const store = postgresStore({ pool, schema: database.schema }) as WebhookStore<unknown>;
    stores.push(store);
    return store;
  };
  const listeners = async (name: string) =>
    database.query("SELECT pid FROM pg_stat_activity WHERE application_name = ? AND query LIKE 'LISTEN%'", [name]);

  it('wake each other within a moment of a publish', async () => {
    const name = `${database.schema}_hears`;
    const scene = new StoreScene(start(`${database.schema}_tells`));
    const webhook = await scene.register();
    let woken = 0;
    const end = start(name).onWake(() => {
      woken += 1;
    });
    await untilTrue(async () => (await listeners(name)).length === 1);
    await scene.publishOne(webhook);
    await untilTrue(() => woken > 0, { patienceMs: 1_000 });
    end();
  });

  it('listen again when their connection was cut', { timeout: 20_000 }, async () => {
    const name = `${database.schema}_cut`;
    const scene = new StoreScene(start(`${database.schema}_tells`));
    const webhook = await scene.register();
    let woken = 0;
    const end = start(name).onWake(() => {
      woken += 1;
    });
    await untilTrue(async () => (await listeners(name)).length === 1);
    const [{ pid: first } = {}] = await listeners(name);
    await database.query('SELECT pg_terminate_backend(?::int)', [first]);
    await untilTrue(async () => (await listeners(name)).some(({ pid }) => pid !== first), { patienceMs: 15_000 });
    woken = 0;
    await scene.publishOne(webhook);
    await untilTrue(() => woken > 0, { patienceMs: 1_000 });
    end();
  });

  it('hold no connection once nobody listens, and give back all that they took', async () => {
    const name = `${database.schema}_ends`;
    const store = start(name);
    const ends = [store.onWake(() => {}), store.onWake(() => {})];
    await untilTrue(async () => (await listeners(name)).length === 1);
    for (const end of ends) end();
    await untilTrue(async () => (await listeners(name)).length === 0);
    await store.close();
    const [pool] = pools;
    expect(pool?.totalCount).toBe(pool?.idleCount);
  });

  it('lose no connection when they stop and start at once', async () => {
    const name = `${database.schema}_again`;
    const store = start(name, 8);
    for (let round = 0; round < 5; round += 1) {
      const end = store.onWake(() => {});
      if (round % 2 === 0) await new Promise((resolve) => setTimeout(resolve, round));
      end();
    }
    let woken = 0;
    const end = store.onWake(() => {
      woken += 1;
    });
    await untilTrue(async () => (await listeners(name)).length === 1);
    const scene = new StoreScene(start(`${database.schema}_tells`));
    await scene.publishOne(await scene.register());
    await untilTrue(() => woken > 0);
    end();
    await store.close();
    await untilTrue(async () => (await listeners(name)).length === 0);
    const [pool] = pools;
    expect(pool?.totalCount).toBe(pool?.idleCount);
  });

  it('notify at most once in 50 ms, however much they publish, and never in a transaction', async () => {
    const scene = new StoreScene(start(`${database.schema}_tells`));
    const webhook = await scene.register();
    const listener = new pg.Client({ ...postgres?.connection });
    await listener.connect();
    let told = 0;
    listener.on('notification', () => {
      told += 1;
    });
    const channels = `${database.schema}_hookwright_wake`;
    await listener.query(`LISTEN "${channels}"`);
    const host = await database.begin();
    await scene.enqueue(newBatch([{ webhook }]), { transaction: host.handle });
    await host.commit();
    await listener.query('SELECT pg_sleep(0.12)');
    expect(told).toBe(0);
    const startedAt = performance.now();
    for (let count = 0; count < 100; count += 1) await scene.publishOne(webhook);
    const tookMs = performance.now() - startedAt;
    await listener.query('SELECT pg_sleep(0.12)');
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThanOrEqual(Math.ceil(tookMs / 50) + 2);
    await listener.end();
  });
});
