import type { Timer } from '../../ports/clock.ts';
import type { WebhookStore } from '../../ports/webhook-store.ts';
import type { EventHub } from '../event-hub.ts';
import type { Timekeeper } from '../timekeeper.ts';

const dayMs = 86_400_000;
const intervalMs = 60_000;
const batchSize = 500;

/** While the engine runs: removes what was kept for long enough, in small batches (DE-8), and ends what was held too long (DE-4). */
export class Retention<Tx> {
  readonly #store: WebhookStore<Tx>;
  readonly #time: Timekeeper;
  readonly #events: EventHub;
  readonly #retentionMs: number;
  #isStarted = false;
  #timer: Timer | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(store: WebhookStore<Tx>, time: Timekeeper, events: EventHub, retentionDays: number) {
    this.#store = store;
    this.#time = time;
    this.#events = events;
    this.#retentionMs = retentionDays * dayMs;
  }

  start(): void {
    this.#isStarted = true;
    this.#arm();
  }

  /** Resolves once a run under way has ended. */
  stop(): Promise<void> {
    this.#isStarted = false;
    if (this.#timer !== null) this.#time.clock.clearTimer(this.#timer);
    this.#timer = null;
    return this.#running;
  }

  #arm(): void {
    this.#timer = this.#time.clock.setTimer(() => {
      this.#timer = null;
      this.#running = this.#runAndArm();
    }, intervalMs);
  }

  /** The next run is counted from the end of this one, so that on a slow store they do not pile up. */
  async #runAndArm(): Promise<void> {
    try {
      await this.#time.synchronise(this.#store, this.#events);
      await this.#run(() => this.#isStarted);
    } catch (cause) {
      this.#events.error(cause, 'old deliveries could not be pruned');
    }
    if (this.#isStarted) this.#arm();
  }

  /** Now, to the end, whether the engine runs or not. @returns how many deliveries were removed */
  async prune(): Promise<number> {
    await this.#time.synchronise(this.#store, this.#events);
    return this.#run(() => true);
  }

  /** @param goesOn - asked before each batch */
  async #run(goesOn: () => boolean): Promise<number> {
    const now = this.#time.now();
    const before = now - this.#retentionMs;
    while (goesOn()) {
      const expired = await this.#store.expireHeld(before, now, batchSize);
      for (const { tenant, webhookId, id, attempts } of expired) {
        this.#events.emit('delivery-exhausted', {
          tenant,
          webhookId,
          deliveryId: id,
          attempts,
          status: null,
          code: 'HELD_TOO_LONG',
          message: 'the webhook was paused or disabled for longer than deliveries are kept',
          detail: null,
        });
      }
      if (expired.length < batchSize) break;
    }
    let removed = 0;
    while (goesOn()) {
      const count = await this.#store.prune(before, batchSize);
      removed += count;
      if (count < batchSize) break;
    }
    return removed;
  }
}
