import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valuesEqual } from './values-equal.ts';

const cyclic: Record<string, unknown> = { a: 1 };
cyclic.self = cyclic;
const alike: Record<string, unknown> = { a: 1 };
alike.self = alike;

describe('valuesEqual (FC-2)', () => {
  it.each([
    { left: null, right: undefined, equal: true },
    { left: null, right: 0, equal: false },
    { left: undefined, right: {}, equal: false },
    { left: null, right: [], equal: false },
    { left: { a: { b: null } }, right: { a: {} }, equal: true },
    { left: { a: { b: null } }, right: {}, equal: false },
    { left: {}, right: { a: undefined }, equal: true },
    { left: { a: 1 }, right: { b: 1 }, equal: false },
    { left: { a: null }, right: { b: 1 }, equal: false },
    { left: { a: null, b: 1 }, right: { b: 1, c: null }, equal: true },
    { left: { a: 1, b: 2 }, right: { b: 2, a: 1 }, equal: true },
    { left: [1, 2], right: [2, 1], equal: false },
    { left: [null], right: [undefined], equal: true },
    { left: [null], right: [], equal: false },
    { left: [], right: {}, equal: false },
    { left: 5, right: 5n, equal: true },
    { left: 5n, right: 5.5, equal: false },
    { left: 9007199254740993n, right: 9007199254740992, equal: false },
    { left: 5, right: '5', equal: false },
    { left: Number.NaN, right: Number.NaN, equal: true },
    { left: 0, right: -0, equal: true },
    { left: new Date(0), right: new Date(0), equal: true },
    { left: new Date(0), right: new Date(1), equal: false },
    { left: new Date(0), right: '1970-01-01 00:00:00.000000+00:00', equal: true },
    { left: new Date(Number.NaN), right: new Date(0), equal: false },
    { left: new Date(0), right: {}, equal: false },
    { left: { toJSON: () => 5 }, right: 5, equal: true },
    { left: { a: { toJSON: () => null } }, right: {}, equal: true },
    { left: {}, right: { constructor: Object }, equal: false },
    { left: { toString: null }, right: {}, equal: true },
    { left: JSON.parse('{"__proto__":{"a":1}}'), right: {}, equal: false },
    { left: JSON.parse('{"__proto__":{"a":1}}'), right: JSON.parse('{"__proto__":{"a":1}}'), equal: true },
    { left: cyclic, right: cyclic, equal: true },
    { left: cyclic, right: alike, equal: false },
  ])('$left and $right: $equal', ({ left, right, equal }) => {
    expect(valuesEqual(left, right)).toBe(equal);
    expect(valuesEqual(right, left)).toBe(equal);
  });

  it('is symmetric, and true of a value and its copy', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        expect(valuesEqual(left, right)).toBe(valuesEqual(right, left));
        expect(valuesEqual(left, structuredClone(left))).toBe(true);
      }),
    );
  });
});
