/** A moment, to the microsecond. */
export interface Instant {
  /** Unix ms, whole. */
  readonly ms: number;
  /** Microseconds beyond `ms`, 0…999. */
  readonly micros: number;
}

const form =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:[Zz]|([+-])(\d\d)(?::?(\d\d))?)?)?$/;

const hyphen = 45;

/**
 * The instant that a text is (FI-6): a date, or a date and time with an offset or in UTC. Digits beyond microseconds are cut.
 *
 * @returns null for other texts: dates that do not exist, `24:00`, basic forms, a year alone
 */
export function parseInstant(text: string): Instant | null {
  if (text.charCodeAt(4) !== hyphen || text.charCodeAt(7) !== hyphen) return null;
  const match = form.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0)) as Parts;
  const offsetHours = Number(match[9] ?? 0);
  const offsetMinutes = Number(match[10] ?? 0);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59 || offsetHours > 23 || offsetMinutes > 59) return null;
  const fraction = (match[7] ?? '').slice(0, 6).padEnd(6, '0');
  const offsetMs = (offsetHours * 60 + offsetMinutes) * 60_000 * (match[8] === '-' ? -1 : 1);
  const ms = utcMs(year, month, day) + (hour * 3_600 + minute * 60 + second) * 1_000 - offsetMs;
  return { ms: ms + Number(fraction.slice(0, 3)), micros: Number(fraction.slice(3)) };
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

type Parts = [year: number, month: number, day: number, hour: number, minute: number, second: number];

/** The calendar repeats itself after 400 years; Date.UTC takes the years below 100 for those of the 1900s. */
const calendarYears = 400;
const calendarMs = 146_097 * 86_400_000;

function utcMs(year: number, month: number, day: number): number {
  return Date.UTC(year + calendarYears, month - 1, day) - calendarMs;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
