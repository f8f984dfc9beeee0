import pg from 'pg';
import { postgresPrograms, startPostgres } from './private-postgres.ts';

/** What pg's `Pool` and `Client` are made with. */
export interface PostgresConnection {
  readonly connectionString?: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
}

export interface PostgresServer {
  readonly connection: PostgresConnection;
  /** Stops what the tests started, and nothing else. */
  close(): Promise<void>;
}

export const noPostgres =
  'no PostgreSQL: set HOOKWRIGHT_POSTGRES_URL, start one on 127.0.0.1:5432, or install one (apt-get install -y postgresql)';

/** The server that the environment names, the one on the usual port if it lets us in, or one of our own; null where there is none. */
export async function findPostgres(): Promise<PostgresServer | null> {
  const close = async () => {};
  const connectionString = process.env.HOOKWRIGHT_POSTGRES_URL;
  if (connectionString !== undefined) return { connection: { connectionString }, close };
  const usual = { host: '127.0.0.1', port: 5432, user: 'postgres', database: 'test' };
  if (await letsIn(usual)) return { connection: usual, close };
  const programs = postgresPrograms();
  return programs === null ? null : startPostgres(programs);
}

async function letsIn(connection: PostgresConnection): Promise<boolean> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}
