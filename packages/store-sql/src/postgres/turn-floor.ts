/** How much earlier than what a scan saw a turn may still show: clocks differ, and a lane that was locked may keep its place. */
const slackMs = 10_000;
const fullScanEveryMs = 5_000;

/**
 * From where on to look for lanes whose time has come. Turns only move forward, so all that is left far behind are dead rows,
 * which PostgreSQL keeps for as long as any transaction could still see them. A scan that began there would read all of them.
 * Every few seconds one does, for what a worker that failed has left in its place.
 */
export class TurnFloor {
  #at = -1;
  #scannedAt = Number.POSITIVE_INFINITY;

  /** Unix ms. */
  at(now: number): number {
    // Also after a step back of the clock.
    if (now >= this.#scannedAt && now - this.#scannedAt < fullScanEveryMs) return this.#at;
    this.#scannedAt = now;
    return -1;
  }

  /** @param first - the earliest turn that a scan found, or `now` */
  raise(now: number, first: number): void {
    this.#at = Math.min(first, now) - slackMs;
  }
}
