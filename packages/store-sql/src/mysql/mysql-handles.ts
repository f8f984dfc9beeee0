import type { SqlValue } from '../sql-executor.ts';

/** A connection of `mysql2/promise`, by the part of it that is used here; also the host's, with its transaction open. */
export interface MysqlConnection {
  query(sql: string): Promise<readonly [unknown, ...unknown[]]>;
  /** Closes a statement that `execute` has prepared. */
  unprepare?(sql: string): unknown;
  execute(sql: string, values: SqlValue[]): Promise<readonly [unknown, ...unknown[]]>;
}

export interface MysqlPoolConnection extends MysqlConnection {
  release(): void;
  destroy(): void;
}

/** A pool of `mysql2/promise`, by the part of it that is used here. */
export interface MysqlPool {
  getConnection(): Promise<MysqlPoolConnection>;
}
