import { describe, expect, it } from 'vitest';
import type { WebhookHealth } from '../ports/settlement.ts';
import { advanceHealth, healthy, shouldPause, type TriedDelivery } from './webhook-health.ts';

const day = 86_400_000;

const failed = (at: number, previousAttemptAt: number | null = null): TriedDelivery => ({
  ok: false,
  at,
  previousAttemptAt,
});
const succeeded = (at: number): TriedDelivery => ({ ok: true, at, previousAttemptAt: null });

function healthAfter(...tries: readonly TriedDelivery[]): WebhookHealth {
  return tries.reduce(advanceHealth, healthy);
}

describe('advanceHealth (DE-4)', () => {
  it.each([
    { name: 'nothing', tries: [], expected: { failingSince: null, triedSince: 0 } },
    { name: 'a success', tries: [succeeded(5)], expected: { failingSince: null, triedSince: 0 } },
    { name: 'a failure', tries: [failed(5)], expected: { failingSince: 5, triedSince: 1 } },
    { name: 'the same one again', tries: [failed(5), failed(9, 5)], expected: { failingSince: 5, triedSince: 1 } },
    { name: 'another', tries: [failed(5), failed(9)], expected: { failingSince: 5, triedSince: 2 } },
    {
      name: 'another, again',
      tries: [failed(5), failed(6), failed(9, 6)],
      expected: { failingSince: 5, triedSince: 2 },
    },
    {
      name: 'one that was last tried before all this',
      tries: [failed(5), failed(9, 4)],
      expected: { failingSince: 5, triedSince: 2 },
    },
    {
      name: 'a success in between',
      tries: [failed(5), failed(6), succeeded(7), failed(8, 5)],
      expected: { failingSince: 8, triedSince: 1 },
    },
    { name: 'a success at last', tries: [failed(5), succeeded(7)], expected: { failingSince: null, triedSince: 0 } },
  ])('after $name', ({ tries, expected }) => {
    expect(healthAfter(...tries)).toEqual(expected);
  });
});

describe('shouldPause (DE-4)', () => {
  it.each([
    { failingSince: null, triedSince: 0, now: 100 * day, expected: false },
    { failingSince: day, triedSince: 10, now: 6 * day, expected: true },
    { failingSince: day, triedSince: 10, now: 6 * day - 1, expected: false },
    { failingSince: day, triedSince: 9, now: 100 * day, expected: false },
    { failingSince: day, triedSince: 5_000, now: 2 * day, expected: false },
  ])('$triedSince tried since $failingSince is $expected at $now', ({ now, expected, ...health }) => {
    expect(shouldPause(health, now)).toBe(expected);
  });
});
