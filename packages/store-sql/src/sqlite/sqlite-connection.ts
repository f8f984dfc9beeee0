import { asFailure } from '../session/database-error.ts';
import type { Statement } from '../session/work.ts';
import type { SqlRow, SqlValue } from '../sql-executor.ts';
import { sqliteFailure } from './sqlite-failure.ts';
import type { SqliteHandle, SqliteStatement } from './sqlite-handle.ts';

type Call = (...parameters: readonly SqlValue[]) => unknown;

interface Prepared {
  readonly statement: SqliteStatement;
  readonly isReader: boolean;
}

const maxPrepared = 200;

/** A handle with its prepared statements. */
export class SqliteConnection {
  readonly handle: SqliteHandle;
  readonly #prepared = new Map<string, Prepared>();

  constructor(handle: SqliteHandle) {
    this.handle = handle;
  }

  /** Runs a statement that takes and gives nothing: BEGIN, COMMIT, ROLLBACK, pragmas. */
  command(sql: string): void {
    try {
      // Not prepared: one that failed to get its lock, and that a driver does not reset, goes on reading from an old snapshot.
      this.handle.exec(sql);
    } catch (cause) {
      throw asFailure(cause, sqliteFailure);
    }
  }

  /** Runs one statement at once. */
  execute({ sql, parameters }: Statement): readonly SqlRow[] {
    try {
      const { statement, isReader } = this.#prepare(sql);
      if (isReader) return (statement.all as Call)(...parameters) as SqlRow[];
      (statement.run as Call)(...parameters);
      return [];
    } catch (cause) {
      this.#prepared.delete(sql);
      throw asFailure(cause, sqliteFailure);
    }
  }

  /** Whether a transaction is open on it; undefined where the driver cannot tell. */
  get isInTransaction(): boolean | undefined {
    const { handle } = this;
    // Asked of a closed handle, libsql ends the process.
    if ('open' in handle && handle.open === false) return undefined;
    if ('inTransaction' in handle && typeof handle.inTransaction === 'boolean') return handle.inTransaction;
    try {
      return 'isTransaction' in handle && typeof handle.isTransaction === 'boolean' ? handle.isTransaction : undefined;
    } catch {
      // A closed handle of node:sqlite's: what is executed next says so.
      return undefined;
    }
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    if (this.#prepared.size >= maxPrepared) this.#prepared.clear();
    const statement = this.handle.prepare(sql);
    // better-sqlite3 tells which statements return rows and refuses `all` of the others; node:sqlite takes it of any.
    const prepared = { statement, isReader: !('reader' in statement) || statement.reader === true };
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}
