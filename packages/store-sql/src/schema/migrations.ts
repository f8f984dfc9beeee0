import { WebhookError } from '@hookwright/core';
import type { Database } from '../session/database.ts';
import { statement, type Work } from '../session/work.ts';
import { columnTypes } from './column-types.ts';
import type { Migration } from './migration.ts';
import { initial } from './migrations/0001-initial.ts';
import { paces } from './migrations/0002-paces.ts';
import { lists } from './migrations/0003-lists.ts';
import type { DialectName } from './query-builder.ts';
import type { TableNames } from './table-names.ts';
import { type TableName, tableNames } from './tables.ts';

/** All, in order. */
const released: readonly Migration[] = [initial, paces, lists];

/** Of a newer release, so many steps may be there already: workers are replaced one by one (DESIGN, "The store"). */
const maxAhead = 1;

/** Brings the tables to this release's version, forward only, and tells whether they are of it. */
export class Migrations<Tx> {
  readonly #dialect: DialectName;
  readonly #names: TableNames;
  readonly #database: Database<Tx>;
  readonly #migrations: readonly Migration[];
  #isVerified = false;

  constructor(dialect: DialectName, names: TableNames, database: Database<Tx>, migrations = released) {
    this.#dialect = dialect;
    this.#names = names;
    this.#database = database;
    this.#migrations = migrations;
  }

  /**
   * Runs what was not run yet. Of several processes one does, and the others wait for it.
   * @throws {@link WebhookError} `TABLE_CONFLICT` for a table of one of the names that is not the store's
   */
  async migrate(): Promise<void> {
    await this.#database.transact(() => this.#migrate());
  }

  /** @throws {@link WebhookError} `SCHEMA_OUTDATED`, `TABLE_CONFLICT` */
  async verify(): Promise<void> {
    if (this.#isVerified) return;
    await this.#database.run(() => this.#verify());
    this.#isVerified = true;
  }

  *#migrate(): Work<void> {
    yield* this.#database.lockMigrations();
    try {
      const applied = yield* this.#prepare();
      for (const migration of this.#migrations) {
        if (applied.has(migration.name)) continue;
        yield* migration.up({ dialect: this.#dialect, names: this.#names });
        yield* statement(`insert into ${this.#table} (name) values ('${migration.name}')`);
      }
    } finally {
      yield* this.#database.unlockMigrations();
    }
  }

  *#verify(): Work<void> {
    const columns = yield* this.#columnsOf('migrations');
    if (columns.length === 0)
      throw new WebhookError('SCHEMA_OUTDATED', "the store's tables are not there; call migrate()");
    this.#requireOwn(columns);
    const applied = yield* this.#applied();
    const missing = this.#migrations.filter(({ name }) => !applied.has(name));
    if (missing.length > 0) {
      const names = missing.map(({ name }) => name).join(', ');
      throw new WebhookError('SCHEMA_OUTDATED', `the store's tables lack ${names}; call migrate()`);
    }
    if (applied.size - this.#migrations.length <= maxAhead) return;
    const message =
      "the store's tables are of a release that is too new for this one; update @hookwright/store-sql here";
    throw new WebhookError('SCHEMA_OUTDATED', message);
  }

  /** @returns what was applied; nothing is created where something else bears one of the names */
  *#prepare(): Work<ReadonlySet<string>> {
    const columns = yield* this.#columnsOf('migrations');
    if (columns.length > 0) {
      this.#requireOwn(columns);
      return yield* this.#applied();
    }
    for (const table of tableNames) {
      if ((yield* this.#columnsOf(table)).length > 0) throw conflictOf(`${this.#names.prefix}${table}`);
    }
    const { schema } = this.#names;
    if (schema !== undefined && !(yield* this.#hasSchema(schema))) {
      yield* statement(`create schema if not exists ${this.#names.quoted(schema)}`);
    }
    const { word } = columnTypes[this.#dialect];
    yield* statement(`create table if not exists ${this.#table} (name ${word} not null primary key)`);
    return yield* this.#applied();
  }

  *#applied(): Work<ReadonlySet<string>> {
    return new Set((yield* statement(`select name from ${this.#table}`)).map(({ name }) => String(name)));
  }

  /** Names of a table's columns; none when there is no such table. */
  *#columnsOf(table: TableName | 'migrations'): Work<readonly string[]> {
    const name = `${this.#names.prefix}${table}`;
    if (this.#dialect === 'sqlite') {
      const rows = yield* statement('select name as column_name from pragma_table_info(?)', [name]);
      return rows.map(({ column_name }) => String(column_name));
    }
    const { schema } = this.#names;
    const [place, parameters] =
      this.#dialect === 'mysql'
        ? ['table_schema = database() and table_name = ?', [name]]
        : schema === undefined
          ? ['table_schema = current_schema() and table_name = $1', [name]]
          : ['table_schema = $1 and table_name = $2', [schema, name]];
    const rows = yield* statement(
      `select column_name as column_name from information_schema.columns where ${place}`,
      parameters,
    );
    return rows.map(({ column_name }) => String(column_name));
  }

  *#hasSchema(schema: string): Work<boolean> {
    return (yield* statement('select 1 as found from pg_namespace where nspname = $1', [schema])).length > 0;
  }

  #requireOwn(columns: readonly string[]): void {
    if (columns.length !== 1 || columns[0] !== 'name') throw conflictOf(`${this.#names.prefix}migrations`);
  }

  get #table(): string {
    return this.#names.of('migrations');
  }
}

function conflictOf(table: string): WebhookError {
  const message = `a table ${table} exists that the store did not make; choose another prefix, or remove the table`;
  return new WebhookError('TABLE_CONFLICT', message);
}
