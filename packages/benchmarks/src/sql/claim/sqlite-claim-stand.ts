import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteStore } from '@hookwright/store-sql/sqlite';
import { openSqlite, type SqliteHandle } from '../open-sqlite.ts';
import type { ClaimStand } from './claim-stand.ts';

export async function createSqliteClaimStand(): Promise<ClaimStand<SqliteHandle>> {
  const folder = await mkdtemp(join(tmpdir(), 'hookwright-bench-'));
  const file = join(folder, 'claim.db');
  const handle = openSqlite(file);
  const store = sqliteStore({ database: handle });
  await store.migrate();
  await store.open();
  return {
    store,
    async transact(work) {
      handle.exec('begin');
      await work(handle);
      handle.exec('commit');
    },
    async maintain() {
      handle.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      // What filling left for the disk would hold up every commit of the next minute.
      spawnSync('sync');
    },
    // One that has written keeps everybody else from writing: there is nothing to measure.
    heldTransaction: 'that has a snapshot',
    async holdTransaction() {
      const reader = openSqlite(file);
      reader.exec('begin');
      reader.prepare('select count(*) from sqlite_master').all();
      return async () => {
        reader.exec('rollback');
        reader.close();
      };
    },
    async close() {
      await store.close();
      handle.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
