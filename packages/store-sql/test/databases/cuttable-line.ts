import type { WebhookStore } from '@hookwright/core';
import { createPool } from 'mysql2/promise';
import pg from 'pg';
import { mysqlStore } from '../../src/mysql.ts';
import { postgresStore } from '../../src/postgres.ts';
import { type CuttingProxy, cuttingProxy } from '../servers/cutting-proxy.ts';
import type { PostgresConnection } from '../servers/postgres-server.ts';
import { mariadbDatabase } from './mariadb-database.ts';
import { postgresDatabase } from './postgres-database.ts';
import type { TestDatabase } from './test-database.ts';

/** A store whose connections can be cut, and the same database without that. */
export interface CuttableLine extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly proxy: CuttingProxy;
  /** On the line. */
  readonly store: WebhookStore<unknown>;
  /** One more on the line. */
  newStore(prefix: string): WebhookStore<unknown>;
  /** A transaction of the host's on the line. @returns its handle and what ends it, whatever has become of it */
  begin(): Promise<{ readonly handle: unknown; end(): Promise<void> }>;
  /** Connections of the pool that nobody has given back. */
  taken(): number;
}

export async function postgresLine(connection: PostgresConnection): Promise<CuttableLine> {
  const database = await postgresDatabase(connection);
  const { connectionString, ...parts } = database.connection;
  const url = connectionString === undefined ? null : new URL(connectionString);
  const target = { host: url?.hostname ?? parts.host ?? '127.0.0.1', port: Number(url?.port || parts.port || 5432) };
  const proxy = await cuttingProxy(target);
  if (url !== null) url.host = `127.0.0.1:${proxy.port}`;
  const place = url === null ? { ...parts, host: '127.0.0.1', port: proxy.port } : { connectionString: url.href };
  const pool = new pg.Pool({ ...place, options: '-c synchronous_commit=off' });
  pool.on('error', () => {});
  // Nobody listens: a connection that speaks at times of its own would make the exchanges hard to count.
  const settings = { pool, schema: database.schema, listen: false };
  const store = postgresStore(settings) as WebhookStore<unknown>;
  return {
    database,
    proxy,
    store,
    newStore: (prefix) => postgresStore({ ...settings, prefix }) as WebhookStore<unknown>,
    begin: async () => {
      const client = await pool.connect();
      client.on('error', () => {});
      await client.query('BEGIN');
      const end = async () => {
        await client.query('ROLLBACK').catch(() => {});
        client.release(true);
      };
      return { handle: client, end };
    },
    taken: () => pool.totalCount - pool.idleCount,
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await pool.end();
      await proxy[Symbol.asyncDispose]();
      await database.close();
    },
  };
}

/** @param server - a url of the server, with any database */
export async function mariadbLine(server: string): Promise<CuttableLine> {
  const database = await mariadbDatabase(server);
  const url = new URL(database.url);
  const proxy = await cuttingProxy({ host: url.hostname, port: Number(url.port || 3306) });
  url.host = `127.0.0.1:${proxy.port}`;
  const pool = createPool(url.href);
  // The pool tells it in no other way.
  const inside = pool.pool as unknown as Record<'_allConnections' | '_freeConnections', { readonly length: number }>;
  const store = mysqlStore({ pool }) as WebhookStore<unknown>;
  return {
    database,
    proxy,
    store,
    newStore: (prefix) => mysqlStore({ pool, prefix }) as WebhookStore<unknown>,
    begin: async () => {
      const connection = await pool.getConnection();
      await connection.beginTransaction();
      return { handle: connection, end: async () => connection.destroy() };
    },
    taken: () => inside._allConnections.length - inside._freeConnections.length,
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await pool.end();
      await proxy[Symbol.asyncDispose]();
      await database.close();
    },
  };
}
