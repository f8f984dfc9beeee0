import { randomUUID } from 'node:crypto';
import type { WebhookStore } from '@hookwright/core';
import { createConnection, createPool, type Pool, type PoolConnection } from 'mysql2/promise';
import { mysqlStore } from '../../src/mysql.ts';
import { clearing, type HostTransaction, type Row, type TestDatabase } from './test-database.ts';

export interface MariadbDatabase extends TestDatabase {
  /** The host's, with its default settings. */
  readonly pool: Pool;
  /** Of this database. */
  readonly url: string;
}

/** A database of its own. @param server - a url of the server, with any database */
export async function mariadbDatabase(server: string): Promise<MariadbDatabase> {
  const name = `hookwright_test_${randomUUID().slice(0, 8)}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  const admin = await createConnection({ uri: server, multipleStatements: true });
  await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  const pool = createPool({ uri: url.href });
  // What waits for a lock that never comes is to fail its own test, not all that come after it.
  pool.on('connection', (connection) => void connection.query('SET SESSION innodb_lock_wait_timeout = 1'));
  const query = (sql: string, parameters?: readonly unknown[]) => queryMysql(pool, sql, parameters);
  const tables = async () => {
    const rows = await query('SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?', [name]);
    return rows.map((row) => String(row.name));
  };
  return {
    pool,
    url: url.href,
    newStore: (options = {}) => mysqlStore({ pool, ...options }) as WebhookStore<unknown>,
    begin: async (): Promise<HostTransaction> => {
      const connection = await pool.getConnection();
      await connection.beginTransaction();
      const end = async (ended: Promise<void>) => {
        await ended;
        connection.release();
      };
      return {
        handle: connection,
        query: (sql, parameters) => queryMysql(connection, sql, parameters),
        commit: () => end(connection.commit()),
        rollback: () => end(connection.rollback()),
      };
    },
    query,
    table: (table) => `\`${table}\``,
    tables,
    clear: clearing(
      tables,
      (deletions) => admin.query(`BEGIN;${deletions};COMMIT`),
      (table) => `${name}.${table}`,
    ),
    close: async () => {
      await pool.end();
      await admin.query(`DROP DATABASE ${name}`);
      await admin.end();
    },
  };
}

async function queryMysql(
  connection: Pool | PoolConnection,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const [rows] = await connection.query(sql, [...parameters]);
  return Array.isArray(rows) ? (rows as unknown as readonly Row[]) : [];
}
