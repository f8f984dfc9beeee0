import { WebhookError } from '@hookwright/core';
import type { Database } from '../session/database.ts';
import { DatabaseFailure } from '../session/database-error.ts';
import { guarded, hasMethod, portableExecute, TransactionQueue, unknownTransaction } from '../session/host-session.ts';
import { runAsync, runSync, type Work } from '../session/work.ts';
import type { KyselyTransaction, SqlExecutor } from '../sql-executor.ts';
import { openSqliteFile } from './open-sqlite-file.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { sqliteFailure } from './sqlite-failure.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import { WalKeeper } from './wal-keeper.ts';

/** A host's open transaction on SQLite: the handle with BEGIN executed, a Kysely transaction, or an ORM's by {@link SqlExecutor}. */
export type SqliteTransaction = SqliteHandle | KyselyTransaction | SqlExecutor;

/** Where the store finds its data. */
export type SqliteSource = { readonly file: string } | { readonly database: SqliteHandle };

/** How long to wait for another process or another connection that writes, in ms. */
const maxWaitMs = 30_000;
const maxPauseMs = 25;
/** Pages that the store's own connection keeps in memory, in KiB. With SQLite's 2 MiB a large queue is read again and again. */
const cacheKib = 32_768;

/**
 * SQLite. Everything but calls in the host's transaction runs on a connection of the store's own, in one go: no await stands in a
 * transaction, and no statement blocks the thread while it waits for a lock that the host's code, in the same thread, may hold.
 */
export class SqliteDatabase implements Database<SqliteTransaction> {
  readonly #source: SqliteSource;
  readonly #synchronous: 'full' | 'normal';
  readonly #hosts = new WeakMap<object, SqliteConnection>();
  readonly #queue = new TransactionQueue();
  #own: SqliteConnection | null = null;
  #walKeeper: WalKeeper | null = null;
  /** The host's handle, where its database is in memory and cannot be opened twice. */
  #shared: SqliteConnection | null = null;

  constructor(source: SqliteSource, synchronous: 'full' | 'normal') {
    this.#source = source;
    this.#synchronous = synchronous;
  }

  run<Result>(work: () => Work<Result>): Promise<Result> {
    return this.#whenFree((connection) => runSync(work(), (one) => connection.execute(one)));
  }

