/** A moment, to the microsecond. */
export interface Instant {
  /** Unix ms, whole. */
  readonly ms: number;
  /** Microseconds beyond `ms`, 0…999. */
  readonly micros: number;
}

/** What may stand after a date: `T12:51`, seconds, a fraction, an offset. */
const timeForm = /^[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:[Zz]|([+-]\d\d)(?::?(\d\d))?)?$/;

/**
 * The instant that a text is (FI-6): a date, or a date and time with an offset or in UTC. Digits beyond microseconds are cut.
 *
 * @returns null for other texts: dates that do not exist, `24:00`, basic forms, a year alone
 */
export function parseInstant(text: string): Instant | null {
  const date = parseDate(text);
  if (date === null || text.length === 10) return date === null ? null : { ms: date, micros: 0 };
  const match = timeForm.exec(text.slice(10));
  if (match === null) return null;
  const hour = Number(match[1]);
  const minute = Number(match[2]);
  const second = Number(match[3] ?? 0);
  const offset = parseOffset(match[5], match[6]);
  if (hour > 23 || minute > 59 || second > 59 || offset === null) return null;
  const micros = match[4] === undefined ? 0 : Number(match[4].slice(0, 6).padEnd(6, '0'));
  const seconds = (hour * 60 + minute - offset) * 60 + second;
  return { ms: date + seconds * 1_000 + Math.floor(micros / 1_000), micros: micros % 1_000 };
}

/** A Date's instant; null for an invalid one. */
export function instantOf(date: Date): Instant | null {
  const ms = date.getTime();
  return Number.isNaN(ms) ? null : { ms, micros: 0 };
}

/** Below, at or above 0 as `left` is before, at or after `right`. */
export function compareInstants(left: Instant, right: Instant): number {
  return left.ms - right.ms || left.micros - right.micros;
}

const hyphen = 45;

/** The calendar repeats itself after 400 years; Date.UTC takes the years below 100 for those of the 1900s. */
const calendarYears = 400;
const calendarMs = 146_097 * 86_400_000;

/** Midnight UTC of the date that a text begins with, Unix ms; null where it begins with none. */
function parseDate(text: string): number | null {
  // By position, not by pattern: this is asked of texts that are mostly no dates.
  if (text.charCodeAt(4) !== hyphen || text.charCodeAt(7) !== hyphen) return null;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  // NaN, where a digit is missing, is in no range.
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return null;
  return Date.UTC(year + calendarYears, month - 1, day) - calendarMs;
}

function twoDigits(text: string, index: number): number {
  return digit(text.charCodeAt(index)) * 10 + digit(text.charCodeAt(index + 1));
}

function digit(code: number): number {
  return code >= 48 && code <= 57 ? code - 48 : Number.NaN;
}

/** Minutes east of UTC; null for what no clock shows. */
function parseOffset(hours: string | undefined, minutes: string | undefined): number | null {
  if (hours === undefined) return 0;
  const whole = Number(hours.slice(1));
  const rest = Number(minutes ?? 0);
  if (whole > 23 || rest > 59) return null;
  return (whole * 60 + rest) * (hours.startsWith('-') ? -1 : 1);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
