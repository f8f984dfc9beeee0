import { RateLimiterMemory } from 'rate-limiter-flexible';
import { RestError } from '../errors/rest-error.ts';

/** The part of a limiter of `rate-limiter-flexible` that is used here: one on Redis counts over all processes of a host. */
export interface RateLimiter {
  /**
   * Counts one request.
   *
   * @param key - the tenant
   * @returns rejects with `{ msBeforeNext }` where it is one too many, and with an Error where it cannot be counted
   */
  consume(key: string): Promise<unknown>;
}

/** Counts in this process's memory, for as long as a second. */
export function memoryRateLimiter(maxRequestsPerSecond: number): RateLimiter {
  return new RateLimiterMemory({ points: maxRequestsPerSecond, duration: 1 });
}

/** @throws RestError 429; whatever a limiter that cannot count rejects with */
export async function takeTurn(limiter: RateLimiter, tenant: string): Promise<void> {
  try {
    await limiter.consume(tenant);
  } catch (rejected) {
    const waitMs = msBeforeNext(rejected);
    if (waitMs === null) throw rejected;
    const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
    const headers = { 'retry-after': String(seconds) };
    throw new RestError(429, 'ERROR_RATE_LIMITED', `too many requests; try again in ${seconds} s`, { headers });
  }
}

function msBeforeNext(rejected: unknown): number | null {
  const ms = (rejected as { readonly msBeforeNext?: unknown } | null)?.msBeforeNext;
  return typeof ms === 'number' ? ms : null;
}
