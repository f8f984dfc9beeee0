import { randomUUID } from 'node:crypto';
import type { CrmHandle } from './crm-database.ts';
import type { Entity, Fields, Row } from './entities.ts';

/** What a column holds. */
type Value = string | number | null;

export interface Column {
  readonly name: string;
  readonly type: 'TEXT' | 'INTEGER' | 'REAL';
  readonly isNullable: boolean;
  /** Whether a new row needs a value for it. */
  readonly isRequired: boolean;
}

/** What the CRM sets itself. */
const fixed = ['team_space', 'id', 'created', 'modified'];

/** One page of a table. */
export interface RowPage<E extends Entity> {
  readonly rows: readonly Row<E>[];
  readonly total: number;
}

/** The rows of one tenant as one connection sees them. A row in hand is a snapshot. */
export class Repository {
  readonly #handle: CrmHandle;
  readonly #tenant: string;
  readonly #prepared = new Map<string, ReturnType<CrmHandle['prepare']>>();

  constructor(handle: CrmHandle, tenant: string) {
    this.#handle = handle;
    this.#tenant = tenant;
  }

  /** @throws SqliteError for values that the table does not take, as all that write */
  insert<E extends Entity>(entity: E, fields: Fields<E>, id: string = randomUUID()): Row<E> {
    const now = new Date().toISOString();
    const row = { team_space: this.#tenant, id, created: now, modified: now, ...fields };
    const columns = Object.keys(row).map(quote);
    const places = columns.map(() => '?');
    const sql = `INSERT INTO ${quote(entity)} (${columns.join(', ')}) VALUES (${places.join(', ')}) RETURNING *`;
    return this.#only(entity, id, this.#rows<E>(sql, Object.values<Value>(row)));
  }

  /** @throws RangeError when there is no such record, as all that take an id */
  update<E extends Entity>(entity: E, id: string, patch: Partial<Fields<E>>): Row<E> {
    const changes = { ...patch, modified: new Date().toISOString() };
    const settings = Object.keys(changes).map((column) => `${quote(column)} = ?`);
    const sql = `UPDATE ${quote(entity)} SET ${settings.join(', ')} WHERE team_space = ? AND id = ? RETURNING *`;
    return this.#only(entity, id, this.#rows<E>(sql, [...Object.values<Value>(changes), this.#tenant, id]));
  }

  delete<E extends Entity>(entity: E, id: string): Row<E> {
    const sql = `DELETE FROM ${quote(entity)} WHERE team_space = ? AND id = ? RETURNING *`;
    return this.#only(entity, id, this.#rows<E>(sql, [this.#tenant, id]));
  }

  get<E extends Entity>(entity: E, id: string): Row<E> {
    return this.#only(entity, id, this.where(entity, 'id', new Set([id])));
  }

  has(entity: Entity, id: string): boolean {
    return this.where(entity, 'id', new Set([id])).length > 0;
  }

  /** Rows whose `key` is one of `values`, in the order in which they were inserted. */
  where<E extends Entity>(entity: E, key: string, values: ReadonlySet<unknown>): readonly Row<E>[] {
    const wanted = 'SELECT value FROM json_each(?)';
    const sql = `SELECT * FROM ${quote(entity)} WHERE team_space = ? AND ${quote(key)} IN (${wanted}) ORDER BY rowid`;
    return this.#rows<E>(sql, [this.#tenant, JSON.stringify([...values])]);
  }

  /** Rows in the order in which they were inserted. @param after - id of the row before them, or null */
  page<E extends Entity>(entity: E, limit: number, after: string | null): RowPage<E> {
    const table = quote(entity);
    const from = `rowid > coalesce((SELECT rowid FROM ${table} WHERE team_space = ? AND id = ?), 0)`;
    const sql = `SELECT * FROM ${table} WHERE team_space = ? AND ${from} ORDER BY rowid LIMIT ?`;
    const count = `SELECT count(*) AS total FROM ${table} WHERE team_space = ?`;
    const [counted] = this.#all(count, [this.#tenant]);
    return {
      rows: this.#rows<E>(sql, [this.#tenant, this.#tenant, after, limit]),
      total: Number(counted?.total),
    };
  }

  /** The columns of an entity that a caller can set. */
  columns(entity: Entity): readonly Column[] {
    const rows = this.#all('SELECT name, type, "notnull" AS needed, dflt_value FROM pragma_table_info(?)', [entity]);
    return rows
      .filter(({ name }) => !fixed.includes(String(name)))
      .map(({ name, type, needed, dflt_value }) => ({
        name: String(name),
        type: type as Column['type'],
        isNullable: needed === 0,
        isRequired: needed === 1 && dflt_value === null,
      }));
  }

  #rows<E extends Entity>(sql: string, values: readonly Value[]): readonly Row<E>[] {
    return this.#all(sql, values).map(({ team_space: _, ...row }) => row as unknown as Row<E>);
  }

  #all(sql: string, values: readonly Value[]): readonly Readonly<Record<string, Value>>[] {
    const statement = this.#prepared.get(sql) ?? this.#handle.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement.all(values) as readonly Readonly<Record<string, Value>>[];
  }

  #only<E extends Entity>(entity: E, id: string, [row]: readonly Row<E>[]): Row<E> {
    if (row === undefined) throw new RangeError(`there is no ${entity} ${id}`);
    return row;
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
