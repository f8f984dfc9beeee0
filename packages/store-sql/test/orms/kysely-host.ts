import { Kysely, MysqlDialect, PostgresDialect, SqliteDialect, sql, type Transaction } from 'kysely';
import { createPool } from 'mysql2';
import pg from 'pg';
import type { SqliteHandle } from '../databases/sqlite-handle.ts';
import type { PostgresConnection } from '../servers/postgres-server.ts';
import type { OrmHost } from './orm-host.ts';

export function kyselyPostgres(connection: PostgresConnection): OrmHost {
  return kyselyHost(new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ ...connection }) }) }));
}

export function kyselyMysql(url: string): OrmHost {
  return kyselyHost(new Kysely({ dialect: new MysqlDialect({ pool: createPool(url) }) }));
}

/** @param handle - of better-sqlite3's shape; closed with the host */
export function kyselySqlite(handle: SqliteHandle): OrmHost {
  return kyselyHost(new Kysely({ dialect: new SqliteDialect({ database: handle as never }) }));
}

function kyselyHost(database: Kysely<unknown>): OrmHost {
  const run = (trx: Transaction<unknown>) => (text: string) => sql.raw(text).execute(trx);
  return {
    name: 'Kysely',
    // Kysely's own transaction is understood as it is.
    transact: (work) => database.transaction().execute((trx) => work({ handle: trx, run: run(trx) })),
    close: () => database.destroy(),
  };
}
