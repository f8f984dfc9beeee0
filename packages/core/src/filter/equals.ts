import { isDate } from '../record/is-date.ts';
import { compareWithBigint } from './decimal.ts';
import { parseJsonNumber } from './json-number.ts';
import { compareInstants, type Instant, instantOf, parseInstant } from './parse-instant.ts';

/** Asks something of one value of a record. */
export type ValueTest = (value: unknown) => boolean;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const never: ValueTest = () => false;

/**
 * The loose equality of FI-7 with one wanted value, but for enums. What can be read of the wanted side is read here, once.
 * Null equals nothing: `eq: null` is the operator `null` (FI-4).
 */
export function equalTo(wanted: unknown): ValueTest {
  switch (typeof wanted) {
    case 'string':
      return equalToText(wanted);
    case 'number':
      return equalToNumber(wanted);
    case 'bigint':
      return equalToBigint(wanted);
    case 'boolean':
      return (value) => value === wanted || value === String(wanted);
    default:
      return typeof wanted === 'object' && wanted !== null && isDate(wanted)
        ? equalToInstant(instantOf(wanted))
        : never;
  }
}

function equalToText(wanted: string): ValueTest {
  const number = parseJsonNumber(wanted);
  const instant = parseInstant(wanted);
  const lowerUuid = uuid.test(wanted) ? wanted.toLowerCase() : null;
  const isInstant = equalToInstant(instant);
  return (value) => {
    if (value === wanted) return true;
    switch (typeof value) {
      case 'string':
        if (lowerUuid !== null) return value.length === lowerUuid.length && value.toLowerCase() === lowerUuid;
        return instant !== null && isInstant(value);
      case 'number':
        return value === number && Number.isFinite(value);
      case 'bigint':
        return number !== null && compareWithBigint(wanted, value) === 0;
      case 'boolean':
        return wanted === String(value);
      default:
        return instant !== null && isInstant(value);
    }
  };
}

function equalToNumber(wanted: number): ValueTest {
  return (value) => {
    if (value === wanted) return true;
    if (typeof value === 'string') return Number.isFinite(wanted) && parseJsonNumber(value) === wanted;
    return typeof value === 'bigint' && isExactly(wanted, value);
  };
}

function equalToBigint(wanted: bigint): ValueTest {
  return (value) => {
    if (value === wanted) return true;
    if (typeof value === 'string') return parseJsonNumber(value) !== null && compareWithBigint(value, wanted) === 0;
    return typeof value === 'number' && isExactly(value, wanted);
  };
}

function isExactly(number: number, bigint: bigint): boolean {
  return Number.isInteger(number) && BigInt(number) === bigint;
}

function equalToInstant(wanted: Instant | null): ValueTest {
  if (wanted === null) return never;
  return (value) => {
    const instant = readInstant(value);
    return instant !== null && compareInstants(instant, wanted) === 0;
  };
}

/** The instant that a value of a record is, or null. */
export function readInstant(value: unknown): Instant | null {
  if (typeof value === 'string') return parseInstant(value);
  return typeof value === 'object' && value !== null && isDate(value) ? instantOf(value) : null;
}
