import type { Knex } from 'knex';
import type { SqlExecutor } from '../../src/index.ts';
import { rowsOf } from './orm-host.ts';

/** A Knex transaction on `pg`. */
export function knexPostgresExecutor(trx: Knex.Transaction): SqlExecutor {
  return {
    execute: async (sql, parameters) => (await trx.raw(sql.replace(/\$\d+/g, '?'), [...parameters])).rows,
  };
}

/** A Knex transaction on `mysql2`. */
export function knexMysqlExecutor(trx: Knex.Transaction): SqlExecutor {
  return {
    execute: async (sql, parameters) => {
      const [rows] = await trx.raw(sql, [...parameters]);
      return rowsOf(rows);
    },
  };
}
