// The door of @hookwright/store-sql/postgres.

export type { PgClient, PgPool, PgPoolClient, PgQuery } from './postgres/pg-handles.ts';
export type { PostgresTransaction } from './postgres/postgres-database.ts';
export { type PostgresStoreOptions, postgresStore } from './postgres/postgres-store.ts';
