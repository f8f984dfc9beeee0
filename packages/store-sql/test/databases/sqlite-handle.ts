import { createRequire } from 'node:module';
import { DatabaseSync } from '@photostructure/sqlite';
import Libsql from 'libsql';
import type { Row } from './test-database.ts';

/** The part of a SQLite handle that is the same in every driver. */
export interface SqliteHandle {
  exec(sql: string): unknown;
  prepare(sql: string): {
    /** Whether it returns rows, in better-sqlite3's shape. */
    readonly reader?: boolean;
    all(...parameters: never[]): unknown[];
    run(...parameters: never[]): unknown;
  };
  close(): unknown;
}

export type SqliteOpener = (file: string) => SqliteHandle;

/** better-sqlite3's shape. */
export const openLibsql: SqliteOpener = (file) => new Libsql(file);

/** node:sqlite's shape. */
export const openPhotostructure: SqliteOpener = (file) => new DatabaseSync(file);

/** The running Node's own, or null where it has none. */
export const openNodeSqlite: SqliteOpener | null = nodeSqlite();

function nodeSqlite(): SqliteOpener | null {
  const load = createRequire(import.meta.url);
  try {
    const { DatabaseSync: Own } = load('node:sqlite') as { DatabaseSync: new (file: string) => SqliteHandle };
    return (file) => new Own(file);
  } catch {
    return null;
  }
}

/** Runs one statement. @param sql - with `?` for parameters */
export function querySqlite(handle: SqliteHandle, sql: string, parameters: readonly unknown[] = []): readonly Row[] {
  const statement = handle.prepare(sql);
  const values = parameters as never[];
  if (statement.reader !== false) return statement.all(...values) as Row[];
  statement.run(...values);
  return [];
}
