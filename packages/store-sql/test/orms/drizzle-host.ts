import { sql } from 'drizzle-orm';
import { drizzle as drizzleMysql } from 'drizzle-orm/mysql2';
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres';
import { drizzle as drizzleSqlite } from 'drizzle-orm/sqlite-proxy';
import { createPool } from 'mysql2/promise';
import pg from 'pg';
import { querySqlite, type SqliteHandle } from '../databases/sqlite-handle.ts';
import type { PostgresConnection } from '../servers/postgres-server.ts';
import { drizzleMysqlExecutor, drizzlePostgresExecutor } from './drizzle-executor.ts';
import type { OrmHost } from './orm-host.ts';

const name = 'Drizzle';

export function drizzlePostgresHost(connection: PostgresConnection): OrmHost {
  const pool = new pg.Pool({ ...connection });
  const database = drizzlePostgres(pool);
  return {
    name,
    transact: (work) =>
      database.transaction((tx) =>
        work({ handle: drizzlePostgresExecutor(tx), run: async (text) => tx.execute(sql.raw(text)) }),
      ),
    close: () => pool.end(),
  };
}

export function drizzleMysqlHost(url: string): OrmHost {
  const pool = createPool(url);
  const database = drizzleMysql(pool);
  return {
    name,
    transact: (work) =>
      database.transaction((tx) =>
        work({ handle: drizzleMysqlExecutor(tx), run: async (text) => tx.execute(sql.raw(text)) }),
      ),
    close: () => pool.end(),
  };
}

/** On SQLite the handle that Drizzle stands on is itself what is passed. @param handle - closed with the host */
export function drizzleSqliteHost(handle: SqliteHandle): OrmHost {
  const database = drizzleSqlite(async (text, parameters) => ({
    rows: querySqlite(handle, text, parameters).map((row) => Object.values(row)),
  }));
  return {
    name,
    transact: (work) => database.transaction((tx) => work({ handle, run: async (text) => tx.run(sql.raw(text)) })),
    close: async () => void handle.close(),
  };
}
