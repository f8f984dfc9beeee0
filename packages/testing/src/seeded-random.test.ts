import { describe, expect, it } from 'vitest';
import { seededRandom } from './seeded-random.ts';

describe('seededRandom', () => {
  it('repeats for a seed and differs between seeds', () => {
    const draw = (seed: number) => {
      const random = seededRandom(seed);
      return [random.number(), random.number(), ...random.bytes(4)];
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('spreads over [0, 1) and over all bytes', () => {
    const random = seededRandom(42);
    const numbers = Array.from({ length: 10_000 }, () => random.number());
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    const mean = numbers.reduce((sum, number) => sum + number) / numbers.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
    const bytes = Array.from({ length: 8 }, () => [...random.bytes(1_024)]).flat();
    expect(new Set(bytes).size).toBe(256);
  });

  it.each([0, 1_025, 1.5])('refuses %d bytes', (size) => {
    expect(() => seededRandom(1).bytes(size)).toThrow(RangeError);
  });
});
