import { describe, expect, it } from 'vitest';
import { RateLimit } from './rate-limit.ts';

/** When each start happens if every one comes as soon as it may, ms from 0. */
function startsOf(rate: number, count: number): readonly number[] {
  const limit = new RateLimit(rate);
  const starts: number[] = [];
  let now = 0;
  for (let started = 0; started < count; started += 1) {
    now = Math.max(now, limit.readyAt);
    limit.start(now);
    starts.push(now);
  }
  return starts;
}

describe('RateLimit', () => {
  it.each([
    { rate: 1, starts: [0, 1_000, 2_000] },
    { rate: 0.5, starts: [0, 2_000, 4_000] },
    { rate: 4, starts: [0, 0, 0, 0, 250, 500] },
    { rate: 2.5, starts: [0, 0, 400, 800] },
    { rate: 3, starts: [0, 0, 0, 334, 667, 1_000] },
  ])('at $rate a second starts at $starts', ({ rate, starts }) => {
    expect(startsOf(rate, starts.length)).toEqual(starts);
  });

  it("saves up a second's worth and no more", () => {
    const limit = new RateLimit(4);
    const later = 3_600_000;
    for (let started = 0; started < 4; started += 1) {
      expect(limit.readyAt).toBeLessThanOrEqual(later);
      limit.start(later);
    }
    expect(limit.readyAt).toBe(later + 250);
  });
});
