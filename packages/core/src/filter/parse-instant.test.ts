import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant } from '../model/format-instant.ts';
import { compareInstants, instantOf, parseInstant } from './parse-instant.ts';

const noon = Date.UTC(2024, 6, 9, 12, 0, 0);

describe('parseInstant (FI-6)', () => {
  it.each([
    { text: '2024-07-09', ms: noon - 43_200_000, micros: 0 },
    { text: '2024-07-09T12:00', ms: noon, micros: 0 },
    { text: '2024-07-09 12:00:00', ms: noon, micros: 0 },
    { text: '2024-07-09t12:00:00z', ms: noon, micros: 0 },
    { text: '2024-07-09T14:00:00+02:00', ms: noon, micros: 0 },
    { text: '2024-07-09T14:00+02', ms: noon, micros: 0 },
    { text: '2024-07-09T08:30:00-0330', ms: noon, micros: 0 },
    { text: '2024-07-09 12:00:00.5', ms: noon + 500, micros: 0 },
    { text: '2024-07-09 12:00:00.000001+00:00', ms: noon, micros: 1 },
    { text: '2024-07-09 12:00:00.1234569', ms: noon + 123, micros: 456 },
    { text: '2024-02-29', ms: Date.UTC(2024, 1, 29), micros: 0 },
    { text: '2000-02-29', ms: Date.UTC(2000, 1, 29), micros: 0 },
    { text: '1969-12-31T23:59:59.999999Z', ms: -1, micros: 999 },
    { text: '0001-01-01', ms: Date.parse('0001-01-01T00:00:00Z'), micros: 0 },
    { text: '0000-01-01', ms: Date.parse('0000-01-01T00:00:00Z'), micros: 0 },
  ])('reads $text', ({ text, ms, micros }) => {
    expect(parseInstant(text)).toEqual({ ms, micros });
  });

  it.each([
    '',
    '2024',
    '2024-07',
    '20240709',
    '2024-7-9',
    '2024-02-30',
    '2023-02-29',
    '1900-02-29',
    '2024-04-31',
    '2024-13-01',
    '2024-00-01',
    '2024-01-00',
    '2024-07-09T24:00',
    '2024-07-09T12:60',
    '2024-07-09T12:00:60',
    '2024-07-09T12',
    '2024-07-09T1200',
    '2024-07-09T12:00:00.',
    '2024-07-09T12:00.5',
    '2024-07-09Z',
    '2024-07-09  12:00',
    '2024-07-09T12:00 Z',
    '2024-07-09T12:00+2',
    '2024-07-09T12:00+02:0',
    '2024-07-09T12:00+24:00',
    '2024-07-09T12:00+02:60',
    '2024-07-09T12:00:00Zx',
    ' 2024-07-09',
    '2024-07-09\n',
    '+12024-07-09',
    '٢٠٢٤-٠٧-٠٩',
  ])('takes "%s" for no instant', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  const years = {
    min: new Date('0000-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  };

  it('reads back what is written, in both forms', () => {
    fc.assert(
      fc.property(fc.date(years), (date) => {
        const instant = { ms: date.getTime(), micros: 0 };
        expect(parseInstant(formatInstant(date))).toEqual(instant);
        expect(parseInstant(date.toISOString())).toEqual(instant);
      }),
    );
  });
});

describe('instantOf', () => {
  it('is null for an invalid Date', () => {
    expect(instantOf(new Date(Number.NaN))).toBeNull();
  });
});

describe('compareInstants', () => {
  it.each([
    { left: { ms: 1, micros: 0 }, right: { ms: 0, micros: 999 }, sign: 1 },
    { left: { ms: 1, micros: 1 }, right: { ms: 1, micros: 2 }, sign: -1 },
    { left: { ms: 1, micros: 1 }, right: { ms: 1, micros: 1 }, sign: 0 },
  ])('$left and $right: $sign', ({ left, right, sign }) => {
    expect(Math.sign(compareInstants(left, right))).toBe(sign);
  });
});
