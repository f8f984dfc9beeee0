import { createWebhooks, type crmCatalog, type WebhookStore } from '@hookwright/core';
import { newBatch, recordingSender, virtualClock } from '@hookwright/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { mysqlStore } from '../src/mysql.ts';
import { postgresStore } from '../src/postgres.ts';
import { sqliteStore } from '../src/sqlite.ts';
import { mariadbDatabase } from './databases/mariadb-database.ts';
import { postgresDatabase } from './databases/postgres-database.ts';
import { sqliteDatabase } from './databases/sqlite-database.ts';
import { openLibsql } from './databases/sqlite-handle.ts';
import type { TestDatabase } from './databases/test-database.ts';
import { drizzleMysqlHost, drizzlePostgresHost, drizzleSqliteHost } from './orms/drizzle-host.ts';
import { knexMysqlHost, knexPostgresHost } from './orms/knex-host.ts';
import { kyselyMysql, kyselyPostgres, kyselySqlite } from './orms/kysely-host.ts';
import type { OrmHost } from './orms/orm-host.ts';
import { typeormMysqlHost, typeormPostgresHost } from './orms/typeorm-host.ts';
import { findMariadb, noMariadb } from './servers/mariadb-server.ts';
import { findPostgres, noPostgres } from './servers/postgres-server.ts';

/** What the host calls the library's tables. */
const prefix = 'crm_Hooks_';

/** A host and its database, as one test needs them. */
interface Place {
  readonly database: TestDatabase;
  readonly host: OrmHost;
  readonly store: WebhookStore<unknown>;
}

const postgres = await findPostgres();
const mariadb = await findMariadb();
afterAll(() => Promise.all([postgres?.close(), mariadb?.close()]));

function onPostgres(open: (connection: NonNullable<typeof postgres>['connection']) => OrmHost | Promise<OrmHost>) {
  return async (): Promise<Place> => {
    const database = await postgresDatabase(postgres?.connection ?? {});
    const { pool, schema, connection } = database;
    return {
      database,
      host: await open(connection),
      store: postgresStore({ pool, schema, prefix }) as WebhookStore<unknown>,
    };
  };
}

function onMariadb(open: (url: string) => OrmHost | Promise<OrmHost>) {
  return async (): Promise<Place> => {
    const database = await mariadbDatabase(mariadb?.url ?? '');
    const { pool, url } = database;
    return { database, host: await open(url), store: mysqlStore({ pool, prefix }) as WebhookStore<unknown> };
  };
}

function onSqlite(open: (handle: ReturnType<typeof openLibsql>) => OrmHost) {
  return async (): Promise<Place> => {
    const database = sqliteDatabase(openLibsql);
    const handle = openLibsql(database.file);
    return {
      database,
      host: open(handle),
      store: sqliteStore({ database: handle as never, prefix }) as WebhookStore<unknown>,
    };
  };
}

const noServer = { postgres: postgres === null ? noPostgres : null, mariadb: mariadb === null ? noMariadb : null };

describe.each([
  { name: 'Kysely on PostgreSQL', missing: noServer.postgres, open: onPostgres(kyselyPostgres) },
  { name: 'Drizzle on PostgreSQL', missing: noServer.postgres, open: onPostgres(drizzlePostgresHost) },
  { name: 'Knex on PostgreSQL', missing: noServer.postgres, open: onPostgres(knexPostgresHost) },
  { name: 'TypeORM on PostgreSQL', missing: noServer.postgres, open: onPostgres(typeormPostgresHost) },
  { name: 'Kysely on MariaDB', missing: noServer.mariadb, open: onMariadb(kyselyMysql) },
  { name: 'Drizzle on MariaDB', missing: noServer.mariadb, open: onMariadb(drizzleMysqlHost) },
  { name: 'Knex on MariaDB', missing: noServer.mariadb, open: onMariadb(knexMysqlHost) },
  { name: 'TypeORM on MariaDB', missing: noServer.mariadb, open: onMariadb(typeormMysqlHost) },
  { name: 'Kysely on SQLite', missing: null, open: onSqlite(kyselySqlite) },
  { name: 'Drizzle on SQLite', missing: null, open: onSqlite(drizzleSqliteHost) },
])('a transaction of $name', ({ open, missing }) => {
  const test = missing === null ? it : it.skip;

  test(`commits or rolls back with the host’s own rows (DE-1)${missing === null ? '' : `: ${missing}`}`, async () => {
    const place = await open();
    try {
      await commitAndRollBack(place);
    } finally {
      await place.host.close();
      await place.database.close();
    }
  });
});

