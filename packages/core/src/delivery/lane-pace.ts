import type { Attempt } from '../model/attempt.ts';

/** How far a webhook's deliveries have slowed, over all processes (DE-6). Kept by the store beside the webhook's health. */
export interface LanePace {
  /** How often its concurrency is halved, 0…14. */
  readonly slowdown: number;
  /** When that last changed, Unix ms; 0 when it never did. */
  readonly changedAt: number;
}

/** Halves 10,000, the most that may be under way per webhook, to 1. */
const maxSlowdown = 14;
/** What a receiver answers that has more than it can take, or whatever stands before it. */
const overloaded: ReadonlySet<number | null> = new Set([429, 502, 503, 504]);

/** Of a webhook that was never tried, or is active again. */
export const fullPace: LanePace = { slowdown: 0, changedAt: 0 };

/**
 * A webhook's pace after a try: a step slower when the receiver was overloaded or timed out, a step faster when it answered 2xx.
 * Only tries that began since the last step count, so that requests that were under way together are one sign, not many.
 *
 * @param limit - what may be under way at full pace; slower than one at a time is no pace
 */
export function advancePace(pace: LanePace, attempt: Attempt, limit: number): LanePace {
  const { startedAt, durationMs, status, code } = attempt;
  const step = overloaded.has(status) || code === 'TIMEOUT' ? 1 : code === null ? -1 : 0;
  const slowest = Math.min(Math.ceil(Math.log2(limit)), maxSlowdown);
  const slowdown = Math.max(Math.min(pace.slowdown + step, slowest), 0);
  if (slowdown === pace.slowdown || startedAt < pace.changedAt) return pace;
  return { slowdown, changedAt: startedAt + durationMs };
}

/** How many deliveries may be under way at this pace, ≥ 1. @param limit - at full pace */
export function concurrencyAt({ slowdown }: LanePace, limit: number): number {
  return slowdown === 0 ? limit : Math.max(1, Math.floor(limit / 2 ** slowdown));
}
