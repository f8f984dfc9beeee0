import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebhookStore } from '@hookwright/core';
import { sqliteStore } from '../../src/sqlite.ts';
import { querySqlite, type SqliteOpener } from './sqlite-handle.ts';
import { clearing, type HostTransaction, type TestDatabase } from './test-database.ts';

export interface SqliteDatabase extends TestDatabase {
  readonly file: string;
  /** The host's handle. */
  readonly handle: ReturnType<SqliteOpener>;
}

/**
 * A file of its own. In one process all handles on it are of one driver: each driver brings a SQLite of its own, which knows
 * nothing of the locks that another holds for the same process, and between them they would ruin the file.
 *
 * @param open - how the host opens its handle
 * @param given - what the stores are given: the host's handle, or the file
 */
export function sqliteDatabase(open: SqliteOpener, given: 'handle' | 'file' = 'handle'): SqliteDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'hookwright-sqlite-'));
  const file = join(folder, 'host.db');
  const handle = open(file);
  // As hosts do: readers and a writer do not wait for each other.
  handle.prepare('PRAGMA journal_mode = WAL').all();
  const query: TestDatabase['query'] = async (sql, parameters) => querySqlite(handle, sql, parameters);
  const tables = async () => {
    const rows = await query(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    );
    return rows.map(({ name }) => String(name));
  };
  return {
    file,
    handle,
    newStore: (options = {}) => {
      const source = given === 'file' ? { file } : { database: handle as never };
      // A commit does not wait for the disk here: that what it promises outlasts a crash is another test's.
      const store = sqliteStore({ synchronous: 'normal', ...source, ...options });
      return store as WebhookStore<unknown>;
    },
    begin: async (): Promise<HostTransaction> => {
      handle.exec('BEGIN');
      return {
        handle,
        query,
        commit: async () => void handle.exec('COMMIT'),
        rollback: async () => void handle.exec('ROLLBACK'),
      };
    },
    query,
    table: (name) => `"${name}"`,
    tables,
    clear: clearing(
      tables,
      async (deletions) => handle.exec(`BEGIN;${deletions};COMMIT`),
      (name) => `"${name}"`,
    ),
    close: async () => {
      handle.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
