import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createWebhooks,
  ValidationError,
  WebhookError,
  type WebhookErrorCode,
  type WebhookStore,
} from '@hookwright/core';
import { newBatch, recordingSender } from '@hookwright/testing';
import { createPool as createCallbackPool } from 'mysql2';
import { createPool } from 'mysql2/promise';
import pg from 'pg';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { mysqlStore } from '../src/mysql.ts';
import { postgresStore } from '../src/postgres.ts';
import { sqliteStore } from '../src/sqlite.ts';
import { databaseKinds } from './databases/database-kinds.ts';
import { DatabaseScene } from './databases/database-scene.ts';
import { describeDatabases } from './databases/describe-databases.ts';
import { mariadbDatabase } from './databases/mariadb-database.ts';
import { postgresDatabase } from './databases/postgres-database.ts';
import { openLibsql, openPhotostructure } from './databases/sqlite-handle.ts';
import { freePort } from './servers/free-port.ts';
import { findMariadb } from './servers/mariadb-server.ts';
import { findPostgres } from './servers/postgres-server.ts';

const postgres = await findPostgres();
const mariadb = await findMariadb();
afterAll(() => Promise.all([postgres?.close(), mariadb?.close()]));
const onPostgres = postgres === null ? it.skip : it;
const onMariadb = mariadb === null ? it.skip : it;

type Store = WebhookStore<unknown>;

/** Expects a clear error: its code, whether to try again, and a message that says something. */
async function rejects(call: Promise<unknown>, code: WebhookErrorCode, says: RegExp, retryable = false): Promise<void> {
  const error: unknown = await call.then(
    () => new Error(`expected ${code}, but the call went through`),
    (cause: unknown) => cause,
  );
  if (!WebhookError.is(error)) throw error;
  expect({ code: error.code, retryable: error.retryable }).toEqual({ code, retryable });
  expect(error.message).toMatch(says);
}

/** Calls of all sorts. */
function calls(store: Store): readonly (() => Promise<unknown>)[] {
  const order = [{ field: 'id', direction: 'asc' }] as const;
  const query = { tenant: 'acme', order, after: null, limit: 1, includeDeleted: false };
  const claim = { now: 1, leaseMs: 1_000, limit: 1, perWebhookConcurrency: 1, skipWebhooks: new Set<string>() };
  const id = '6c0b5a1e-3333-4c4e-9b5a-000000000003';
  return [
    () => store.open(),
    async () => store.tenantRevision('acme', {}),
    () => store.getWebhook('acme', id, {}),
    () => store.listWebhooks(query, {}),
    () => store.claim(claim),
    async () => store.nextDueAt(1),
    () => store.getDelivery('acme', id),
    () => store.prune(1, 1),
    () => store.expireHeld(1, 1, 1),
  ];
}

describeDatabases(await databaseKinds(), (database) => {
  it('tables that were never made: open and every call say that migrate() is needed', async () => {
    const store = database().newStore({ prefix: 'never_' });
    for (const call of calls(store)) await rejects(call(), 'SCHEMA_OUTDATED', /migrate\(\)/);
    const webhooks = createWebhooks({ store, senders: [recordingSender()] });
    await rejects(webhooks.start(), 'SCHEMA_OUTDATED', /migrate\(\)/);
    await webhooks.stop();
  });

  it.each(['deliveries', 'webhooks', 'migrations'])(
    'a table %s that is there and is not ours stays as it is',
    async (name) => {
      const prefix = `taken_${name}_`;
      const table = database().table(`${prefix}${name}`);
      await database().query(`CREATE TABLE ${table} (id INTEGER, precious VARCHAR(20))`);
      await database().query(`INSERT INTO ${table} VALUES (1, 'keep')`);
      const store = database().newStore({ prefix });
      await rejects(store.migrate(), 'TABLE_CONFLICT', new RegExp(`${prefix}${name}`));
      await store.close();
      expect(await database().query(`SELECT precious FROM ${table}`)).toMatchObject([{ precious: 'keep' }]);
      expect((await database().tables()).filter((other) => other.startsWith(prefix))).toEqual([`${prefix}${name}`]);
    },
  );

  it('tables of one release ahead are worked with, of two they are not', async () => {
    const prefix = 'newer_';
    await database().newStore({ prefix }).migrate();
    const release = (name: string) =>
      database().query(`INSERT INTO ${database().table(`${prefix}migrations`)} (name) VALUES (?)`, [name]);
    const store = database().newStore({ prefix });
    await release('9001-next');
    await store.open();
    await store.close();
    await release('9002-after-next');
    await rejects(database().newStore({ prefix }).open(), 'SCHEMA_OUTDATED', /update/);
  });

  it.each([
    '',
    'a b',
    'a"b',
    'a`b',
    "a'b",
    'a;b',
    'a-b',
    'a.b',
    '1a',
    'a\u0000',
    'é',
    'a"; DROP TABLE x; --',
    'a'.repeat(31),
    null,
    7,
    {},
    ['a'],
  ])('a prefix that is %j is refused', (prefix) => {
    expect(() => database().newStore({ prefix: prefix as string })).toThrow(ValidationError);
  });

  it('what a host passes as a transaction and is none is refused, and nothing is stored', async () => {
    await using scene = await DatabaseScene.open(database());
    const webhook = await scene.register();
    for (const transaction of [
      {},
      7,
      'BEGIN',
      [],
      () => {},
      { query: 7 },
      { isTransaction: true },
      Promise.resolve(),
    ]) {
      await rejects(scene.enqueue(newBatch([{ webhook }]), { transaction }), 'VALIDATION_FAILED', /transaction/);
    }
    expect((await scene.list()).items).toEqual([]);
  });

  it('a statement that an executor fails is an error of the store, with its cause', async () => {
    await using scene = await DatabaseScene.open(database());
    const webhook = await scene.register();
    const cause = new Error('the executor has thrown');
    const transaction = { execute: () => Promise.reject(cause) };
    const error = await scene.enqueue(newBatch([{ webhook }]), { transaction }).catch((caught: unknown) => caught);
    expect(WebhookError.is(error)).toBe(true);
    expect(error).toMatchObject({ cause });
  });
});

