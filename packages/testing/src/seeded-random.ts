import type { Random } from '@hookwright/core';

/** Chance that repeats: the same seed gives the same numbers. Not fit for secrets. @param seed - a whole number */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  // splitmix32: a counter, mixed.
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  return {
    number: () => next() / 0x1_0000_0000,
    bytes(size) {
      if (!Number.isInteger(size) || size < 1 || size > 1_024)
        throw new RangeError(`expected 1…1024 bytes, got ${size}`);
      return Uint8Array.from({ length: size }, () => next() & 0xff);
    },
  };
}
