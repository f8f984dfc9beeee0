import { formatInstant } from '../model/format-instant.ts';
import { isDate } from '../record/is-date.ts';
import { plainValue } from '../record/read-field.ts';

/** Depth at which two values that are still alike count as different: a host's own record may hold itself. */
const maxDepth = 1_000;

/**
 * Whether two values are the same to a reader of the payload (FC-2): null as missing, at every depth; a Date as the text it
 * is written as; numbers and bigints by value; lists in order.
 */
export function valuesEqual(left: unknown, right: unknown, depth = 0): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' && typeof right !== 'object') return scalarsEqual(left, right);
  const a = comparable(left);
  const b = comparable(right);
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b || scalarsEqual(a, b);
  if (depth === maxDepth) return false;
  if (Array.isArray(a)) return Array.isArray(b) && listsEqual(a, b, depth + 1);
  return !Array.isArray(b) && objectsEqual(a, b, depth + 1);
}

function scalarsEqual(left: unknown, right: unknown): boolean {
  if (left === undefined || left === null) return right === undefined || right === null;
  if (typeof left === 'bigint') return typeof right === 'number' && isExactly(right, left);
  if (typeof left !== 'number') return left === right;
  return typeof right === 'bigint' ? isExactly(left, right) : Number.isNaN(left) && Number.isNaN(right);
}

function isExactly(number: number, bigint: bigint): boolean {
  return Number.isInteger(number) && BigInt(number) === bigint;
}

/** The value as the payload has it. */
function comparable(value: unknown): unknown {
  const plain = plainValue(value);
  if (typeof plain !== 'object' || plain === null || !isDate(plain)) return plain;
  return Number.isNaN(plain.getTime()) ? Number.NaN : formatInstant(plain);
}

function listsEqual(left: readonly unknown[], right: readonly unknown[], depth: number): boolean {
  return left.length === right.length && left.every((element, index) => valuesEqual(element, right[index], depth));
}

type Fields = Readonly<Record<string, unknown>>;

function objectsEqual(left: object, right: object, depth: number): boolean {
  const keys = Object.keys(left);
  const others = Object.keys(right);
  // Two states of one record mostly have the same fields in the same order: then no field needs to be looked for.
  const isAligned = keys.length === others.length && keys.every((key, index) => key === others[index]);
  for (const key of keys) {
    const other = isAligned || Object.hasOwn(right, key) ? (right as Fields)[key] : null;
    if (!valuesEqual((left as Fields)[key], other, depth)) return false;
  }
  return isAligned || others.every((key) => Object.hasOwn(left, key) || comparable((right as Fields)[key]) === null);
}