describe('hosts that pass what is no pool or handle', () => {
  it.each([undefined, null, {}, 7, 'postgres://localhost', { query: 7 }, { query: () => {} }])('%j', (given) => {
    expect(() => postgresStore({ pool: given as never })).toThrow(ValidationError);
    expect(() => mysqlStore({ pool: given as never })).toThrow(ValidationError);
    expect(() => sqliteStore({ database: given as never })).toThrow(ValidationError);
  });

  it.each([{}, { file: 7 }, { file: '' }, { file: 'a', database: {} }])('sqliteStore(%j)', (given) => {
    expect(() => sqliteStore(given as never)).toThrow(ValidationError);
  });

  it.each(['a b', 'a"b', '', '1a', 'a;--', 'a'.repeat(64), null, 7])('a schema that is %j', (schema) => {
    const pool = { query: () => {}, connect: () => {} };
    expect(() => postgresStore({ pool: pool as never, schema: schema as string })).toThrow(ValidationError);
  });

  it('a pool of mysql2 itself, which takes callbacks', async () => {
    const pool = createCallbackPool({ host: '127.0.0.1', port: 1 });
    onTestFinished(() => void pool.end());
    expect(() => mysqlStore({ pool: pool as never })).toThrow(/mysql2\/promise/);
  });
});

