import { ValidationError } from '@hookwright/core';
import { TableNames } from '../schema/table-names.ts';
import { hasMethod } from '../session/host-session.ts';
import { LocalWakeSignal } from '../session/wake-signal.ts';
import { SqlStore } from '../sql-store.ts';
import { MysqlDatabase, type MysqlTransaction } from './mysql-database.ts';
import { MysqlDispatch } from './mysql-dispatch.ts';
import type { MysqlPool } from './mysql-handles.ts';

export interface MysqlStoreOptions {
  /** A pool of `mysql2/promise`, with at least two connections. It is the host's: `stop()` leaves it open. */
  readonly pool: MysqlPool;
  /** What the tables' names begin with. Default `hookwright_`. Letters, digits and underscores, at most 30 characters. */
  readonly prefix?: string | undefined;
}

/**
 * A store in the host's MySQL, 8.0.1 or newer, or MariaDB, 10.6 or newer.
 *
 * @throws {@link ValidationError} for options that are missing or malformed
 */
export function mysqlStore({ pool, prefix }: MysqlStoreOptions): SqlStore<MysqlTransaction> {
  // The pool of `mysql2` itself takes callbacks; it has a `promise()` that gives the other.
  if (!hasMethod(pool, 'getConnection') || hasMethod(pool, 'promise')) {
    const message = "expected a pool of mysql2/promise, such as createPool(uri) of 'mysql2/promise'";
    throw new ValidationError([{ path: 'pool', code: 'WRONG_TYPE', message }]);
  }
  const names = new TableNames({ prefix }, '`');
  return new SqlStore({
    dialect: 'mysql',
    names,
    database: new MysqlDatabase(pool, `hookwright_migrate_${names.prefix}`),
    dispatchSql: new MysqlDispatch(names),
    wakeSignal: new LocalWakeSignal(),
  });
}
