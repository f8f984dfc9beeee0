/** A prepared statement, by the part of it that is used here. */
export interface SqliteStatement {
  // `never`: drivers declare what they take in many ways, and all take texts, numbers and null.
  all(...parameters: never[]): unknown[];
  run(...parameters: never[]): unknown;
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
