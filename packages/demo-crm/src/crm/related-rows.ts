import type { Entity, Row } from './entities.ts';
import type { Relation } from './relations.ts';
import type { Repository } from './repository.ts';

/**
 * What one relation holds for each of many records, with one query for all of them.
 *
 * @param records - of the entity that has the relation: rows, or the records shown to customers
 * @returns for each record, in order: a row or null (`one`), a list of rows (`many`)
 */
export function relatedRows(
  repository: Repository,
  relation: Relation,
  records: readonly object[],
): readonly (Row<Entity> | null | readonly Row<Entity>[])[] {
  const { kind, target, key } = relation;
  const own = kind === 'one' ? key : 'id';
  const theirs = kind === 'one' ? 'id' : key;
  const wanted = records.map((record): unknown => Reflect.get(record, own));
  const groups = groupBy(repository.where(target, theirs, new Set(wanted)), theirs);
  return wanted.map((value) => {
    const rows = groups.get(value) ?? [];
    return kind === 'many' ? rows : (rows[0] ?? null);
  });
}

function groupBy(rows: readonly Row<Entity>[], key: string): ReadonlyMap<unknown, readonly Row<Entity>[]> {
  const groups = new Map<unknown, Row<Entity>[]>();
  for (const row of rows) {
    const value: unknown = Reflect.get(row, key);
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [row]);
    else group.push(row);
  }
  return groups;
}
