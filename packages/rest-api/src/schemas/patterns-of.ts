import type { Catalog } from '@hookwright/core';

/** Every event of a catalogue, and every pattern (EV-1): `*`, `Account.*`, `Account.Create`, … */
export function patternsOf(catalog: Catalog): readonly string[] {
  const ofEntities = Object.entries(catalog.entities).flatMap(([entity, { actions }]) =>
    ['*', ...actions].map((action) => `${entity}.${action}`),
  );
  return ['*', ...ofEntities];
}
