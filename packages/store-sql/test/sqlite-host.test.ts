import { setTimeout } from 'node:timers/promises';
import { createWebhooks, type crmCatalog, type WebhookStore } from '@hookwright/core';
import { newBatch, recordingSender, StoreScene, virtualClock } from '@hookwright/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sqliteStore } from '../src/sqlite.ts';
import { type SqliteDatabase, sqliteDatabase } from './databases/sqlite-database.ts';
import { openLibsql, openNodeSqlite, openPhotostructure, querySqlite } from './databases/sqlite-handle.ts';

const shapes = [
  { shape: 'better-sqlite3’s', open: openLibsql },
  { shape: 'node:sqlite’s', open: openPhotostructure },
];
const input = { url: 'https://receiver.test/', events: ['*'] as const, insecure_ssl: false };
const change = { event: 'Account.Create', entity: { id: 1 } } as const;

function openDatabase(open: typeof openLibsql): SqliteDatabase {
  const database = sqliteDatabase(open);
  onTestFinished(() => database.close());
  return database;
}

function openEngine(store: WebhookStore<unknown>) {
  const sender = recordingSender();
  const webhooks = createWebhooks<typeof crmCatalog, unknown>({ store, senders: [sender], clock: virtualClock() });
  onTestFinished(() => webhooks.stop({ timeoutMs: 0 }));
  return { webhooks, sender };
}

describe.each(shapes)('a host with a handle of $shape shape', ({ open }) => {
  it('that holds BEGIN across an await swallows no other publish', async () => {
    const database = openDatabase(open);
    const { webhooks, sender } = openEngine(database.newStore());
    await webhooks.migrate();
    await webhooks.registry.create(input);
    const host = await database.begin();
    await webhooks.publish(change, { transaction: host.handle });
    let isDone = false;
    const outside = webhooks.publish({ event: 'Account.Create', entity: { id: 2 } }).then(() => {
      isDone = true;
    });
    await setTimeout(30);
    // It waits for the writer, without holding up the thread that the writer runs in.
    expect(isDone).toBe(false);
    await host.rollback();
    await outside;
    await webhooks.drain();
    expect(sender.requests.map((request) => (request.json() as [{ entity: object }])[0].entity)).toEqual([{ id: 2 }]);
  });

  it('may hold its transaction while a worker looks for work', async () => {
    const database = openDatabase(open);
    const scene = new StoreScene(database.newStore());
    await scene.store.migrate();
    const webhook = await scene.register();
    const host = await database.begin();
    const { deliveryIds } = await scene.enqueue(newBatch([{ webhook }]), { transaction: host.handle });
    expect(await scene.claimIds()).toEqual([]);
    expect(await scene.store.nextDueAt(scene.now)).toBe(null);
    await host.commit();
    expect(await scene.claimIds()).toEqual(deliveryIds);
    await scene.store.close();
  });

  it('that passes a handle without a transaction is told so', async () => {
    const database = openDatabase(open);
    const { webhooks } = openEngine(database.newStore());
    await webhooks.migrate();
    await webhooks.registry.create(input);
    await expect(webhooks.publish(change, { transaction: database.handle })).rejects.toMatchObject({
      code: 'TRANSACTION_REQUIRED',
    });
  });

  it('has its own settings left alone', async () => {
    const database = openDatabase(open);
    // Some of what a driver sets shows after the first write.
    database.handle.exec('CREATE TABLE host (id INTEGER)');
    const pragmas = ['busy_timeout', 'foreign_keys', 'synchronous', 'journal_mode', 'locking_mode', 'temp_store'];
    const read = () => pragmas.map((name) => Object.values(querySqlite(database.handle, `PRAGMA ${name}`)[0] ?? {}));
    const before = read();
    const { webhooks } = openEngine(database.newStore());
    await webhooks.migrate();
    await webhooks.registry.create(input);
    const host = await database.begin();
    await webhooks.publish(change, { transaction: host.handle });
    await host.commit();
    await webhooks.drain();
    await webhooks.stop();
    expect(read()).toEqual(before);
    // Still open: it is the host's.
    expect(querySqlite(database.handle, 'SELECT 1 AS one')).toMatchObject([{ one: 1 }]);
  });

  it('works in the journal mode that it chose', async () => {
    const database = openDatabase(open);
    querySqlite(database.handle, 'PRAGMA journal_mode = DELETE');
    const { webhooks, sender } = openEngine(database.newStore());
    await webhooks.migrate();
    await webhooks.registry.create(input);
    const host = await database.begin();
    await webhooks.publish(change, { transaction: host.handle });
    await host.commit();
    await webhooks.publish(change);
    await webhooks.drain();
    expect(sender.requests).toHaveLength(2);
    await webhooks.stop();
    expect(Object.values(querySqlite(database.handle, 'PRAGMA journal_mode')[0] ?? {})).toEqual(['delete']);
  });

  it('with big integers or other modes of its driver on delivers all the same', async () => {
    const database = openDatabase(open);
    const { webhooks, sender } = openEngine(database.newStore());
    await webhooks.migrate();
    await webhooks.registry.create(input);
    const handle = database.handle as unknown as { defaultSafeIntegers?: (on: boolean) => unknown };
    handle.defaultSafeIntegers?.(true);
    const host = await database.begin();
    await webhooks.registry.create(input, { transaction: host.handle });
    await webhooks.publish(change, { transaction: host.handle });
    await host.commit();
    await webhooks.drain();
    expect(sender.requests).toHaveLength(2);
  });
});

describe.each(shapes)('a database in memory, a handle of $shape shape', ({ open }) => {
  it('works on the host’s handle, in and out of its transactions', async () => {
    const handle = open(':memory:');
    onTestFinished(() => void handle.close());
    const { webhooks, sender } = openEngine(sqliteStore({ database: handle as never }) as WebhookStore<unknown>);
    await webhooks.migrate();
    await webhooks.registry.create(input);
    await webhooks.publish(change);
    handle.exec('BEGIN');
    await webhooks.publish(change, { transaction: handle });
    // There is no second connection to do this on.
    await expect(webhooks.publish(change)).rejects.toMatchObject({ code: 'TRANSACTION_REQUIRED' });
    handle.exec('ROLLBACK');
    handle.exec('BEGIN');
    await webhooks.publish(change, { transaction: handle });
    handle.exec('COMMIT');
    await webhooks.drain();
    expect(sender.requests).toHaveLength(2);
    await webhooks.stop();
    expect(querySqlite(handle, 'SELECT 1 AS one')).toMatchObject([{ one: 1 }]);
  });
});

it('stores on one file share it, however each was given it', async () => {
  const open = openNodeSqlite ?? openLibsql;
  const database = openDatabase(open);
  const other = open(database.file);
  onTestFinished(() => void other.close());
  const sources = [{ database: database.handle as never }, { database: other as never }, { file: database.file }];
  const engines = sources.map((source) => openEngine(sqliteStore(source) as WebhookStore<unknown>));
  await engines[0]?.webhooks.migrate();
  await engines[0]?.webhooks.registry.create(input);
  await Promise.all(engines.map(({ webhooks }) => webhooks.publish(change)));
  await engines[1]?.webhooks.drain();
  expect(engines[1]?.sender.requests).toHaveLength(3);
});

it.runIf(openNodeSqlite === null)('a file is opened by libsql on a Node that has no SQLite', async () => {
  const database = openDatabase(openLibsql);
  const store = sqliteStore({ file: database.file });
  await store.migrate();
  await store.open();
  await store.close();
});