async function commitAndRollBack({ database, host, store }: Place): Promise<void> {
  const sender = recordingSender();
  const clock = virtualClock();
  store.clockOffsetMs = () => 0;
  await using webhooks = createWebhooks<typeof crmCatalog, unknown>({ store, senders: [sender], clock });
  await webhooks.migrate();
  const deals = database.table('deals');
  await database.query(`CREATE TABLE ${deals} (id VARCHAR(20) PRIMARY KEY)`);
  const { webhook } = await webhooks.registry.create({
    url: 'https://hooks.example/',
    events: ['Opportunity.*'],
    insecure_ssl: false,
  });
  const publish = (id: string, transaction: unknown) =>
    webhooks.publish(
      { event: 'Opportunity.Create', entity: { id, title: `It’s ? $1 :a "${id}"\u0000\ud800` } },
      { transaction },
    );
  const rows = async () => (await database.query(`SELECT id FROM ${deals} ORDER BY id`)).map(({ id }) => id);
  const sent = async () => {
    await webhooks.drain();
    return sender.requests.map((request) => (request.json() as { entity: { id: string } }[])[0]?.entity.id);
  };
  const before = await counts(database);

  // Rolled back: not a row, not a request.
  const broken = new Error('the host has thought better of it');
  const rolledBack = host.transact(async ({ handle, run }) => {
    await run(`INSERT INTO ${deals} VALUES ('lost')`);
    expect((await publish('lost', handle)).deliveryIds).toHaveLength(1);
    await webhooks.registry.create(
      { url: 'https://lost.example/', events: ['Lead.*'], insecure_ssl: false },
      { transaction: handle },
    );
    throw broken;
  });
  await expect(rolledBack).rejects.toBe(broken);
  expect(await counts(database)).toEqual(before);
  expect(await sent()).toEqual([]);
  expect((await webhooks.registry.list()).items.map(({ id }) => id)).toEqual([webhook.id]);

  // Committed, with a registration that the publish sees, and past a call that failed.
  const stored = await store.getWebhook('default', webhook.id, {});
  await host.transact(async ({ handle, run }) => {
    await run(`INSERT INTO ${deals} VALUES ('kept')`);
    const failing = newBatch([{ webhook: stored as NonNullable<typeof stored> }], { tenant: 'default', payloads: [] });
    await expect(store.enqueue(failing, { transaction: handle })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await webhooks.registry.create(
      { url: 'https://second.example/', events: ['Opportunity.Create'], insecure_ssl: false },
      { transaction: handle },
    );
    expect((await publish('kept', handle)).deliveryIds).toHaveLength(2);
  });
  expect(await rows()).toEqual(['kept']);
  expect(await sent()).toEqual(['kept', 'kept']);
  expect(sender.requests.map(({ url }) => url).sort()).toEqual(['https://hooks.example/', 'https://second.example/']);
  const own = (await database.tables()).filter((name) => name !== 'deals');
  expect(own.length).toBeGreaterThan(5);
  expect(own.filter((name) => !name.startsWith(prefix))).toEqual([]);
}

async function counts(database: TestDatabase): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {};
  for (const table of await database.tables()) {
    const [row] = await database.query(`SELECT count(*) AS count FROM ${database.table(table)}`);
    found[table] = Number(row?.count);
  }
  return found;
}
