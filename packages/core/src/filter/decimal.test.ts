import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWithBigint } from './decimal.ts';
import { parseJsonNumber } from './json-number.ts';

describe('parseJsonNumber (FI-7)', () => {
  it.each([
    { text: '5', number: 5 },
    { text: '5.0', number: 5 },
    { text: '-0.5', number: -0.5 },
    { text: '1e3', number: 1000 },
    { text: '1E-2', number: 0.01 },
    { text: '0', number: 0 },
  ])('"$text" is $number', ({ text, number }) => {
    expect(parseJsonNumber(text)).toBe(number);
  });

  it.each(['', '-', '+5', '007', '0x10', '.5', '5.', '1e', ' 5', '5 ', 'Infinity', 'NaN', '1_000', '5n', '٥'])(
    '"%s" is none',
    (text) => {
      expect(parseJsonNumber(text)).toBeNull();
    },
  );
});

describe('compareWithBigint (FI-7)', () => {
  it.each([
    { text: '5', bigint: 5n, sign: 0 },
    { text: '5.00', bigint: 5n, sign: 0 },
    { text: '1e3', bigint: 1000n, sign: 0 },
    { text: '1.5e1', bigint: 15n, sign: 0 },
    { text: '1000e-3', bigint: 1n, sign: 0 },
    { text: '-0.0', bigint: 0n, sign: 0 },
    { text: '0e5', bigint: 0n, sign: 0 },
    { text: '0.5', bigint: 0n, sign: 1 },
    { text: '-0.5', bigint: 0n, sign: -1 },
    { text: '9007199254740993', bigint: 9007199254740992n, sign: 1 },
    { text: '9007199254740993', bigint: 9007199254740993n, sign: 0 },
    { text: '5.0000000000000000001', bigint: 5n, sign: 1 },
    { text: '-12', bigint: -2n, sign: -1 },
    { text: '99', bigint: 100n, sign: -1 },
    { text: '1e999999999999', bigint: 10n ** 400n, sign: 1 },
    { text: '1e-999999999999', bigint: 1n, sign: -1 },
  ])('$text and $bigint: $sign', ({ text, bigint, sign }) => {
    expect(Math.sign(compareWithBigint(text, bigint))).toBe(sign);
  });

  it('agrees with the order of bigints', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (left, right) => {
        const sign = left < right ? -1 : left > right ? 1 : 0;
        expect(Math.sign(compareWithBigint(left.toString(), right))).toBe(sign);
        expect(compareWithBigint(`${left}.000`, left)).toBe(0);
        expect(compareWithBigint(`${left}e0`, left)).toBe(0);
      }),
    );
  });
});
