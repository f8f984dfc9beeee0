import { ValidationError } from '@hookwright/core';
import { type TableNameOptions, TableNames } from '../schema/table-names.ts';
import { hasMethod } from '../session/host-session.ts';
import { LocalWakeSignal } from '../session/wake-signal.ts';
import { SqlStore } from '../sql-store.ts';
import type { PgPool } from './pg-handles.ts';
import { PostgresDatabase, type PostgresTransaction } from './postgres-database.ts';
import { PostgresDispatch } from './postgres-dispatch.ts';
import { PostgresWakeSignal } from './postgres-wake-signal.ts';

export interface PostgresStoreOptions extends TableNameOptions {
  /** A Pool of the `pg` package, with at least three connections. It is the host's: `stop()` leaves it open. */
  readonly pool: PgPool;
  /**
   * Whether other processes are woken by LISTEN and NOTIFY, on one connection of the pool that is kept while this process delivers.
   * Default true. False behind a pooler that gives each transaction another connection: then they poll.
   */
  readonly listen?: boolean | undefined;
  /** Whether frequent statements are prepared. Default true; switched off by itself where a pooler mixes connections. */
  readonly prepare?: boolean | undefined;
}

/**
 * A store in the host's PostgreSQL, 12 or newer.
 *
 * @throws {@link ValidationError} for options that are missing or malformed
 */
export function postgresStore({
  pool,
  listen = true,
  prepare = true,
  ...names
}: PostgresStoreOptions): SqlStore<PostgresTransaction> {
  if (!hasMethod(pool, 'connect') || !hasMethod(pool, 'query')) {
    const message = 'expected a Pool of the pg package, such as new Pool({ connectionString })';
    throw new ValidationError([{ path: 'pool', code: 'WRONG_TYPE', message }]);
  }
  const tables = new TableNames(names, '"');
  const channel = `${tables.schema ?? ''}${tables.schema === undefined ? '' : '_'}${tables.prefix}wake`.slice(0, 63);
  return new SqlStore({
    dialect: 'postgres',
    names: tables,
    database: new PostgresDatabase(pool, prepare, `${tables.schema ?? ''}.${tables.prefix}`),
    dispatchSql: new PostgresDispatch(tables),
    wakeSignal: listen ? new PostgresWakeSignal(pool, channel) : new LocalWakeSignal(),
  });
}
