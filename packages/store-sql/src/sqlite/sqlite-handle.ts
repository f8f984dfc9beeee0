/** A prepared statement, by the part of it that is used here. */
export interface SqliteStatement {
  all(...parameters: (string | number | null)[]): unknown[];
  run(...parameters: (string | number | null)[]): unknown;
}

/**
 * A SQLite connection of better-sqlite3's shape (also libsql's) or of node:sqlite's (also `@photostructure/sqlite`'s), by the part of
 * it that is used here. Both are synchronous.
 */
export interface SqliteHandle {
  prepare(sql: string): SqliteStatement;
  exec(sql: string): unknown;
  close(): unknown;
}
