import { WebhookError } from '../errors/webhook-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { WebhookStore } from '../ports/webhook-store.ts';
import type { EventHub } from './event-hub.ts';

const maxSkewMs = 5_000;

/** The time that all workers of one store share: this process's clock, corrected to the store's. */
export class Timekeeper {
  readonly clock: Clock;
  #offsetMs = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Unix ms. */
  now(): number {
    return this.clock.now() + this.#offsetMs;
  }

  /** Asks the store how far apart the clocks are; above 5 s an `error` event says so. */
  async synchronise(store: Pick<WebhookStore<never>, 'clockOffsetMs'>, events: EventHub): Promise<void> {
    this.#offsetMs = await store.clockOffsetMs();
    if (Math.abs(this.#offsetMs) > maxSkewMs) {
      const message = `this process's clock is ${this.#offsetMs} ms off the store's; correct it`;
      events.emit('error', new WebhookError('CLOCK_SKEW', message));
    }
  }
}
