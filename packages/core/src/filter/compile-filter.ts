import type { EnumMap } from '../catalog/catalog.ts';
import { ValidationError } from '../errors/validation-error.ts';
import type { FilterOperator, FilterValue } from '../model/filter-operator.ts';
import { plainValue } from '../record/read-field.ts';
import { type Condition, compileCondition, fieldOfRecord } from './condition.ts';
import { findFilterIssues, isOperator } from './find-filter-issues.ts';

export interface FilterOptions {
  /** Enum fields by name (FI-7): `{ status: { 1: 'Open' } }`. */
  readonly enums?: Readonly<Record<string, EnumMap>> | undefined;
}

/** Whether a record passes. `previous` is the record before the change, for `previous.<field>` (FI-10). Never throws. */
export type RecordTest = (record: object, previous?: object | null) => boolean;

/**
 * Compiles a filter (FI-1 to FI-10): all of its fields must hold.
 *
 * @param filter - field to wanted value or values
 * @param filterOp - field to operator; `eq` where none is given
 * @throws {@link ValidationError} with every problem (OP-3)
 */
export function compileFilter(
  filter: Readonly<Record<string, FilterValue>> | null | undefined,
  filterOp?: Readonly<Record<string, FilterOperator>> | null,
  options: FilterOptions = {},
): RecordTest {
  const issues = findFilterIssues(filter, filterOp, 'filter', 'filter-op');
  if (issues.length > 0) throw new ValidationError(issues);
  const conditions = compileConditions(filter ?? {}, filterOp ?? {}, options.enums ?? {});
  return (record, previous = null) => {
    const after = asRecord(record) ?? {};
    const before = asRecord(previous);
    return conditions.every((condition) => condition.test(after, before));
  };
}

/**
 * The conditions of a filter, all of which must hold. Takes what {@link findFilterIssues} finds nothing wrong with; of anything
 * else it makes conditions that match nothing (FI-9).
 */
export function compileConditions(
  filter: Readonly<Record<string, unknown>>,
  filterOp: Readonly<Record<string, unknown>>,
  enums: Readonly<Record<string, EnumMap>>,
): readonly Condition[] {
  const fields = new Set([...Object.keys(filter), ...Object.keys(filterOp)]);
  return [...fields].map((field) => {
    const operator = Object.hasOwn(filterOp, field) ? filterOp[field] : 'eq';
    const wanted = Object.hasOwn(filter, field) ? filter[field] : undefined;
    const name = fieldOfRecord(field);
    const enumMap = Object.hasOwn(enums, name) ? enums[name] : undefined;
    return isOperator(operator)
      ? compileCondition(field, operator, wanted, enumMap)
      : compileCondition(field, 'eq', [], enumMap);
  });
}

/** A host's own record may have a `toJSON`; snapshots have none. */
function asRecord(record: unknown): object | null {
  const plain = plainValue(record);
  return typeof plain === 'object' && plain !== null ? plain : null;
}
