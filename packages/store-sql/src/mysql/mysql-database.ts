import { WebhookError } from '@hookwright/core';
import type { Database } from '../session/database.ts';
import { asFailure, retryConflicts } from '../session/database-error.ts';
import {
  type Execute,
  guarded,
  hasMethod,
  portableExecute,
  TransactionQueue,
  unknownTransaction,
} from '../session/host-session.ts';
import { RecurringStatements } from '../session/recurring-statements.ts';
import { runAsync, type Statement, statement, type Work } from '../session/work.ts';
import type { KyselyTransaction, SqlExecutor, SqlRow } from '../sql-executor.ts';
import { mysqlFailure } from './mysql-failure.ts';
import type { MysqlConnection, MysqlPool, MysqlPoolConnection } from './mysql-handles.ts';

/** A host's open transaction on MySQL: a `mysql2/promise` connection, a Kysely transaction, or an ORM's by {@link SqlExecutor}. */
export type MysqlTransaction = MysqlConnection | KyselyTransaction | SqlExecutor;

const migrationWaitSeconds = 120;

export class MysqlDatabase implements Database<MysqlTransaction> {
  readonly #pool: MysqlPool;
  readonly #lockName: string;
  readonly #queue = new TransactionQueue();
  readonly #kept = new RecurringStatements();
  #isChecked = false;

  /** @param lockName - what processes that migrate the same tables have in common, at most 64 characters */
  constructor(pool: MysqlPool, lockName: string) {
    this.#pool = pool;
    this.#lockName = lockName;
  }

  run<Result>(work: () => Work<Result>): Promise<Result> {
    return retryConflicts(() =>
      this.#connected((connection) => runAsync(work(), (one) => this.#execute(connection, one))),
    );
  }

  transact<Result>(work: () => Work<Result>): Promise<Result> {
    return retryConflicts(() =>
      this.#connected(async (connection) => {
        // The locks of the default level reach beyond the rows that are read.
        await command(connection, 'SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
        await command(connection, 'START TRANSACTION');
        try {
          const result = await runAsync(work(), (one) => this.#execute(connection, one));
          await command(connection, 'COMMIT');
          return result;
        } catch (cause) {
          // What fails here fails because of that, and says less.
          await command(connection, 'ROLLBACK').catch(() => connection.destroy());
          throw cause;
        }
      }),
    );
  }

  async within<Result>(transaction: MysqlTransaction, work: () => Work<Result>): Promise<Result> {
    const execute = this.#executeOf(transaction);
    return this.#queue.run(transaction, () => runAsync(guarded(work()), execute));
  }

  async open(): Promise<void> {
    if (this.#isChecked) return;
    const [row] = await this.run(() => statement('SELECT version() AS version'));
    checkVersion(String(row?.version));
    this.#isChecked = true;
  }

  /** The pool is the host's. */
  async close(): Promise<void> {}

  async clockOffsetMs(): Promise<number> {
    const asked = Date.now();
    const [row] = await this.run(() => statement('SELECT unix_timestamp(now(6)) * 1000 AS now'));
    const answered = Date.now();
    return Math.round(Number(row?.now) - (asked + answered) / 2);
  }

  *lockMigrations(): Work<void> {
    const [row] = yield* statement('SELECT get_lock(?, ?) AS locked', [this.#lockName, migrationWaitSeconds]);
    if (Number(row?.locked) === 1) return;
    const message = `another process has been migrating for ${migrationWaitSeconds} s; try again`;
    throw new WebhookError('STORE_UNAVAILABLE', message, { retryable: true });
  }

  *unlockMigrations(): Work<void> {
    yield* statement('SELECT release_lock(?) AS released', [this.#lockName]);
  }

  async #connected<Result>(act: (connection: MysqlPoolConnection) => Promise<Result>): Promise<Result> {
    let connection: MysqlPoolConnection;
    try {
      connection = await this.#pool.getConnection();
    } catch (cause) {
      throw asFailure(cause, mysqlFailure);
    }
    try {
      return await act(connection);
    } finally {
      // One that was destroyed is not given to anybody else.
      connection.release();
    }
  }

  async #execute(connection: MysqlConnection, { sql, parameters }: Statement): Promise<readonly SqlRow[]> {
    if (isUnprepared(sql)) return command(connection, sql);
    try {
      const [rows] = await connection.execute(sql, [...parameters]);
      // The server keeps so many prepared statements and no more, for all of its clients.
      if (!this.#kept.has(sql)) connection.unprepare?.(sql);
      return Array.isArray(rows) ? (rows as readonly SqlRow[]) : [];
    } catch (cause) {
      throw asFailure(cause, mysqlFailure);
    }
  }

  #executeOf(transaction: unknown): Execute {
    const portable = portableExecute(transaction, mysqlFailure);
    if (portable !== null) return portable;
    if (!hasMethod(transaction, 'query') || !hasMethod(transaction, 'execute')) {
      throw unknownTransaction('a mysql2/promise connection whose transaction is open');
    }
    const connection = transaction as unknown as MysqlConnection;
    return (one) => this.#execute(connection, one);
  }
}

async function command(connection: MysqlConnection, sql: string): Promise<readonly SqlRow[]> {
  try {
    await connection.query(sql);
    return [];
  } catch (cause) {
    throw asFailure(cause, mysqlFailure);
  }
}

/** Savepoints and table definitions are not to be had as prepared statements on every version. */
function isUnprepared(sql: string): boolean {
  return /^(savepoint|release|rollback|create|alter|drop)\b/i.test(sql);
}

/** Both say `8.0.36` or `10.11.6-MariaDB-1:10.11.6+maria`; the older ones of MariaDB put `5.5.5-` before it. */
function checkVersion(version: string): void {
  const isMariaDb = /mariadb/i.test(version);
  const [major = 0, minor = 0, patch = 0] = version
    .replace(/^5\.5\.5-/, '')
    .split(/[.-]/)
    .map(Number);
  const number = major * 10_000 + minor * 100 + patch;
  const needed = isMariaDb ? 100_600 : 80_001;
  if (number >= needed) return;
  const message = `MySQL 8.0.1 or MariaDB 10.6 or newer is needed, this server is ${version}; upgrade it`;
  throw new WebhookError('DATABASE_TOO_OLD', message);
}
