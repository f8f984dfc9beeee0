import { randomUUID } from 'node:crypto';
import type { WebhookStore } from '@hookwright/core';
import pg from 'pg';
import { type PostgresStoreOptions, postgresStore } from '../../src/postgres.ts';
import type { PostgresConnection } from '../servers/postgres-server.ts';
import { clearing, type HostTransaction, type TestDatabase } from './test-database.ts';

export interface PostgresDatabase extends TestDatabase {
  /** The host's, with its default settings. */
  readonly pool: pg.Pool;
  readonly schema: string;
  readonly connection: PostgresConnection;
}

export type PostgresStoreSettings = Pick<PostgresStoreOptions, 'listen' | 'prepare'>;

/** A schema of its own, which is in no search path: a name that lacks it is not found. */
export async function postgresDatabase(
  connection: PostgresConnection,
  settings: PostgresStoreSettings = {},
): Promise<PostgresDatabase> {
  const schema = `hookwright_test_${randomUUID().slice(0, 8)}`;
  // A commit does not wait for the disk here: that what it promises outlasts a crash is another test's. And what waits for a
  // lock that never comes is to fail its own test, not all that come after it.
  const pool = new pg.Pool({ ...connection, options: '-c synchronous_commit=off -c lock_timeout=1000' });
  // A connection that the server ended is no fault of the test: its next statement says so.
  pool.on('error', () => {});
  await pool.query(`CREATE SCHEMA ${schema}`);
  const query: TestDatabase['query'] = async (sql, parameters = []) =>
    rowsOf(await pool.query(numbered(sql), [...parameters]));
  const tables = async () => {
    const rows = await query('SELECT tablename FROM pg_tables WHERE schemaname = ?', [schema]);
    return rows.map(({ tablename }) => String(tablename));
  };
  const table = (name: string) => `"${schema}"."${name}"`;
  return {
    pool,
    schema,
    connection,
    newStore: (options = {}) => postgresStore({ pool, schema, ...settings, ...options }) as WebhookStore<unknown>,
    begin: async (): Promise<HostTransaction> => {
      const client = await pool.connect();
      await client.query('BEGIN');
      const end = async (sql: string) => {
        await client.query(sql);
        client.release();
      };
      return {
        handle: client,
        query: async (sql, parameters = []) => rowsOf(await client.query(numbered(sql), [...parameters])),
        commit: () => end('COMMIT'),
        rollback: () => end('ROLLBACK'),
      };
    },
    query,
    table,
    tables,
    clear: clearing(tables, (deletions) => pool.query(deletions), table),
    close: async () => {
      await pool.query(`DROP SCHEMA ${schema} CASCADE`);
      await pool.end();
    },
  };
}

function rowsOf({ rows }: { readonly rows: readonly unknown[] }): readonly Readonly<Record<string, unknown>>[] {
  return rows as readonly Readonly<Record<string, unknown>>[];
}

/** `?` as PostgreSQL has it. */
function numbered(sql: string): string {
  let count = 0;
  return sql.replace(/\?/g, () => {
    count += 1;
    return `$${count}`;
  });
}
