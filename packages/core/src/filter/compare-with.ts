import { isDate } from '../record/is-date.ts';
import { compareWithBigint } from './decimal.ts';
import { readInstant } from './equals.ts';
import { parseJsonNumber } from './json-number.ts';
import { compareInstants, type Instant, instantOf, parseInstant } from './parse-instant.ts';

/** Below, at or above 0 as a value is below, at or above the wanted one; NaN when the two cannot be compared. */
export type Comparison = (value: unknown) => number;

const incomparable: Comparison = () => Number.NaN;

/** The order of FI-5 against one wanted value: of two numbers, two instants, or two strings by code unit. */
export function compareWith(wanted: unknown): Comparison {
  switch (typeof wanted) {
    case 'string':
      return compareWithText(wanted);
    case 'number':
      return compareWithNumber(wanted);
    case 'bigint':
      return compareWithNumber(wanted);
    default:
      return typeof wanted === 'object' && wanted !== null && isDate(wanted)
        ? compareWithInstant(instantOf(wanted))
        : incomparable;
  }
}

function compareWithText(wanted: string): Comparison {
  const number = parseJsonNumber(wanted);
  const instant = parseInstant(wanted);
  const order = compareWithInstant(instant);
  return (value) => {
    switch (typeof value) {
      case 'string': {
        const byTime = instant === null ? Number.NaN : order(value);
        return Number.isNaN(byTime) ? compare(value, wanted) : byTime;
      }
      case 'number':
        return number === null ? Number.NaN : compare(value, number);
      case 'bigint':
        return number === null ? Number.NaN : -compareWithBigint(wanted, value);
      default:
        return order(value);
    }
  };
}

function compareWithNumber(wanted: number | bigint): Comparison {
  return (value) => {
    if (typeof value === 'number' || typeof value === 'bigint') return compare(value, wanted);
    if (typeof value !== 'string') return Number.NaN;
    const number = parseJsonNumber(value);
    if (number === null) return Number.NaN;
    return typeof wanted === 'bigint' ? compareWithBigint(value, wanted) : compare(number, wanted);
  };
}

function compareWithInstant(wanted: Instant | null): Comparison {
  if (wanted === null) return incomparable;
  return (value) => {
    const instant = readInstant(value);
    return instant === null ? Number.NaN : compareInstants(instant, wanted);
  };
}

/** Of two numbers, which may be bigints, exactly; or of two strings by code unit. */
function compare<Value extends string | number | bigint>(left: Value, right: Value): number {
  if (left < right) return -1;
  if (left > right) return 1;
  // Neither, nor the same, is NaN.
  return left >= right ? 0 : Number.NaN;
}
