import { WebhookError } from '@hookwright/core';
import type { Database } from '../session/database.ts';
import { asFailure, codeOf, retryConflicts } from '../session/database-error.ts';
import {
  type Execute,
  guarded,
  hasMethod,
  portableExecute,
  TransactionQueue,
  unknownTransaction,
} from '../session/host-session.ts';
import { runAsync, type Statement, statement, type Work } from '../session/work.ts';
import type { KyselyTransaction, SqlExecutor, SqlRow, SqlValue } from '../sql-executor.ts';
import type { PgClient, PgPool, PgPoolClient, PgQuery } from './pg-handles.ts';
import { postgresFailure } from './postgres-failure.ts';
import { StatementNames } from './statement-names.ts';

/** A host's open transaction on PostgreSQL: a `pg` client with BEGIN sent, a Kysely transaction, or an ORM's by {@link SqlExecutor}. */
export type PostgresTransaction = PgClient | KyselyTransaction | SqlExecutor;

const minVersion = 120_000;
/**
 * With plans by index alone: a bitmap or a sort reads all that matches, dead rows too, before the first row comes out. One message
 * without parameters, so that it costs no more than BEGIN.
 */
const begin = {
  sql:
    'BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off; ' +
    'SET LOCAL enable_seqscan = off; SET LOCAL jit = off',
  parameters: [],
};
const commit = { sql: 'COMMIT', parameters: [] };
const rollback = { sql: 'ROLLBACK', parameters: [] };

export class PostgresDatabase implements Database<PostgresTransaction> {
  readonly #pool: PgPool;
  readonly #names: StatementNames | null;
  readonly #lockKey: string;
  readonly #queue = new TransactionQueue();
  /** Set once a pooler between here and the server has shown that it mixes connections. */
  #isMixed = false;
  #isChecked = false;

  /** @param lockKey - what processes that migrate the same tables have in common */
  constructor(pool: PgPool, prepare: boolean, lockKey: string) {
    this.#pool = pool;
    this.#names = prepare ? new StatementNames() : null;
    this.#lockKey = `hookwright ${lockKey}`;
  }

  run<Result>(work: () => Work<Result>): Promise<Result> {
    return retryConflicts(() => runAsync(work(), (one) => this.#execute(this.#pool, one)));
  }

  transact<Result>(work: () => Work<Result>): Promise<Result> {
    return retryConflicts(() => this.#transactOnce(work));
  }

  async within<Result>(transaction: PostgresTransaction, work: () => Work<Result>): Promise<Result> {
    const execute = this.#executeOf(transaction);
    return this.#queue.run(transaction, () => runAsync(guarded(work()), execute));
  }

  *lockMigrations(): Work<void> {
    yield* statement('SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))', [this.#lockKey]);
  }

  *unlockMigrations(): Work<void> {}

  async open(): Promise<void> {
    if (this.#isChecked) return;
    const [row] = await this.run(() => statement("SELECT current_setting('server_version_num') AS version"));
    const version = Number(row?.version);
    if (version < minVersion) {
      const message = `PostgreSQL 12 or newer is needed, this server is ${Math.floor(version / 10_000)}; upgrade it`;
      throw new WebhookError('DATABASE_TOO_OLD', message);
    }
    this.#isChecked = true;
  }

  /** The pool is the host's. */
  async close(): Promise<void> {}

  async clockOffsetMs(): Promise<number> {
    const asked = Date.now();
    const [row] = await this.run(() => statement('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now'));
    const answered = Date.now();
    return Math.round(Number(row?.now) - (asked + answered) / 2);
  }

  async #transactOnce<Result>(work: () => Work<Result>): Promise<Result> {
    const client = await this.#connect();
    // One that dies while it is in use says so twice: here, and by the query that fails.
    const ignore = () => {};
    client.on('error', ignore);
    let broken: Error | undefined;
    try {
      await this.#execute(client, begin);
      const result = await runAsync(work(), (one) => this.#execute(client, one));
      await this.#execute(client, commit);
      return result;
    } catch (cause) {
      try {
        await this.#execute(client, rollback);
      } catch (error) {
        broken = error as Error;
      }
      throw cause;
    } finally {
      client.removeListener('error', ignore);
      client.release(broken);
    }
  }

  async #connect(): Promise<PgPoolClient> {
    try {
      return await this.#pool.connect();
    } catch (cause) {
      throw asFailure(cause, postgresFailure);
    }
  }

  async #execute(client: PgClient, { sql: text, parameters: values }: Statement): Promise<readonly SqlRow[]> {
    const name = this.#isMixed || values.length === 0 ? undefined : this.#names?.of(text);
    // The driver keeps the list until the query is sent; it is built for this call alone.
    const query: PgQuery = { text, values: values as SqlValue[], ...(name === undefined ? {} : { name }) };
    try {
      return (await client.query(query)).rows;
    } catch (cause) {
      if (name !== undefined && isMixing(cause)) {
        this.#isMixed = true;
        // Its transaction, if any, is lost: the whole of it is run again, unnamed.
        throw asFailure(cause, () => 'conflict');
      }
      throw asFailure(cause, postgresFailure);
    }
  }

  #executeOf(transaction: unknown): Execute {
    const portable = portableExecute(transaction, postgresFailure);
    if (portable !== null) return portable;
    if (!hasMethod(transaction, 'query')) throw unknownTransaction('a pg client whose transaction is open');
    const client = transaction as unknown as PgClient;
    return async ({ sql: text, parameters }) => {
      try {
        return (await client.query({ text, values: [...parameters] })).rows;
      } catch (cause) {
        throw asFailure(cause, postgresFailure);
      }
    };
  }
}

/** A prepared statement that is not there, or already there: what a pooler does that gives each transaction another connection. */
function isMixing(cause: unknown): boolean {
  return codeOf(cause) === '26000' || codeOf(cause) === '42P05';
}
