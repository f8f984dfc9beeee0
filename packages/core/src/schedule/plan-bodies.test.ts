import { describe, expect, it } from 'vitest';
import { planBodies } from './plan-bodies.ts';

describe('planBodies', () => {
  const plan = { chunkSize: 2, chunkDelay: 3, maxBytes: 5, sizeOf: () => 4 };

  it('gives chunks where a body holds many (CH-1)', () => {
    expect(planBodies(['a', 'b', 'c'], { ...plan, maxBytes: 1_000, single: false })).toEqual([
      { index: 0, delayMs: 0, items: ['a', 'b'] },
      { index: 1, delayMs: 3_000, items: ['c'] },
    ]);
  });

  it('gives each its own where a body holds one, with the delays of the chunks by size alone (PA-6)', () => {
    expect(planBodies(['a', 'b', 'c'], { ...plan, single: true })).toEqual([
      { delayMs: 0, items: ['a'] },
      { delayMs: 0, items: ['b'] },
      { delayMs: 3_000, items: ['c'] },
    ]);
  });

  it.each([true, false])('gives none for none, single: %s', (single) => {
    expect(planBodies([], { ...plan, single })).toEqual([]);
  });
});
