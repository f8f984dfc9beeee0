import Database from 'libsql';

/** The part of a SQLite handle that better-sqlite3, libsql and node:sqlite share. */
export interface SqliteHandle {
  exec(sql: string): unknown;
  prepare(sql: string): { all(...parameters: unknown[]): unknown[]; run(...parameters: unknown[]): unknown };
  close(): unknown;
}

/** Opens a file as the store does its own by default: a write-ahead log, synchronised at each commit. */
export function openSqlite(file: string): SqliteHandle {
  const handle = new Database(file) as unknown as SqliteHandle;
  handle.exec('PRAGMA journal_mode = WAL');
  handle.exec('PRAGMA synchronous = FULL');
  handle.exec('PRAGMA busy_timeout = 5000');
  return handle;
}
