import type { WebhookStore } from '@hookwright/core';
import pg from 'pg';
import { postgresStore } from '../../src/postgres.ts';
import { sqliteStore } from '../../src/sqlite.ts';
import { openLibsql, querySqlite } from '../databases/sqlite-handle.ts';
import type { PostgresConnection } from '../servers/postgres-server.ts';

/** Where the database is; passed from process to process. */
export type CrashPlace =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly connection: PostgresConnection };

/** The host's side of a database: its ledger says which changes were committed, in the transaction of their publish. */
export interface CrashHost {
  readonly store: WebhookStore<unknown>;
  prepare(): Promise<void>;
  /** Enters a change in the ledger and publishes it; commits when `publish` answers true, else rolls back. */
  record(change: string, publish: (transaction: unknown) => Promise<boolean>): Promise<void>;
  /** What is in the ledger once nobody writes any more. */
  ledger(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const createLedger = 'CREATE TABLE IF NOT EXISTS ledger (change_id TEXT PRIMARY KEY)';
const readLedger = 'SELECT change_id FROM ledger';
const patienceMs = 5_000;

export function crashHost(place: CrashPlace): CrashHost {
  return place.kind === 'sqlite' ? sqliteHost(place.file) : postgresHost(place.connection);
}

function sqliteHost(file: string): CrashHost {
  const handle = openLibsql(file);
  handle.prepare('PRAGMA journal_mode = WAL').all();
  // Other processes write too.
  handle.prepare(`PRAGMA busy_timeout = ${patienceMs}`).all();
  const store = sqliteStore({ database: handle as never }) as WebhookStore<unknown>;
  return {
    store,
    prepare: async () => void handle.exec(createLedger),
    record: async (change, publish) => {
      handle.exec('BEGIN IMMEDIATE');
      let isKept = false;
      try {
        querySqlite(handle, 'INSERT INTO ledger VALUES (?)', [change]);
        isKept = await publish(handle);
      } finally {
        handle.exec(isKept ? 'COMMIT' : 'ROLLBACK');
      }
    },
    ledger: async () => querySqlite(handle, readLedger).map((row) => String(row.change_id)),
    close: async () => void handle.close(),
  };
}

function postgresHost(connection: PostgresConnection): CrashHost {
  const pool = new pg.Pool({ ...connection, max: 5, connectionTimeoutMillis: patienceMs });
  // The server goes away under it.
  pool.on('error', () => {});
  const store = postgresStore({ pool }) as WebhookStore<unknown>;
  return {
    store,
    prepare: async () => void (await pool.query(createLedger)),
    record: async (change, publish) => {
      const client = await pool.connect();
      client.on('error', ignore);
      let failed = true;
      try {
        await client.query('BEGIN');
        await client.query('INSERT INTO ledger VALUES ($1)', [change]);
        await client.query((await publish(client)) ? 'COMMIT' : 'ROLLBACK');
        failed = false;
      } finally {
        client.off('error', ignore);
        // Its state is unknown: not to be used again.
        client.release(failed);
      }
    },
    ledger: async () => {
      await othersGone(pool);
      return (await pool.query(readLedger)).rows.map(({ change_id }) => String(change_id));
    },
    close: () => pool.end(),
  };
}

function ignore(): void {}

/** Waits until the server has noticed that the killed processes are gone: until then a transaction of theirs is open. */
async function othersGone(pool: pg.Pool): Promise<void> {
  const others = "SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND state LIKE '%transaction%'";
  const until = Date.now() + patienceMs;
  while ((await pool.query(others)).rows.length > 0) {
    if (Date.now() > until) throw new Error('a transaction of a killed process is still open');
    await pool.query('SELECT pg_sleep(0.02)');
  }
}
