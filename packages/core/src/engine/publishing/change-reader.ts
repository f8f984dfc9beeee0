import type { Catalog, EntityDefinition } from '../../catalog/catalog.ts';
import { type EventInfo, eventIndex } from '../../catalog/event-name.ts';
import { findEventNameIssue } from '../../catalog/parse-event-pattern.ts';
import { possibleActions } from '../../derivation/derive-events.ts';
import { describeValue } from '../../errors/describe-value.ts';
import { ValidationError, type ValidationIssue, type ValidationIssueCode } from '../../errors/validation-error.ts';
import type { Change, ChangePair } from '../../model/change.ts';
import type { ReportedChange } from './change-source.ts';

/** A before/after pair, ready for the catalogue's rules (EV-6). */
export interface ReportedPair {
  readonly reported: ReportedChange;
  readonly hasBefore: boolean;
  readonly hasAfter: boolean;
}

const changeNames = { entity: 'entity', before: 'before' };
const pairNames = { entity: 'after', before: 'before' };
const deletedNames = { entity: 'before', before: 'before' };

/** Reads what hosts report: names are always checked, the contents of records are not (SEMANTICS, "Words"). */
export class ChangeReader {
  readonly #catalog: Catalog;
  readonly #events: ReadonlyMap<string, EventInfo>;
  readonly #possible = new Map<string, readonly EventInfo[]>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
    this.#events = eventIndex(catalog);
  }

  /** The catalogue's event of that name; undefined for none. */
  event(name: string): EventInfo | undefined {
    return this.#events.get(name);
  }

  /** The events that a pair could be, whatever its records hold (EV-6). */
  possibleEvents(entity: string, hasBefore: boolean, hasAfter: boolean): readonly EventInfo[] {
    const key = `${entity} ${hasBefore} ${hasAfter}`;
    let events = this.#possible.get(key);
    if (events === undefined) {
      events = this.events(entity, possibleActions(this.definition(entity), hasBefore, hasAfter));
      this.#possible.set(key, events);
    }
    return events;
  }

  /** The entity's events of these actions. */
  events(entity: string, actions: readonly string[]): readonly EventInfo[] {
    return actions.flatMap((action) => this.#events.get(`${entity}.${action}`) ?? []);
  }

  /** @returns null, with the reasons in `issues`, for a change that cannot be taken */
  readChange(change: Change, path: string, now: number, issues: ValidationIssue[]): ReportedChange | null {
    if (!isObject(change)) {
      issues.push(wrongType(path, 'a change: { event, entity, before? }', change));
      return null;
    }
    const found = issues.length;
    const info = this.#events.get(change.event);
    if (info === undefined) issues.push(findEventNameIssue(change.event, this.#catalog, `${path}.event`));
    if (!isObject(change.entity)) issues.push(wrongType(`${path}.entity`, 'the record as an object', change.entity));
    const { changedFields = null } = change;
    if (changedFields !== null && !isStringList(changedFields)) {
      issues.push(wrongType(`${path}.changedFields`, 'a list of field names', changedFields));
    }
    const { before = null, relatedEntity = null, occurredAt } = change;
    checkRecords(before, relatedEntity, path, issues);
    const eventTime = readInstant(occurredAt, now, path, issues);
    const typed = info?.custom === true ? readTyped(change.customEntity, change.entity, path, issues) : null;
    if (issues.length > found) return null;
    return {
      entity: typed?.record ?? change.entity,
      before,
      relatedEntity,
      // PA-3: the host may go on changing its list.
      changedFields: changedFields === null ? null : [...changedFields],
      type: typed?.type ?? null,
      eventTime,
      path,
      names: changeNames,
    };
  }

  /** @returns null, with the reasons in `issues`, for a pair that cannot be taken */
  readPair(
    definition: EntityDefinition,
    pair: ChangePair,
    path: string,
    now: number,
    issues: ValidationIssue[],
  ): ReportedPair | null {
    if (!isObject(pair)) {
      issues.push(wrongType(path, 'a pair: { before, after }', pair));
      return null;
    }
    const found = issues.length;
    const { before = null, after = null } = pair;
    const record = after ?? before;
    if (record === null) {
      // EV-6
      issues.push({ path, code: 'REQUIRED', message: 'expected before, after or both; got neither' });
      return null;
    }
    if (!isObject(record))
      issues.push(wrongType(`${path}.${after === null ? 'before' : 'after'}`, 'an object', record));
    const { relatedEntity = null, occurredAt } = pair;
    checkRecords(before, relatedEntity, path, issues);
    const eventTime = readInstant(occurredAt, now, path, issues);
    const typed = definition.custom === true ? readTyped(pair.customEntity, record, path, issues) : null;
    if (issues.length > found) return null;
    const hasAfter = after !== null;
    const names = hasAfter ? pairNames : deletedNames;
    const earlier = hasAfter ? before : null;
    const reported = {
      entity: typed?.record ?? record,
      before: earlier,
      relatedEntity,
      changedFields: null,
      type: typed?.type ?? null,
      eventTime,
      path,
      names,
    };
    return { reported, hasBefore: before !== null, hasAfter };
  }

  /** @throws {@link ValidationError} for an entity that the catalogue does not have */
  definition(entity: string): EntityDefinition {
    if (Object.hasOwn(this.#catalog.entities, entity)) return this.#catalog.entities[entity] as EntityDefinition;
    const known = Object.keys(this.#catalog.entities).join(', ');
    const message = `unknown entity ${describeValue(entity)}; the catalogue has ${known}`;
    throw new ValidationError([{ path: 'entity', code: 'UNKNOWN_EVENT', message }]);
  }
}

/** A custom entity's record and its type (CE-1). */
interface TypedRecord {
  readonly record: object;
  readonly type: string;
}

/** @returns null, with the reason in `issues`, where there is no type */
function readTyped(given: unknown, record: object, path: string, issues: ValidationIssue[]): TypedRecord | null {
  const wanted = 'pass customEntity ("CE_Bid"), or a record with table_name';
  const reject = (code: ValidationIssueCode, problem: string) => {
    issues.push({ path: `${path}.customEntity`, code, message: `${problem}: ${wanted}` });
    return null;
  };
  let found: { readonly record: object; readonly type: unknown };
  try {
    found = given === undefined || given === null ? readTableName(record) : { record, type: given };
  } catch {
    return reject('UNSERIALISABLE', 'reading the type from the record threw');
  }
  const { type } = found;
  if (typeof type === 'string' && type !== '') return { record: found.record, type };
  const code = type === undefined || type === null || type === '' ? 'REQUIRED' : 'WRONG_TYPE';
  return reject(code, "a custom entity's change needs its type");
}

function readTableName(record: object): { readonly record: object; readonly type: unknown } {
  if (!isObject(record)) return { record, type: undefined };
  const { table_name: type, toJSON } = record as { readonly table_name?: unknown; readonly toJSON?: unknown };
  if (type !== undefined || typeof toJSON !== 'function') return { record, type };
  const json: unknown = toJSON.call(record, '');
  if (!isObject(json)) return { record, type: undefined };
  // It is asked once per publish: from here on, what it returned is the record.
  const { toJSON: _own, ...fields } = json as { readonly toJSON?: unknown; readonly table_name?: unknown };
  return { record: fields, type: fields.table_name };
}

function checkRecords(before: unknown, relatedEntity: unknown, path: string, issues: ValidationIssue[]): void {
  if (before !== null && !isObject(before)) {
    issues.push(wrongType(`${path}.before`, 'the record before the change as an object', before));
  }
  if (relatedEntity !== null && !isObject(relatedEntity)) {
    issues.push(wrongType(`${path}.relatedEntity`, 'a record as an object', relatedEntity));
  }
}

function readInstant(value: unknown, now: number, path: string, issues: ValidationIssue[]): number {
  if (value === undefined) return now;
  const instant = value instanceof Date ? value.getTime() : value;
  if (typeof instant === 'number' && Math.abs(instant) <= maxInstant) return Math.trunc(instant);
  issues.push(wrongType(`${path}.occurredAt`, 'Unix ms or a valid Date', value));
  return now;
}

/** The furthest instant that a Date can hold, in ms from 1970. */
const maxInstant = 8_640_000_000_000_000;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStringList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function wrongType(path: string, expected: string, found: unknown): ValidationIssue {
  const code = found === undefined || found === null ? 'REQUIRED' : 'WRONG_TYPE';
  return { path, code, message: `expected ${expected}, got ${describeValue(found)}` };
}
