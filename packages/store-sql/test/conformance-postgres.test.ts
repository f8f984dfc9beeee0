import { afterAll } from 'vitest';
import { type PostgresStoreSettings, postgresDatabase } from './databases/postgres-database.ts';
import { runStoreSuite } from './databases/run-store-suite.ts';
import { findPostgres, noPostgres } from './servers/postgres-server.ts';

const server = await findPostgres();
afterAll(() => server?.close());

function run(name: string, settings: PostgresStoreSettings): void {
  const open = () => postgresDatabase(server?.connection ?? {}, settings);
  runStoreSuite(name, open, server === null ? noPostgres : null);
}

run('PostgreSQL', {});
run('PostgreSQL behind a pooler: nothing prepared, nobody listens', { listen: false, prepare: false });
