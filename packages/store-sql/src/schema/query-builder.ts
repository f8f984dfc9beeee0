import {
  type Compilable,
  DummyDriver,
  Kysely,
  MysqlAdapter,
  MysqlQueryCompiler,
  PostgresAdapter,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteQueryCompiler,
} from 'kysely';
import { statement, type Work } from '../session/work.ts';
import type { SqlRow, SqlValue } from '../sql-executor.ts';
import { type TableNames, TableNamesPlugin } from './table-names.ts';
import type { Tables } from './tables.ts';

export type DialectName = 'sqlite' | 'postgres' | 'mysql';

/** Builds statements; executes nothing. */
export type QueryBuilder = Kysely<Tables>;

const parts = {
  sqlite: { createAdapter: () => new SqliteAdapter(), createQueryCompiler: () => new SqliteQueryCompiler() },
  postgres: { createAdapter: () => new PostgresAdapter(), createQueryCompiler: () => new PostgresQueryCompiler() },
  mysql: { createAdapter: () => new MysqlAdapter(), createQueryCompiler: () => new MysqlQueryCompiler() },
};

export function newQueryBuilder(dialect: DialectName, names: TableNames): QueryBuilder {
  return new Kysely<Tables>({
    dialect: {
      ...parts[dialect],
      createDriver: () => new DummyDriver(),
      createIntrospector: () => {
        throw new Error('a query builder has no database to look into');
      },
    },
    plugins: [new TableNamesPlugin(names)],
  });
}

/** A row with the columns of `Row`, in whatever types the driver gives them. */
export type Driven<Row> = { readonly [Column in keyof Row]: unknown };

/** Runs a built statement. */
export function* run<Row>(query: Compilable<Row>): Work<readonly Driven<Row>[]> {
  const { sql, parameters } = query.compile();
  return (yield* statement(sql, parameters as readonly SqlValue[])) as readonly (SqlRow & Driven<Row>)[];
}
