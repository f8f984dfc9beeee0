import { collectionOf } from './collections.ts';
import type { Entity, Row } from './entities.ts';
import { relatedRows } from './related-rows.ts';
import { relationsOf } from './relations.ts';
import type { Repository } from './repository.ts';

/** A row as the CRM's API and its webhooks show it: beside `owner_id` there is `owner`, the owner's address in the API. */
export type CrmRecord<E extends Entity = Entity> = Row<E> & Readonly<Record<string, unknown>>;

/** Shows rows with their relations as addresses: one for a to-one relation (or null), a list for a to-many one. */
export function toRecords<E extends Entity>(
  repository: Repository,
  entity: E,
  rows: readonly Row<E>[],
): readonly CrmRecord<E>[] {
  const records = rows.map((row): Record<string, unknown> => ({ ...row }));
  for (const [name, relation] of relationsOf(entity)) {
    const address = ({ id }: Row<Entity>) => `/entities/${collectionOf(relation.target)}/${id}`;
    const related = relatedRows(repository, relation, rows);
    records.forEach((record, index) => {
      const found = related[index];
      record[name] = Array.isArray(found) ? found.map(address) : found && address(found as Row<Entity>);
    });
  }
  return records as unknown as readonly CrmRecord<E>[];
}

export function toRecord<E extends Entity>(repository: Repository, entity: E, row: Row<E>): CrmRecord<E> {
  return toRecords(repository, entity, [row])[0] as CrmRecord<E>;
}
