import { describe, expect, it } from 'vitest';
import { systemRandom } from './system-random.ts';

describe('systemRandom', () => {
  it('gives numbers in [0, 1), spread evenly, of all 53 bits', () => {
    const count = 10_000;
    let sum = 0;
    let odd = 0;
    let isOutside = false;
    for (let index = 0; index < count; index += 1) {
      const number = systemRandom.number();
      isOutside ||= number < 0 || number >= 1;
      sum += number;
      odd += (number * 2 ** 53) % 2;
    }
    expect(isOutside).toBe(false);
    // Ten standard deviations from even.
    expect(Math.abs(sum / count - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(odd / count - 0.5)).toBeLessThan(0.05);
  });

  it.each([1, 10, 32, 1_024])('gives %i bytes in an array of their own, each time others', (size) => {
    const drawn = Array.from({ length: 40 }, () => systemRandom.bytes(size));
    for (const bytes of drawn) expect(bytes).toHaveLength(size);
    const buffers = new Set(drawn.map(({ buffer }) => buffer));
    expect(buffers.size).toBe(40);
    if (size >= 10) expect(new Set(drawn.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(40);
  });

  it('uses every byte', () => {
    const seen = new Set<number>();
    for (let index = 0; index < 1_000; index += 1) for (const byte of systemRandom.bytes(32)) seen.add(byte);
    expect(seen.size).toBe(256);
  });
});
