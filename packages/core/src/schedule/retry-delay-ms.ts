/** When to try again (DE-3). */
export interface RetryPolicy {
  /** Delay after try 1, 2, …, in ms; as many retries as there are entries. */
  readonly delaysMs: readonly number[];
  /** Each delay varies by ± this share, 0…1. */
  readonly jitter: number;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Ten tries over about three days (DE-3). */
export const standardRetry: RetryPolicy = {
  delaysMs: [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour],
  jitter: 0.2,
};

/**
 * Delay before a delivery's next attempt (DE-3).
 *
 * @param attempt - tries made so far, a whole number ≥ 1
 * @param random - in [0, 1), supplied by the caller
 * @returns whole milliseconds, or null when the schedule has ended
 */
export function retryDelayMs(attempt: number, policy: RetryPolicy, random: number): number | null {
  const step = policy.delaysMs[attempt - 1];
  return step === undefined ? null : Math.round(step * (1 + policy.jitter * (2 * random - 1)));
}
