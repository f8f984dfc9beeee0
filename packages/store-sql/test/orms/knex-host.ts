import knex, { type Knex } from 'knex';
import type { SqlExecutor } from '../../src/index.ts';
import type { PostgresConnection } from '../servers/postgres-server.ts';
import { knexMysqlExecutor, knexPostgresExecutor } from './knex-executor.ts';
import type { OrmHost } from './orm-host.ts';

export function knexPostgresHost(connection: PostgresConnection): OrmHost {
  return knexHost(knex({ client: 'pg', connection: { ...connection } }), knexPostgresExecutor);
}

export function knexMysqlHost(url: string): OrmHost {
  return knexHost(knex({ client: 'mysql2', connection: url }), knexMysqlExecutor);
}

function knexHost(database: Knex, executor: (trx: Knex.Transaction) => SqlExecutor): OrmHost {
  return {
    name: 'Knex',
    transact: (work) =>
      database.transaction((trx) => work({ handle: executor(trx), run: async (text) => trx.raw(text) })),
    close: () => database.destroy(),
  };
}
