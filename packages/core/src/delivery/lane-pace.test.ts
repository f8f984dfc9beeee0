import { describe, expect, it } from 'vitest';
import type { Attempt } from '../model/attempt.ts';
import { advancePace, concurrencyAt, fullPace } from './lane-pace.ts';

function attempt(startedAt: number, status: number | null, code: string | null): Attempt {
  return {
    deliveryId: 'd',
    number: 1,
    startedAt,
    durationMs: 10,
    status,
    code,
    message: null,
    responseHeaders: null,
    responseBody: null,
  };
}

const overload = (startedAt: number) => attempt(startedAt, 503, 'HTTP_503');
const success = (startedAt: number) => attempt(startedAt, 204, null);

const limit = 20;

describe('advancePace (DE-6)', () => {
  it.each([
    { what: '429', one: attempt(1, 429, 'HTTP_429'), slowdown: 1 },
    { what: '502', one: attempt(1, 502, 'HTTP_502'), slowdown: 1 },
    { what: '503', one: attempt(1, 503, 'HTTP_503'), slowdown: 1 },
    { what: '504', one: attempt(1, 504, 'HTTP_504'), slowdown: 1 },
    { what: 'a timeout', one: attempt(1, null, 'TIMEOUT'), slowdown: 1 },
    { what: '500', one: attempt(1, 500, 'HTTP_500'), slowdown: 0 },
    { what: 'a refused connection', one: attempt(1, null, 'CONNECT_FAILED'), slowdown: 0 },
    { what: 'a success', one: success(1), slowdown: 0 },
  ])('after $what: slower by $slowdown', ({ one, slowdown }) => {
    expect(advancePace(fullPace, one, limit).slowdown).toBe(slowdown);
  });

  it('takes what was under way together for one sign', () => {
    const slower = advancePace(fullPace, overload(100), limit);
    expect(slower).toEqual({ slowdown: 1, changedAt: 110 });
    expect(advancePace(slower, overload(105), limit)).toBe(slower);
    expect(advancePace(slower, success(109), limit)).toBe(slower);
    expect(advancePace(slower, overload(110), limit)).toEqual({ slowdown: 2, changedAt: 120 });
    expect(advancePace(slower, success(110), limit)).toEqual({ slowdown: 0, changedAt: 120 });
  });

  it('leaves the pace at a failure that says nothing of load', () => {
    const slower = advancePace(fullPace, overload(100), limit);
    expect(advancePace(slower, attempt(500, 400, 'HTTP_400'), limit)).toBe(slower);
  });

  it('halves down to one, and no further', () => {
    const seen: number[] = [];
    let pace = fullPace;
    for (let now = 100; now < 800; now += 100) {
      pace = advancePace(pace, overload(now), limit);
      seen.push(concurrencyAt(pace, limit));
    }
    expect(seen).toEqual([10, 5, 2, 1, 1, 1, 1]);
  });

  it.each([
    { most: 1, slowest: 0 },
    { most: 8, slowest: 3 },
    { most: 10_000, slowest: 14 },
    { most: Number.POSITIVE_INFINITY, slowest: 14 },
  ])('slows $most by $slowest steps at most, so that recovery shows at once', ({ most, slowest }) => {
    let pace = fullPace;
    for (let now = 100; now < 100_000; now += 100) pace = advancePace(pace, overload(now), most);
    expect(pace.slowdown).toBe(slowest);
  });
});
