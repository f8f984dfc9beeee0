import { runStoreSuite } from './databases/run-store-suite.ts';
import { sqliteDatabase } from './databases/sqlite-database.ts';
import { openLibsql, openNodeSqlite, openPhotostructure } from './databases/sqlite-handle.ts';

runStoreSuite('SQLite, a handle of better-sqlite3’s shape', async () => sqliteDatabase(openLibsql));
runStoreSuite('SQLite, a handle of node:sqlite’s shape', async () => sqliteDatabase(openPhotostructure));
runStoreSuite(
  'SQLite, a handle of node:sqlite',
  async () => sqliteDatabase(openNodeSqlite ?? openPhotostructure),
  openNodeSqlite === null ? 'this Node has none; Node 22.13 and newer have' : null,
);
runStoreSuite('SQLite, a file', async () => sqliteDatabase(openNodeSqlite ?? openLibsql, 'file'));
