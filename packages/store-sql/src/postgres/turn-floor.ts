/** How much earlier than what a scan saw a turn may still show: clocks differ, and a lane that was locked may keep its place. */
const slackMs = 2_000;
const fullScanEveryMs = 5_000;

/**
 * From where on to look for lanes whose time has come. Turns only move forward, so all that is left far behind are dead rows,
 * which PostgreSQL keeps for as long as any transaction could still see them. A scan that began there would read all of them.
 * Every few seconds one does, for what a worker that failed has left in its place.
 */
export class TurnFloor {
  #at = -1;
  #scannedAt = Number.POSITIVE_INFINITY;

  /** Unix ms; -1 when a full scan is due, which it also is after a step back of the clock. */
  at(now: number): number {
    return now >= this.#scannedAt && now - this.#scannedAt < fullScanEveryMs ? this.#at : -1;
  }

  /**
   * @param from - where the scan began
   * @param first - the earliest turn that it found, or `now`
   */
  raise(now: number, from: number, first: number): void {
    if (from === -1) this.#scannedAt = now;
    this.#at = Math.min(first, now) - slackMs;
  }
}
