import type { EnumMap } from '../catalog/catalog.ts';
import type { FilterOperator } from '../model/filter-operator.ts';
import { compilePath, type FieldPath } from '../record/field-path.ts';
import { hasField, readField } from '../record/read-field.ts';
import { readPath } from '../record/read-path.ts';
import { visitEnds } from '../record/visit-values.ts';
import { equalityKey } from './equality-key.ts';
import type { ValueTest } from './equals.ts';
import { operators, positiveOf } from './operators.ts';

/** What a filter asks of one field. */
export interface Condition {
  /** As written: `owner.name`, `previous.status`. */
  readonly field: string;
  readonly operator: FilterOperator;
  /** As written: a value or a list; undefined for a unary operator that stands alone. */
  readonly wanted: unknown;
  /**
   * Never throws.
   * @param previous - the record before the change, or null when there is none (FI-10)
   */
  test(record: object, previous: object | null): boolean;
  /** What the record has there, for people: a value, or a list of them where the path leads through a list. */
  actual(record: object, previous: object | null): unknown;
  /**
   * Where an index can find the records that may pass: they have, at `path`, a value whose `equalityKey` is one of `keys`. Null
   * where no such keys exist: only an `eq` on the record after the change has them.
   */
  readonly lookup: ConditionLookup | null;
}

export interface ConditionLookup {
  readonly path: FieldPath;
  readonly keys: readonly string[];
}

/** @param enumMap - of the field, or undefined when it is no enum */
export function compileCondition(
  field: string,
  operator: FilterOperator,
  wanted: unknown,
  enumMap: EnumMap | undefined,
): Condition {
  const { positive, negated } = positiveOf(operator);
  const values: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
  const passes = operators[positive].compile(values, enumMap);
  const base = { field, operator, wanted };
  if (field.startsWith(previousPrefix)) return { ...base, ...previousCondition(field, passes, negated), lookup: null };
  const path = compilePath(field);
  return {
    ...base,
    test: recordTest(path, passes, negated),
    actual: (record) => readPath(record, path),
    lookup: operator === 'eq' ? lookupOf(path, values, enumMap) : null,
  };
}

const previousPrefix = 'previous.';

/** The field that a filter's `previous.<field>` is about, or the field itself. */
export function fieldOfRecord(field: string): string {
  return field.startsWith(previousPrefix) ? field.slice(previousPrefix.length) : field;
}

function recordTest(path: FieldPath, passes: ValueTest, negated: boolean): (record: object) => boolean {
  if (path.segments.length > 1) return (record) => visitEnds(record, path, passes) !== negated;
  const key = path.text;
  const onNull = passes(null);
  return (record) => testField(record, key, passes, onNull) !== negated;
}

/** `passes(readField(record, key))`, for the hot path of matching: mostly one read and one test. */
function testField(record: object, key: string, passes: ValueTest, onNull: boolean): boolean {
  let value: unknown;
  try {
    value = (record as Readonly<Record<string, unknown>>)[key];
  } catch {
    return onNull;
  }
  if (value === undefined || value === null) return onNull;
  if (typeof value === 'object') return passes(readField(record, key));
  const passed = passes(value);
  // What is no field of the record's own counts as null. Where that gives the same answer, there is no need to ask.
  return passed === onNull || hasField(record, key) ? passed : onNull;
}

// FI-10
function previousCondition(field: string, passes: ValueTest, negated: boolean): Pick<Condition, 'test' | 'actual'> {
  const path = compilePath(fieldOfRecord(field));
  return {
    test: (record, previous) => {
      if (hasField(record, field)) return passes(readField(record, field)) !== negated;
      return (previous === null ? passes(null) : visitEnds(previous, path, passes)) !== negated;
    },
    actual: (record, previous) => {
      if (hasField(record, field)) return readField(record, field);
      return previous === null ? null : readPath(previous, path);
    },
  };
}

function lookupOf(path: FieldPath, wanted: readonly unknown[], enumMap: EnumMap | undefined): ConditionLookup | null {
  const keys = new Set<string>();
  for (const value of wanted) {
    const key = equalityKey(value, enumMap);
    if (key === null) return null;
    keys.add(key);
  }
  return { path, keys: [...keys] };
}
