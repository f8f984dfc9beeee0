import type { WebhookHealth } from '../ports/settlement.ts';

/** One try, as it bears on its webhook's health. */
export interface TriedDelivery {
  /** Whether it got a 2xx. */
  readonly ok: boolean;
  /** When it ended, Unix ms. */
  readonly at: number;
  /** When the same delivery's try before it ended, Unix ms; null for its first. */
  readonly previousAttemptAt: number | null;
}

const pauseAfterMs = 5 * 86_400_000;
const pauseAfterDeliveries = 10;

/** Of a webhook that was never tried, or whose last try succeeded. */
export const healthy: WebhookHealth = { failingSince: null, triedSince: 0 };

/** A webhook's health after a try (DE-4). However often a delivery fails, it counts once. */
export function advanceHealth(health: WebhookHealth, tried: TriedDelivery): WebhookHealth {
  if (tried.ok) return healthy;
  const { failingSince, triedSince } = health;
  if (failingSince === null) return { failingSince: tried.at, triedSince: 1 };
  const isCounted = tried.previousAttemptAt !== null && tried.previousAttemptAt >= failingSince;
  return isCounted ? health : { failingSince, triedSince: triedSince + 1 };
}

/** Whether a webhook is to be paused: no 2xx since its first failure five days ago, and ten deliveries tried since (DE-4). */
export function shouldPause({ failingSince, triedSince }: WebhookHealth, now: number): boolean {
  return failingSince !== null && now - failingSince >= pauseAfterMs && triedSince >= pauseAfterDeliveries;
}
