import { randomUUID } from 'node:crypto';
import type { CrmHandle } from './crm-database.ts';
import type { Entity, Fields, Row } from './entities.ts';

/** What a column holds. */
type Value = string | number | null;

/** The CRM's rows as one connection sees them. A row in hand is a snapshot. */
export class Repository {
  readonly #handle: CrmHandle;
  readonly #prepared = new Map<string, ReturnType<CrmHandle['prepare']>>();

  constructor(handle: CrmHandle) {
    this.#handle = handle;
  }

  /** @throws SqliteError for values that the table does not take, as all that write */
  insert<E extends Entity>(entity: E, fields: Fields<E>, id: string = randomUUID()): Row<E> {
    const now = new Date().toISOString();
    const row = { id, created: now, modified: now, ...fields };
    const columns = Object.keys(row).map(quote);
    const places = columns.map(() => '?');
    const sql = `INSERT INTO ${quote(entity)} (${columns.join(', ')}) VALUES (${places.join(', ')}) RETURNING *`;
    return this.#only(entity, id, this.#rows<E>(sql, Object.values<Value>(row)));
  }

  /** @throws RangeError when there is no such record, as all that take an id */
  update<E extends Entity>(entity: E, id: string, patch: Partial<Fields<E>>): Row<E> {
    const changes = { ...patch, modified: new Date().toISOString() };
    const settings = Object.keys(changes).map((column) => `${quote(column)} = ?`);
    const sql = `UPDATE ${quote(entity)} SET ${settings.join(', ')} WHERE id = ? RETURNING *`;
    return this.#only(entity, id, this.#rows<E>(sql, [...Object.values<Value>(changes), id]));
  }

  delete<E extends Entity>(entity: E, id: string): Row<E> {
    return this.#only(entity, id, this.#rows<E>(`DELETE FROM ${quote(entity)} WHERE id = ? RETURNING *`, [id]));
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
    const sql = `SELECT * FROM ${quote(entity)} WHERE ${quote(key)} IN (${wanted}) ORDER BY rowid`;
    return this.#rows<E>(sql, [JSON.stringify([...values])]);
  }

  #rows<E extends Entity>(sql: string, values: readonly Value[]): readonly Row<E>[] {
    const statement = this.#prepared.get(sql) ?? this.#handle.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement.all(values) as readonly Row<E>[];
  }

  #only<E extends Entity>(entity: E, id: string, [row]: readonly Row<E>[]): Row<E> {
    if (row === undefined) throw new RangeError(`there is no ${entity} ${id}`);
    return row;
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
