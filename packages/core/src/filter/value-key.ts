import { isDate } from '../record/is-date.ts';
import { parseJsonNumber } from './json-number.ts';
import { type Instant, instantOf, parseInstant } from './parse-instant.ts';

const hyphen = 45;
const nine = 57;

/** As `equalityKey`, for a field that is no enum. */
export function valueKey(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return textKey(value);
    case 'number':
      return Number.isNaN(value) ? null : String(value);
    case 'bigint':
      // Equal numbers have the same nearest double.
      return String(Number(value));
    case 'boolean':
      return String(value);
    case 'undefined':
      return 'null';
    case 'object':
      if (value === null) return 'null';
      return isDate(value) ? instantKey(instantOf(value)) : null;
    default:
      return null;
  }
}

function textKey(text: string): string {
  // What starts with a digit or a minus may be a number or an instant.
  if (text.charCodeAt(0) <= nine) {
    const number = parseJsonNumber(text);
    if (number !== null) return String(number);
    const instant = instantKey(parseInstant(text));
    if (instant !== null) return instant;
  }
  // All that is shaped like a uuid; a closer look would cost more than it saves.
  return text.length === 36 && text.charCodeAt(8) === hyphen ? text.toLowerCase() : text;
}

function instantKey(instant: Instant | null): string | null {
  return instant === null ? null : `${instant.ms}:${instant.micros}`;
}
