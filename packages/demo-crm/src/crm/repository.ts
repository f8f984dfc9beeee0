import { randomUUID } from 'node:crypto';
import type { Entity, Fields, Row } from './entities.ts';

/** The CRM's tables. Rows are frozen: a change puts a new row in the old one's place, so a row in hand is a snapshot. */
export class Repository {
  readonly #tables = new Map<Entity, Map<string, object>>();

  insert<E extends Entity>(entity: E, fields: Fields<E>, id: string = randomUUID()): Row<E> {
    const now = new Date().toISOString();
    return this.#save(entity, { id, created: now, modified: now, ...fields });
  }

  /** @throws RangeError when there is no such row, as all that take an id */
  update<E extends Entity>(entity: E, id: string, patch: Partial<Fields<E>>): Row<E> {
    return this.#save(entity, { ...this.get(entity, id), ...patch, modified: new Date().toISOString() });
  }

  delete<E extends Entity>(entity: E, id: string): Row<E> {
    const row = this.get(entity, id);
    this.#table(entity).delete(id);
    return row;
  }

  get<E extends Entity>(entity: E, id: string): Row<E> {
    const row = this.#table(entity).get(id);
    if (row === undefined) throw new RangeError(`there is no ${entity} ${id}`);
    return row;
  }

  has(entity: Entity, id: string): boolean {
    return this.#table(entity).has(id);
  }

  /** Rows whose `key` is one of `values`: `SELECT … WHERE key IN (…)`. */
  where<E extends Entity>(entity: E, key: string, values: ReadonlySet<unknown>): readonly Row<E>[] {
    return [...this.#table(entity).values()].filter((row) => values.has(Reflect.get(row, key)));
  }

  #save<E extends Entity>(entity: E, row: Row<E>): Row<E> {
    Object.freeze(row);
    this.#table(entity).set(row.id, row);
    return row;
  }

  #table<E extends Entity>(entity: E): Map<string, Row<E>> {
    const table = this.#tables.get(entity) ?? new Map<string, object>();
    this.#tables.set(entity, table);
    return table as Map<string, Row<E>>;
  }
}
