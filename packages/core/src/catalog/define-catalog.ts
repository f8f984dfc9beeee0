import { ValidationError } from '../errors/validation-error.ts';
import type { Catalog } from './catalog.ts';
import { findCatalogIssues } from './find-catalog-issues.ts';

/**
 * Makes a catalogue (EV-3). To extend the built-in one, spread its entities:
 * `defineCatalog({ entities: { ...crmCatalog.entities, Invoice: { actions: ['Create', 'Paid'] } } })`.
 *
 * @returns a frozen copy, typed by its literal names so that the compiler knows its events
 * @throws {@link ValidationError} with every problem
 */
export function defineCatalog<const Definition extends Catalog>(definition: Definition): Definition {
  const issues = findCatalogIssues(definition);
  if (issues.length > 0) throw new ValidationError(issues);
  return frozenCopy(definition);
}

function frozenCopy<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy)) as Value;
  return Object.freeze(
    Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, frozenCopy(inner)])),
  ) as Value;
}
