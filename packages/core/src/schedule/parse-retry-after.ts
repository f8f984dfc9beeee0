const maxDelayMs = 86_400_000;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

// The three forms of RFC 9110, 5.6.7. Date.parse would take much that is none of them.
const dateForms: readonly RegExp[] = [
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d\d) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/,
];

/**
 * How long a `Retry-After` header asks to wait (DE-3): seconds, or an HTTP date in any of its three forms.
 *
 * @param now - Unix ms
 * @returns ms from now, 0…86,400,000: longer is cut, a date that has passed is 0; null for anything else
 */
export function parseRetryAfter(header: string, now: number): number | null {
  const text = header.trim();
  const delayMs = /^\d+$/.test(text) ? Number(text) * 1_000 : delayUntil(text, now);
  return delayMs === null ? null : Math.min(Math.max(delayMs, 0), maxDelayMs);
}

function delayUntil(text: string, now: number): number | null {
  for (const form of dateForms) {
    const parts = form.exec(text)?.groups;
    if (parts !== undefined) {
      const at = instantOf(parts, now);
      return at === null ? null : at - now;
    }
  }
  return null;
}

function instantOf(parts: Readonly<Record<string, string>>, now: number): number | null {
  const { day = '', month = '', year = '', time = '' } = parts;
  const monthIndex = months.indexOf(month);
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  if (monthIndex < 0 || hours > 23 || minutes > 59 || seconds > 60) return null;
  const midnight = Date.UTC(year.length === 2 ? fullYear(Number(year), now) : Number(year), monthIndex, Number(day));
  // A day that its month lacks would have become one of the next month.
  if (new Date(midnight).getUTCDate() !== Number(day)) return null;
  return midnight + ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}

/** The year within 50 of this one that ends in these digits, as RFC 9110 reads them. */
function fullYear(twoDigits: number, now: number): number {
  const thisYear = new Date(now).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + twoDigits;
  if (year > thisYear + 50) return year - 100;
  return year <= thisYear - 50 ? year + 100 : year;
}