  async transact<Result>(work: () => Work<Result>): Promise<Result> {
    const result = await this.#whenFree((connection) => {
      connection.command('BEGIN IMMEDIATE');
      try {
        const value = runSync(work(), (one) => connection.execute(one));
        connection.command('COMMIT');
        return value;
      } catch (cause) {
        rollBack(connection);
        throw cause;
      }
    });
    this.#walKeeper?.afterCommit();
    return result;
  }

  async within<Result>(transaction: SqliteTransaction, work: () => Work<Result>): Promise<Result> {
    const portable = portableExecute(transaction, sqliteFailure);
    if (portable !== null) return this.#queue.run(transaction, () => runAsync(guarded(work()), portable));
    if (!hasMethod(transaction, 'prepare') || !hasMethod(transaction, 'exec')) {
      throw unknownTransaction('a SQLite handle whose transaction is open');
    }
    const handle = transaction as unknown as SqliteHandle;
    const known = this.#hosts.get(handle);
    const connection = known ?? new SqliteConnection(handle);
    if (known === undefined) this.#hosts.set(handle, connection);
    if (connection.isInTransaction === false) {
      const message = 'the SQLite handle that was passed as `transaction` has none open; execute BEGIN on it first';
      throw new WebhookError('TRANSACTION_REQUIRED', message);
    }
    return runSync(guarded(work()), (one) => connection.execute(one));
  }

  async open(): Promise<void> {
    if (this.#own !== null || this.#shared !== null) return;
    this.#connect();
    const connection = this.#connection();
    const [row] = connection.execute({ sql: 'SELECT sqlite_version() AS version', parameters: [] });
    const version = String(row?.version);
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major * 1_000 + minor >= 3_035) return;
    await this.close();
    throw new WebhookError(
      'DATABASE_TOO_OLD',
      `SQLite 3.35 or newer is needed, the driver has ${version}; upgrade the driver`,
    );
  }

  async close(): Promise<void> {
    const own = this.#own;
    this.#own = null;
    this.#walKeeper = null;
    this.#shared = null;
    own?.handle.close();
  }

  /** The file has no clock. */
  clockOffsetMs(): number {
    return 0;
  }

  // The transaction that migrations run in keeps others out.
  *lockMigrations(): Work<void> {}

  *unlockMigrations(): Work<void> {}

  #connect(): void {
    const source = this.#source;
    if ('file' in source) {
      this.#use(this.#configure(openSqliteFile(source.file), true));
      return;
    }
    const host = new SqliteConnection(source.database);
    const databases = host.execute({ sql: 'PRAGMA database_list', parameters: [] });
    const file = String(databases.find(({ name }) => name === 'main')?.file ?? '');
    if (file === '') {
      this.#shared = host;
      return;
    }
    // Of the host's own driver, without importing it.
    const Handle = source.database.constructor as new (file: string) => SqliteHandle;
    this.#use(this.#configure(new Handle(file), false));
  }

  #use(connection: SqliteConnection): void {
    this.#own = connection;
    this.#walKeeper = new WalKeeper(connection);
  }

  /** @param isOurs - the file itself: how it keeps its journal is a property of the file, and else the host's to choose */
  #configure(handle: SqliteHandle, isOurs: boolean): SqliteConnection {
    const connection = new SqliteConnection(handle);
    const pragmas = [
      'PRAGMA busy_timeout = 0',
      `PRAGMA synchronous = ${this.#synchronous}`,
      `PRAGMA cache_size = ${-cacheKib}`,
    ];
    // Another connection may be writing at this moment: once the file is in this mode it stays so.
    if (isOurs) pragmas.push('PRAGMA journal_mode = WAL');
    for (const sql of pragmas) {
      try {
        connection.command(sql);
      } catch (cause) {
        if (!(cause instanceof DatabaseFailure) || !cause.isConflict) throw cause;
      }
    }
    return connection;
  }

  #connection(): SqliteConnection {
    if (this.#own === null && this.#shared === null) this.#connect();
    if (this.#own !== null) return this.#own;
    const shared = this.#shared as SqliteConnection;
    if (shared.isInTransaction !== true) return shared;
    const message =
      'a transaction is open on the in-memory database, which has no second connection; pass it as `transaction`, or wait for its end';
    throw new WebhookError('TRANSACTION_REQUIRED', message);
  }

  /** Tries until nobody else writes. Between the tries the host's code runs, which may be who does. */
  async #whenFree<Result>(act: (connection: SqliteConnection) => Result): Promise<Result> {
    let waitedMs = 0;
    for (let tries = 0; ; tries += 1) {
      try {
        return act(this.#connection());
      } catch (cause) {
        if (!(cause instanceof DatabaseFailure) || !cause.isConflict) throw cause;
        if (waitedMs >= maxWaitMs) throw this.#explain(cause);
        const pauseMs = Math.min(2 ** tries, maxPauseMs) * (0.5 + Math.random());
        waitedMs += pauseMs;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  /** A host that has forgotten to pass its transaction waits for itself. */
  #explain(cause: DatabaseFailure): WebhookError {
    const source = this.#source;
    if ('file' in source || new SqliteConnection(source.database).isInTransaction !== true) return cause;
    const message =
      'a transaction has been open on the handle for too long; pass it as `transaction` in what is called within it, or end it';
    return new WebhookError('STORE_UNAVAILABLE', message, { retryable: true, cause });
  }
}

/** What fails here fails because of what went before, and says less. */
function rollBack(connection: SqliteConnection): void {
  try {
    if (connection.isInTransaction !== false) connection.command('ROLLBACK');
  } catch {
    // SQLite has ended the transaction itself, or the connection is gone.
  }
}