describe('a database that cannot be reached', () => {
  onPostgres('a pool of pg that the host has ended', async () => {
    const database = await postgresDatabase(postgres?.connection ?? {});
    const pool = new pg.Pool({ ...postgres?.connection });
    const store = postgresStore({ pool, schema: database.schema }) as unknown as Store;
    await store.migrate();
    await pool.end();
    for (const call of calls(store).slice(1)) await rejects(call(), 'STORE_UNAVAILABLE', /pool/i, true);
    await store.close();
    await database.close();
  });

  onMariadb('a pool of mysql2 that the host has ended', async () => {
    const database = await mariadbDatabase(mariadb?.url ?? '');
    const pool = createPool(database.url);
    const store = mysqlStore({ pool }) as unknown as Store;
    await store.migrate();
    await pool.end();
    for (const call of calls(store).slice(1)) await rejects(call(), 'STORE_UNAVAILABLE', /pool/i, true);
    await store.close();
    await database.close();
  });

  it('a server that is down', async () => {
    const port = await freePort();
    const pool = new pg.Pool({ host: '127.0.0.1', port });
    const mysqlPool = createPool({ host: '127.0.0.1', port });
    onTestFinished(async () => {
      await pool.end();
      await mysqlPool.end();
    });
    for (const store of [postgresStore({ pool }), mysqlStore({ pool: mysqlPool })] as unknown as Store[]) {
      await rejects(store.migrate(), 'STORE_UNAVAILABLE', /ECONNREFUSED/, true);
      for (const call of calls(store)) await rejects(call(), 'STORE_UNAVAILABLE', /ECONNREFUSED/, true);
      await store.close();
    }
  });

  onPostgres('a database or a user that does not exist is named', async () => {
    for (const wrong of [{ database: 'no_such_database' }, { user: 'no_such_user' }]) {
      const pool = new pg.Pool({ ...postgres?.connection, ...wrong });
      await rejects(postgresStore({ pool }).open(), 'STORE_FAILED', /no_such/);
      await pool.end();
    }
  });

  onPostgres('a schema that is not there yet is made', async () => {
    const database = await postgresDatabase(postgres?.connection ?? {});
    const schema = `${database.schema}_new`;
    const store = postgresStore({ pool: database.pool, schema });
    await store.migrate();
    await store.open();
    await store.close();
    await database.query(`DROP SCHEMA ${schema} CASCADE`);
    await database.close();
  });

  it('a SQLite file in a folder that does not exist, or that is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hookwright-bad-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const nowhere = sqliteStore({ file: join(folder, 'missing', 'host.db') });
    await expect(nowhere.migrate()).rejects.toSatisfy(WebhookError.is);
    const text = join(folder, 'text.db');
    writeFileSync(text, 'this is no database, and long enough to be read as one'.repeat(100));
    const store = sqliteStore({ file: text });
    await expect(store.migrate()).rejects.toSatisfy(WebhookError.is);
    await store.close();
    await nowhere.close();
    expect(existsSync(join(folder, 'missing'))).toBe(false);
  });

  it.each([
    { shape: 'better-sqlite3', open: openLibsql },
    { shape: 'node:sqlite', open: openPhotostructure },
  ])('a SQLite handle of $shape’s shape that the host has closed', async ({ open }) => {
    const folder = mkdtempSync(join(tmpdir(), 'hookwright-bad-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const handle = open(join(folder, 'host.db'));
    const store = sqliteStore({ database: handle as never }) as unknown as Store;
    await store.migrate();
    await store.open();
    handle.close();
    const webhook = { ...newBatch([]), tenant: 'acme' };
    const error = await store
      .enqueue({ ...webhook, idempotencyKey: 'k' }, { transaction: handle })
      .catch((cause: unknown) => cause);
    expect(WebhookError.is(error)).toBe(true);
    await store.close();
  });
});

describe('a database that is too old', () => {
  // The real thing cannot be had here: a pool that answers as an old server does.
  const answering = (version: string, number: string) => {
    const rows = [{ version, v: version, server_version_num: number, server_version: version }];
    const named = rows.map((row) => ({ ...row, version: number === '' ? version : number }));
    const query = async () => ({ rows: named });
    const client = { query, release: () => {}, on: () => {}, removeListener: () => {} };
    return { query, connect: async () => client };
  };

  it.each([
    { version: '9.6.24', number: '90624' },
    { version: '11.22', number: '110022' },
  ])('PostgreSQL $version', async ({ version, number }) => {
    const store = postgresStore({ pool: answering(version, number) as never, listen: false });
    await rejects(store.open(), 'DATABASE_TOO_OLD', /12/);
    await rejects(store.migrate(), 'DATABASE_TOO_OLD', /12/);
  });

  it.each([
    { version: '5.7.44', wanted: /8\.0\.1/ },
    { version: '8.0.0-dmr', wanted: /8\.0\.1/ },
    { version: '10.5.23-MariaDB-1:10.5.23+maria~ubu2004', wanted: /10\.6/ },
    { version: '5.5.5-10.3.39-MariaDB', wanted: /10\.6/ },
  ])('MySQL or MariaDB $version', async ({ version, wanted }) => {
    const query = async () => [[{ version, 'version()': version, 'VERSION()': version }], []];
    const connection = {
      query,
      execute: query,
      release: () => {},
      on: () => {},
      beginTransaction: query,
      commit: query,
    };
    const pool = { ...connection, getConnection: async () => connection, end: query };
    const store = mysqlStore({ pool: pool as never });
    await rejects(store.open(), 'DATABASE_TOO_OLD', wanted);
    await rejects(store.migrate(), 'DATABASE_TOO_OLD', wanted);
  });

  it('SQLite 3.34', async () => {
    const handle = openLibsql(':memory:');
    onTestFinished(() => void handle.close());
    const old = {
      exec: handle.exec.bind(handle),
      close: handle.close.bind(handle),
      prepare: (sql: string) => handle.prepare(sql.replace(/sqlite_version\(\)/gi, "'3.34.1'")),
    };
    const store = sqliteStore({ database: old as never });
    await rejects(store.open(), 'DATABASE_TOO_OLD', /3\.35/);
  });
});
