import { afterAll } from 'vitest';
import { mariadbDatabase } from './databases/mariadb-database.ts';
import { runStoreSuite } from './databases/run-store-suite.ts';
import { findMariadb, noMariadb } from './servers/mariadb-server.ts';

const server = await findMariadb();
afterAll(() => server?.close());

runStoreSuite('MariaDB', () => mariadbDatabase(server?.url ?? ''), server === null ? noMariadb : null);
