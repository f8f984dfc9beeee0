/** At most `rate` starts per second, with a second's worth at once after a rest (a token bucket, kept as one instant). */
export class RateLimit {
  /** Starts per second, > 0. */
  readonly rate: number;
  readonly #intervalMs: number;
  readonly #burstMs: number;
  /** When the bucket is full again, Unix ms. */
  #fullAt = Number.NEGATIVE_INFINITY;

  constructor(rate: number) {
    this.rate = rate;
    this.#intervalMs = 1_000 / rate;
    this.#burstMs = (Math.max(Math.floor(rate), 1) - 1) * this.#intervalMs;
  }

  /** When the next start is allowed, in whole Unix ms. */
  get readyAt(): number {
    return Math.ceil(this.#fullAt - this.#burstMs);
  }

  start(now: number): void {
    this.#fullAt = Math.max(this.#fullAt, now) + this.#intervalMs;
  }
}
