import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from './parse-retry-after.ts';

// Sun, 06 Nov 1994 08:49:37 GMT
const now = 784_111_777_000;

describe('parseRetryAfter (DE-3)', () => {
  it.each([
    { header: '0', expected: 0 },
    { header: '120', expected: 120_000 },
    { header: ' 120\t', expected: 120_000 },
    { header: '007', expected: 7_000 },
    { header: '86400', expected: 86_400_000 },
    { header: '86401', expected: 86_400_000 },
    { header: '9'.repeat(400), expected: 86_400_000 },
    { header: 'Sun, 06 Nov 1994 08:49:37 GMT', expected: 0 },
    { header: 'Sun, 06 Nov 1994 08:50:07 GMT', expected: 30_000 },
    { header: 'Sunday, 06-Nov-94 08:50:07 GMT', expected: 30_000 },
    { header: 'Sun Nov  6 08:50:07 1994', expected: 30_000 },
    { header: 'Wed Nov 16 08:49:37 1994', expected: 86_400_000 },
    { header: 'Sun, 06 Nov 1994 08:49:60 GMT', expected: 23_000 },
    { header: 'Sun, 06 Nov 1994 08:49:36 GMT', expected: 0 },
    { header: 'Mon, 07 Nov 1994 08:49:38 GMT', expected: 86_400_000 },
    { header: 'Saturday, 06-Nov-44 08:50:07 GMT', expected: 86_400_000 },
    { header: 'Monday, 06-Nov-45 08:50:07 GMT', expected: 0 },
  ])('reads "$header" as $expected ms', ({ header, expected }) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });

  it('reads two digits of the next century', () => {
    const newYearsEve = Date.UTC(2099, 11, 31, 23, 59, 50);
    expect(parseRetryAfter('Friday, 01-Jan-00 00:00:10 GMT', newYearsEve)).toBe(20_000);
  });

  it.each([
    '',
    ' ',
    '-1',
    '+5',
    '1.5',
    '1e3',
    '0x10',
    '5s',
    '120, 120',
    '٣',
    'tomorrow',
    '1994-11-06T08:50:07Z',
    'Sun, 06 Nov 1994 08:50:07',
    'Sun, 06 Nov 1994 08:50:07 CET',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 06 Nov 1994 08:60:00 GMT',
    'Sun, 06 Nov 1994 08:50:61 GMT',
    'Sun, 31 Feb 1995 08:50:07 GMT',
    'Sun, 00 Nov 1994 08:50:07 GMT',
    'Sun, 06 Foo 1994 08:50:07 GMT',
    'Sun, 6 Nov 1994 08:50:07 GMT',
  ])('ignores "%s"', (header) => {
    expect(parseRetryAfter(header, now)).toBeNull();
  });
});
