import type { WebhookStore } from '@hookwright/core';

export type Row = Readonly<Record<string, unknown>>;

/** A transaction that a host has open on a connection of its own. */
export interface HostTransaction {
  /** What the host passes as `transaction`. */
  readonly handle: unknown;
  /** @param sql - with `?` for parameters, whatever the database */
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** A place in a real database for one test file: a file, a schema, or a database of its own. */
export interface TestDatabase {
  /** A store on it, as one more process would have it. Its tables are there once it has migrated. */
  newStore(options?: { readonly prefix?: string }): WebhookStore<unknown>;
  /** Begins a transaction as a host does. */
  begin(): Promise<HostTransaction>;
  /** Runs one statement of the host's. @param sql - with `?` for parameters, whatever the database */
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** A table's name as it stands in a statement. */
  table(name: string): string;
  /** Names of all tables that are there. */
  tables(): Promise<readonly string[]>;
  /** Empties the tables of the stores. Making them anew for each test would take longer than the tests. */
  clear(): Promise<void>;
  /** Removes all of it. The stores are to be closed before. */
  close(): Promise<void>;
}

/** A kind of database that the stores are tested on. */
export interface DatabaseKind {
  readonly name: string;
  /** Why it cannot be used here and what would mend it; null where it can. */
  readonly missing: string | null;
  open(): Promise<TestDatabase>;
  /** Stops a server that was started for these tests. */
  close(): Promise<void>;
}

/** Of the tables that are there, those of the stores, but for what tells of migrations. */
export function clearable(tables: readonly string[]): readonly string[] {
  return tables.filter((name) => name.startsWith('hookwright_') && name !== 'hookwright_migrations');
}

/** Empties the tables of the stores by one call of `run`; they are asked for until they are there, and then known. */
export function clearing(
  tables: () => Promise<readonly string[]>,
  run: (deletions: string) => Promise<unknown>,
  quote: (name: string) => string,
): () => Promise<void> {
  let deletions = '';
  return async () => {
    if (deletions === '')
      deletions = clearable(await tables())
        .map((name) => `DELETE FROM ${quote(name)}`)
        .join(';');
    if (deletions !== '') await run(deletions);
  };
}
