/**
 * An instant in the form of the wire (PA-4): `2024-07-09 12:51:48.050000+00:00`.
 *
 * @param instant - Unix ms or a valid Date; fractions of a millisecond are cut
 * @throws RangeError for what is no instant: NaN, an invalid Date, more than 8.64e15 ms from 1970
 */
export function formatInstant(instant: number | Date): string {
  const iso = (typeof instant === 'number' ? new Date(instant) : instant).toISOString();
  // Counted from the end: years beyond 9999 have two digits and a sign more.
  return `${iso.slice(0, -14)} ${iso.slice(-13, -1)}000+00:00`;
}
