import { describe, expect, it } from 'vitest';
import { firstDifference } from './first-difference.ts';

describe('firstDifference', () => {
  it.each([
    { a: 1, b: 1 },
    { a: null, b: null },
    { a: { x: [1, { y: 'z' }], w: null }, b: { w: null, x: [1, { y: 'z' }] } },
    { a: [], b: [] },
  ])('finds none between $a and $b', ({ a, b }) => {
    expect(firstDifference(a, b, 'it')).toBeNull();
  });

  it.each([
    { a: 1, b: '1', told: 'it: expected 1, found "1"' },
    { a: null, b: undefined, told: 'it: expected null, found nothing' },
    { a: [1, 2], b: [2, 1], told: 'it[0]: expected 1, found 2' },
    { a: [1], b: [1, 2], told: 'it.length: expected 1, found 2' },
    { a: {}, b: [], told: 'it: expected {}, found []' },
    { a: { x: { y: 1 } }, b: { x: {} }, told: 'it.x.y: expected 1, found nothing' },
    { a: { x: 1 }, b: { x: 1, y: 2 }, told: 'it.y: expected nothing, found 2' },
  ])('tells $told', ({ a, b, told }) => {
    expect(firstDifference(a, b, 'it')).toBe(told);
  });
});
