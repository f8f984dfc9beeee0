import { newBatch, newPayload } from '@hookwright/testing';
import Libsql from 'libsql';
import { expect, it, onTestFinished } from 'vitest';
import { DatabaseScene } from './databases/database-scene.ts';
import { sqliteDatabase } from './databases/sqlite-database.ts';
import { openLibsql, querySqlite } from './databases/sqlite-handle.ts';

/** What the store's own connection and the host's were told. */
const told: string[] = [];

class ListeningDatabase extends Libsql {
  override exec(sql: string): this {
    told.push(sql);
    return super.exec(sql);
  }
}

const bounds = () => told.filter((sql) => sql.includes('wal_autocheckpoint')).map((sql) => Number(sql.split('=')[1]));

it('is not gone through at every commit while a snapshot keeps it from being copied, and is copied afterwards', async () => {
  const database = sqliteDatabase((file) => new ListeningDatabase(file) as never);
  onTestFinished(() => database.close());
  await using scene = await DatabaseScene.open(database);
  const webhook = await scene.register();
  const publish = async (times: number) => {
    for (let time = 0; time < times; time += 1) {
      const payloads = [newPayload(`"entity":{"note":"${'x'.repeat(100_000)}"}`)];
      await scene.enqueue(newBatch([{ webhook, payloads }], { now: scene.now }));
    }
  };
  const copied = () => querySqlite(database.handle, 'PRAGMA wal_checkpoint(PASSIVE)')[0];
  await publish(64);
  expect(bounds()).toEqual([]);
  copied();
  const reader = openLibsql(database.file);
  reader.exec('BEGIN');
  querySqlite(reader, 'SELECT count(*) FROM sqlite_master');
  await publish(4 * 64);
  const [first = 0, second = 0, ...more] = bounds();
  expect(first).toBeGreaterThan(4 * 1_000);
  expect(second).toBeGreaterThan(2 * first);
  expect(more).toEqual([]);
  reader.exec('ROLLBACK');
  reader.close();
  await publish(4 * 64);
  expect(bounds().slice(2)).toEqual([1_000]);
  const { log, checkpointed } = copied() ?? {};
  expect(log).toBe(checkpointed);
});
