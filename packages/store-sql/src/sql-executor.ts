/** One row as a driver gives it, by column name. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** What a parameter may be. No driver is ever given anything else. */
export type SqlValue = string | number | null;

/**
 * The host's open transaction behind any library: a few lines adapt an ORM.
 *
 * `sql` has the placeholders of the database: `$1`, `$2`, … on PostgreSQL, each once and in order, `?` elsewhere.
 */
export interface SqlExecutor {
  /** Runs one statement in the transaction. @returns its rows; none for a statement that returns none */
  execute(sql: string, parameters: readonly SqlValue[]): Promise<readonly SqlRow[]>;
}

/** A transaction of Kysely's, by the part of it that is used here. */
export interface KyselyTransaction {
  readonly isTransaction: true;
  executeQuery(query: never): Promise<{ readonly rows: readonly unknown[] }>;
}
