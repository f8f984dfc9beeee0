import { findMariadb, noMariadb } from '../servers/mariadb-server.ts';
import { findPostgres, noPostgres } from '../servers/postgres-server.ts';
import { mariadbDatabase } from './mariadb-database.ts';
import { postgresDatabase } from './postgres-database.ts';
import { sqliteDatabase } from './sqlite-database.ts';
import { openLibsql } from './sqlite-handle.ts';
import type { DatabaseKind, TestDatabase } from './test-database.ts';

/** One of each kind of database, on real servers. */
export async function databaseKinds(): Promise<readonly DatabaseKind[]> {
  const [postgres, mariadb] = await Promise.all([findPostgres(), findMariadb()]);
  return [
    { name: 'SQLite', missing: null, open: async () => sqliteDatabase(openLibsql), close: async () => {} },
    serverKind('PostgreSQL', noPostgres, postgres, ({ connection }) => postgresDatabase(connection)),
    serverKind('MariaDB', noMariadb, mariadb, ({ url }) => mariadbDatabase(url)),
  ];
}

function serverKind<Server extends { close(): Promise<void> }>(
  name: string,
  missing: string,
  server: Server | null,
  open: (server: Server) => Promise<TestDatabase>,
): DatabaseKind {
  if (server === null) {
    const refuse = () => Promise.reject(new Error(missing));
    return { name, missing, open: refuse, close: async () => {} };
  }
  return { name, missing: null, open: () => open(server), close: () => server.close() };
}
