import { createWebhooks, type crmCatalog, type WebhookStore } from '@hookwright/core';
import { recordingSender } from '@hookwright/testing';
import { createPool } from 'mysql2/promise';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { mysqlStore } from '../src/mysql.ts';
import { postgresStore } from '../src/postgres.ts';
import { databaseKinds } from './databases/database-kinds.ts';
import { DatabaseScene } from './databases/database-scene.ts';
import { describeDatabases } from './databases/describe-databases.ts';
import { mariadbDatabase } from './databases/mariadb-database.ts';
import { postgresDatabase } from './databases/postgres-database.ts';
import { findMariadb } from './servers/mariadb-server.ts';
import { findPostgres } from './servers/postgres-server.ts';

const input = { url: 'https://receiver.test/', events: ['*'] as const, insecure_ssl: false };
const change = { event: 'Account.Create', entity: { id: 1 } } as const;
const postgres = await findPostgres();
const mariadb = await findMariadb();
afterAll(() => Promise.all([postgres?.close(), mariadb?.close()]));

describeDatabases(await databaseKinds(), (database) => {
  it('everything about a registration can be done in the host’s transaction, and is undone with it', async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks, sender } = scene.engine();
    const { webhook } = await webhooks.registry.create(input);
    const kept = await webhooks.registry.create(input);
    const { deliveryIds } = await webhooks.publish(change);
    const before = await scene.rowCounts();
    const host = await scene.begin();
    const scope = { transaction: host.handle };
    const { registry } = webhooks;
    await registry.update(webhook.id, { url: 'https://elsewhere.test/' }, scope);
    await registry.pause(webhook.id, scope);
    await registry.resume(webhook.id, scope);
    await registry.disable(webhook.id, scope);
    await registry.enable(webhook.id, scope);
    await registry.rotateSecret(webhook.id, scope);
    await registry.sendTest(webhook.id, scope);
    await registry.delete(webhook.id, scope);
    expect((await registry.list({}, scope)).items.map(({ id }) => id)).toEqual([kept.webhook.id]);
    expect(await registry.get(webhook.id, scope)).toMatchObject({ is_deleted: true });
    expect(await registry.get(webhook.id)).toEqual(webhook);
    await host.rollback();
    expect(await scene.rowCounts()).toEqual(before);
    expect(await registry.get(webhook.id)).toEqual(webhook);
    await webhooks.drain();
    expect(sender.requests.map(({ headers }) => headers['webhook-id']).sort()).toEqual([...deliveryIds].sort());
  });

  it('an idempotency key of a transaction that rolls back is free again, one that commits is not', async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks } = scene.engine();
    await webhooks.registry.create(input);
    const receipts = [];
    for (const end of ['rollback', 'commit', 'commit'] as const) {
      const host = await scene.begin();
      receipts.push(await webhooks.publish(change, { transaction: host.handle, idempotencyKey: 'k' }));
      await host[end]();
    }
    const [lost, kept, repeated] = receipts;
    expect(repeated).toEqual(kept);
    expect(kept).not.toEqual(lost);
    expect((await webhooks.deliveries.list()).items.map(({ id }) => id)).toEqual(kept?.deliveryIds);
  });

  it('several publishes in one transaction, some of which fail, leave those that did not', async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks, sender } = scene.engine();
    await webhooks.registry.create(input);
    const host = await scene.begin();
    const context = { transaction: host.handle };
    for (let id = 0; id < 5; id += 1) {
      await webhooks.publish({ event: 'Account.Create', entity: { id } }, context);
      const unusable = { event: 'Account.Create', entity: { id, size: Number.NaN } } as const;
      await expect(webhooks.publish(unusable, context)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    }
    await host.commit();
    await webhooks.drain();
    expect(sender.requests).toHaveLength(5);
  });
});

describe('hosts whose transactions take every connection of their pool', () => {
  const runIf = (server: unknown) => (server === null ? it.skip : it);

  /** Publishes in `count` transactions at once, with nothing in memory yet. */
  async function publishAtOnce(
    store: WebhookStore<unknown>,
    count: number,
    transact: (work: (transaction: unknown) => Promise<void>) => Promise<void>,
  ): Promise<number> {
    const webhooks = createWebhooks<typeof crmCatalog, unknown>({ store, senders: [recordingSender()] });
    const ids: string[] = [];
    const publish = async (transaction: unknown) => {
      ids.push(...(await webhooks.publish(change, { transaction })).deliveryIds);
    };
    await Promise.all(Array.from({ length: count }, () => transact(publish)));
    return ids.length;
  }

  runIf(postgres)('PostgreSQL', { timeout: 8_000 }, async () => {
    const database = await postgresDatabase(postgres?.connection ?? {});
    const pool = new pg.Pool({ ...postgres?.connection, max: 3, connectionTimeoutMillis: 2_000 });
    const store = postgresStore({ pool, schema: database.schema }) as WebhookStore<unknown>;
    try {
      await store.migrate();
      await createWebhooks({ store, senders: [recordingSender()] }).registry.create(input);
      const published = await publishAtOnce(store, 9, async (work) => {
        const client = await pool.connect();
        try {
          await client.query('BEGIN');
          await work(client);
          await client.query('COMMIT');
        } finally {
          client.release();
        }
      });
      expect(published).toBe(9);
    } finally {
      await store.close();
      await pool.end();
      await database.close();
    }
  });

  runIf(mariadb)('MariaDB', { timeout: 8_000 }, async () => {
    const database = await mariadbDatabase(mariadb?.url ?? '');
    const pool = createPool({ uri: database.url, connectionLimit: 3 });
    const store = mysqlStore({ pool }) as WebhookStore<unknown>;
    try {
      await store.migrate();
      await createWebhooks({ store, senders: [recordingSender()] }).registry.create(input);
      const published = await publishAtOnce(store, 9, async (work) => {
        const connection = await pool.getConnection();
        try {
          await connection.beginTransaction();
          await work(connection);
          await connection.commit();
        } finally {
          connection.release();
        }
      });
      expect(published).toBe(9);
    } finally {
      await store.close();
      await pool.end();
      await database.close();
    }
  });
});
