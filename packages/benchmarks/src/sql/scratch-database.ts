import { Client, Pool, type PoolConfig } from 'pg';
import { ServerMissing } from './server-missing.ts';

export interface ScratchDatabase {
  readonly url: string;
  /** A pool of connections to it, which ends with it. */
  connect(config?: PoolConfig): Pool;
  /** Runs one statement on a connection of its own. */
  run(statement: string): Promise<void>;
  drop(): Promise<void>;
}

const serverUrl = process.env.HOOKWRIGHT_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
let made = 0;

/**
 * A new database on the PostgreSQL server.
 * @throws ServerMissing when there is no server, or none that lets this user create a database
 */
export async function createScratchDatabase(): Promise<ScratchDatabase> {
  made += 1;
  const name = `hookwright_bench_${process.pid}_${made}`;
  try {
    await runOnce(serverUrl, `create database ${name}`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServerMissing(
      `no PostgreSQL at ${new URL(serverUrl).host} (HOOKWRIGHT_POSTGRES_URL) to measure on: ${reason}`,
    );
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const pools: Pool[] = [];
  return {
    url: url.href,
    connect(config = {}) {
      const pool = new Pool({ ...config, connectionString: url.href });
      // Of a connection that is cut while it is idle, by `drop`.
      pool.on('error', () => {});
      pools.push(pool);
      return pool;
    },
    run: (statement) => runOnce(url.href, statement),
    async drop() {
      await runOnce(serverUrl, `drop database ${name} with (force)`);
      await Promise.all(pools.map((pool) => pool.end()));
    },
  };
}

async function runOnce(connectionString: string, statement: string): Promise<void> {
  const client = new Client({ connectionString });
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end();
  }
}
