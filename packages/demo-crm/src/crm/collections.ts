import type { Entity, ReportedEntity } from './entities.ts';

/** An entity's place in the API's addresses: `/entities/Opportunities/<id>`. */
export function collectionOf(entity: Entity): string {
  return entity.startsWith('CE_') ? entity : entity.replace(/y$/, 'ie').concat('s');
}

const editable: readonly ReportedEntity[] = [
  'Account',
  'Contact',
  'Opportunity',
  'Lead',
  'Task',
  'CE_Bid',
  'CE_Campaign',
];

/** The entity behind a collection of the API, or undefined where the API has none. */
export function entityOf(collection: string): ReportedEntity | undefined {
  return editable.find((entity) => collectionOf(entity) === collection);
}
