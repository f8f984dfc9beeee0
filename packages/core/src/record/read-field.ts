import { isDate } from './is-date.ts';

const isOwnEnumerable = Object.prototype.propertyIsEnumerable;

/**
 * One field of a record, by its key. Own enumerable keys alone count; a value with `toJSON` is what that returns.
 * Reads records as hosts hold them, not only snapshots, and so never throws: what cannot be read is null.
 *
 * @returns null when there is no such field, or it is undefined
 */
export function readField(record: object, key: string): unknown {
  try {
    const value = (record as Readonly<Record<string, unknown>>)[key];
    // Asked after the read: most fields that a filter names exist, and those that do not need no second look.
    if (value === undefined || value === null || !isOwnEnumerable.call(record, key)) return null;
    return typeof value === 'object' ? plainValue(value) : value;
  } catch {
    return null;
  }
}

/** Whether a record has a field that is not undefined. Never throws. */
export function hasField(record: object, key: string): boolean {
  try {
    return (record as Readonly<Record<string, unknown>>)[key] !== undefined && isOwnEnumerable.call(record, key);
  } catch {
    return false;
  }
}

/** What a value counts as: what its `toJSON` returns where it has one, a Date itself, null for undefined. Never throws. */
export function plainValue(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object') return value;
  try {
    const { toJSON } = value as { readonly toJSON?: unknown };
    return typeof toJSON !== 'function' || isDate(value) ? value : (toJSON.call(value, '') ?? null);
  } catch {
    return null;
  }
}
