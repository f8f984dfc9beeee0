import type { SqlRow, SqlValue } from '../sql-executor.ts';

/** A statement as the `pg` package takes it. */
export interface PgQuery {
  readonly text: string;
  readonly values: SqlValue[];
  readonly name?: string;
}

/** The part of a `pg` client that is used here; also the host's, with its transaction open. */
export interface PgClient {
  query(query: PgQuery): Promise<{ readonly rows: SqlRow[] }>;
}

/** A client of a pool's. */
export interface PgPoolClient extends PgClient {
  release(error?: Error | boolean): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'notification', listener: (message: { readonly channel: string }) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}

/** The part of a `pg` Pool that is used here. */
export interface PgPool {
  query(query: PgQuery): Promise<{ readonly rows: SqlRow[] }>;
  connect(): Promise<PgPoolClient>;
}
