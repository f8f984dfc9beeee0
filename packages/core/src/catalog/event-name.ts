import type { Catalog } from './catalog.ts';

/** A concrete event of a catalogue, taken apart. */
export interface EventInfo {
  /** `Account.Create`. */
  readonly name: string;
  readonly entity: string;
  readonly action: string;
  /** The pattern that covers all events of the entity: `Account.*`. */
  readonly pattern: string;
  /** Whether each change names the type of its record (CE-1). */
  readonly custom: boolean;
}

const indexes = new WeakMap<Catalog, ReadonlyMap<string, EventInfo>>();

/** The events of a catalogue by name. Made once per catalogue, which is not to change afterwards. */
export function eventIndex(catalog: Catalog): ReadonlyMap<string, EventInfo> {
  let index = indexes.get(catalog);
  if (index === undefined) {
    index = new Map(listEvents(catalog).map((info) => [info.name, info]));
    indexes.set(catalog, index);
  }
  return index;
}

function listEvents(catalog: Catalog): readonly EventInfo[] {
  return Object.entries(catalog.entities).flatMap(([entity, { actions, custom = false }]) =>
    actions.map((action) => ({ name: `${entity}.${action}`, entity, action, pattern: `${entity}.*`, custom })),
  );
}
