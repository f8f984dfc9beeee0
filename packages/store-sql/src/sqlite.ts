// The door of @hookwright/store-sql/sqlite.

export type { SqliteTransaction } from './sqlite/sqlite-database.ts';
export type { SqliteHandle, SqliteStatement } from './sqlite/sqlite-handle.ts';
export { type SqliteStoreOptions, sqliteStore } from './sqlite/sqlite-store.ts';
