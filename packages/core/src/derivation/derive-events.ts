import type { EntityDefinition } from '../catalog/catalog.ts';
import { valuesEqual } from '../changes/values-equal.ts';

/**
 * The actions that a before/after pair shows (EV-6): no before is Create, no after Delete, both Update and beside it what the
 * entity's rules find, in their order. Only actions that the entity has.
 *
 * @param before - null: there was none
 * @param after - null: there is none any more
 * @returns empty when nothing differs (FC-2), or there is neither record
 * @throws what a host's own rule throws
 */
export function deriveActions(
  definition: EntityDefinition,
  before: object | null,
  after: object | null,
): readonly string[] {
  if (before === null || after === null) return possibleActions(definition, before !== null, after !== null);
  if (valuesEqual(before, after)) return [];
  const shown = new Set(['Update']);
  for (const { action, when } of definition.rules ?? []) {
    if (!shown.has(action) && when(before, after)) shown.add(action);
  }
  return [...shown].filter((action) => definition.actions.includes(action));
}

interface Possible {
  readonly create: readonly string[];
  readonly update: readonly string[];
  readonly delete: readonly string[];
}

const none: readonly string[] = [];
const possible = new WeakMap<EntityDefinition, Possible>();

/** The actions that such a pair could show, whatever its records hold: those {@link deriveActions} chooses from. */
export function possibleActions(
  definition: EntityDefinition,
  hasBefore: boolean,
  hasAfter: boolean,
): readonly string[] {
  if (!hasBefore && !hasAfter) return none;
  let actions = possible.get(definition);
  if (actions === undefined) {
    actions = listPossible(definition);
    possible.set(definition, actions);
  }
  if (!hasBefore) return actions.create;
  return hasAfter ? actions.update : actions.delete;
}

function listPossible({ actions, rules = [] }: EntityDefinition): Possible {
  const known = (names: readonly string[]): readonly string[] =>
    [...new Set(names)].filter((name) => actions.includes(name));
  return {
    create: known(['Create']),
    update: known(['Update', ...rules.map((rule) => rule.action)]),
    delete: known(['Delete']),
  };
}
