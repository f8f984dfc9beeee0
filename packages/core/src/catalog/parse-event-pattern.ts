import { describeValue } from '../errors/describe-value.ts';
import { ValidationError, type ValidationIssue } from '../errors/validation-error.ts';
import type { Catalog } from './catalog.ts';
import { crmCatalog } from './crm-catalog.ts';
import { eventIndex } from './event-name.ts';
import { nearestName } from './nearest-name.ts';

/** What a webhook subscribes to, taken apart. */
export type ParsedEventPattern =
  | { readonly kind: 'all' }
  | { readonly kind: 'entity'; readonly entity: string }
  | { readonly kind: 'event'; readonly entity: string; readonly action: string };

/**
 * Takes a pattern apart (EV-1).
 *
 * @param catalog - default `crmCatalog`
 * @throws {@link ValidationError} `UNKNOWN_EVENT` for what the catalogue does not have, naming the nearest that it has (EV-4)
 */
export function parseEventPattern(pattern: string, catalog: Catalog = crmCatalog): ParsedEventPattern {
  const parsed = findPattern(pattern, catalog);
  if (parsed === null) throw new ValidationError([unknownPattern(pattern, catalog, 'event')]);
  return parsed;
}

/** What is wrong with one entry of a webhook's `events`, or null (EV-4). */
export function findEventPatternIssue(pattern: unknown, catalog: Catalog, path: string): ValidationIssue | null {
  return findPattern(pattern, catalog) === null ? unknownPattern(pattern, catalog, path) : null;
}

/** What to say of an event name that the catalogue does not have. */
export function findEventNameIssue(name: unknown, catalog: Catalog, path: string): ValidationIssue {
  return unknown('event', name, path, catalog, eventIndex(catalog).keys());
}

function findPattern(pattern: unknown, catalog: Catalog): ParsedEventPattern | null {
  if (typeof pattern !== 'string') return null;
  if (pattern === '*') return { kind: 'all' };
  const event = eventIndex(catalog).get(pattern);
  if (event !== undefined) return { kind: 'event', entity: event.entity, action: event.action };
  const entity = pattern.slice(0, -2);
  return pattern.endsWith('.*') && Object.hasOwn(catalog.entities, entity) ? { kind: 'entity', entity } : null;
}

function unknownPattern(pattern: unknown, catalog: Catalog, path: string): ValidationIssue {
  const entities = Object.keys(catalog.entities).map((entity) => `${entity}.*`);
  return unknown('event or pattern', pattern, path, catalog, [...entities, ...eventIndex(catalog).keys(), '*']);
}

function unknown(
  what: string,
  given: unknown,
  path: string,
  catalog: Catalog,
  known: Iterable<string>,
): ValidationIssue {
  if (typeof given !== 'string') {
    const code = given === undefined || given === null ? 'REQUIRED' : 'WRONG_TYPE';
    return { path, code, message: `expected the name of an ${what}, got ${describeValue(given)}` };
  }
  const names = new Set(known);
  const nearest = customEntityName(given, catalog, names) ?? nearestName(given, names);
  const hint = nearest === null ? 'the catalogue has none' : `did you mean "${nearest}"?`;
  return { path, code: 'UNKNOWN_EVENT', message: `unknown ${what} ${describeValue(given)}; ${hint}` };
}

/** `CustomEntity.Create` for `CE_Bid.Create`: a custom type is no entity of its own in event names (CE-1). */
function customEntityName(given: string, catalog: Catalog, names: ReadonlySet<string>): string | null {
  const dot = given.indexOf('.');
  if (!given.startsWith('CE_') || dot < 0) return null;
  const entity = Object.keys(catalog.entities).find((name) => catalog.entities[name]?.custom === true);
  const name = `${entity}${given.slice(dot)}`;
  return names.has(name) ? name : null;
}
