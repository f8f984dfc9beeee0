import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant } from './format-instant.ts';

describe('formatInstant (PA-4)', () => {
  it.each([
    { instant: Date.UTC(2024, 6, 9, 12, 51, 48, 50), expected: '2024-07-09 12:51:48.050000+00:00' },
    { instant: new Date(0), expected: '1970-01-01 00:00:00.000000+00:00' },
    { instant: -1, expected: '1969-12-31 23:59:59.999000+00:00' },
    { instant: 1.9, expected: '1970-01-01 00:00:00.001000+00:00' },
    { instant: Date.parse('0987-01-01T00:00:00Z'), expected: '0987-01-01 00:00:00.000000+00:00' },
    { instant: 8.64e15, expected: '+275760-09-13 00:00:00.000000+00:00' },
  ])('writes $instant as $expected', ({ instant, expected }) => {
    expect(formatInstant(instant)).toBe(expected);
  });

  it('is the ISO form with a space, microseconds and an offset', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        expect(formatInstant(date)).toBe(date.toISOString().replace('T', ' ').replace('Z', '000+00:00'));
      }),
    );
  });

  it.each([Number.NaN, 8.64e15 + 1, new Date(Number.NaN)])('refuses %s', (instant) => {
    expect(() => formatInstant(instant)).toThrow(RangeError);
  });
});
