import { ValidationError, type ValidationIssue } from '@hookwright/core';
import { TableNames } from '../schema/table-names.ts';
import { hasMethod } from '../session/host-session.ts';
import { LocalWakeSignal } from '../session/wake-signal.ts';
import { SqlStore } from '../sql-store.ts';
import { SqliteDatabase, type SqliteSource, type SqliteTransaction } from './sqlite-database.ts';
import { SqliteDispatch } from './sqlite-dispatch.ts';
import type { SqliteHandle } from './sqlite-handle.ts';

export interface SqliteStoreOptions {
  /**
   * Path of the database file, made where there is none. Opened by node:sqlite, else by libsql. This or `database`. For a file that
   * nobody else in this process opens: two drivers do not see each other's locks, and may damage it.
   */
  readonly file?: string | undefined;
  /**
   * The host's own handle. It is used for calls that carry it as their `transaction`, and for nothing else: the store opens a
   * connection of its own to the same file, and leaves the file's journal mode as it is (WAL is what lets both work at once).
   */
  readonly database?: SqliteHandle | undefined;
  /** What the tables' names begin with. Default `hookwright_`. Letters, digits and underscores, at most 30 characters. */
  readonly prefix?: string | undefined;
  /** When a commit of the store's own is on the disk: `full` (default) at once; `normal` soon, and a power failure may lose the last ones. */
  readonly synchronous?: 'full' | 'normal' | undefined;
}

/**
 * A store in a SQLite file, 3.35 or newer. Several processes may share the file.
 *
 * @throws {@link ValidationError} for options that are missing or malformed
 */
export function sqliteStore(options: SqliteStoreOptions): SqlStore<SqliteTransaction> {
  const { prefix, synchronous = 'full' } = options;
  const source = readSource(options);
  if (synchronous !== 'full' && synchronous !== 'normal') {
    const message = `expected 'full' or 'normal', got ${JSON.stringify(synchronous)}`;
    throw new ValidationError([{ path: 'synchronous', code: 'INVALID_VALUE', message }]);
  }
  const names = new TableNames({ prefix }, '"');
  return new SqlStore({
    dialect: 'sqlite',
    names,
    database: new SqliteDatabase(source, synchronous),
    dispatchSql: new SqliteDispatch(names),
    wakeSignal: new LocalWakeSignal(),
  });
}

function readSource({ file, database }: SqliteStoreOptions): SqliteSource {
  const issues: ValidationIssue[] = [];
  if ((file === undefined) === (database === undefined)) {
    issues.push({ path: 'file', code: 'REQUIRED', message: 'expected either `file` or `database`' });
  }
  if (file !== undefined && (typeof file !== 'string' || file === '')) {
    issues.push({ path: 'file', code: 'WRONG_TYPE', message: 'expected the path of a file' });
  }
  if (database !== undefined && !['prepare', 'exec', 'close'].every((name) => hasMethod(database, name))) {
    const message = "expected a handle of better-sqlite3's, libsql's or node:sqlite's shape: { prepare, exec, close }";
    issues.push({ path: 'database', code: 'WRONG_TYPE', message });
  }
  if (issues.length > 0) throw new ValidationError(issues);
  return database === undefined ? { file: file as string } : { database };
}
