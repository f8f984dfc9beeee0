import type { Timer } from '../../ports/clock.ts';
import type { Lease } from '../../ports/settlement.ts';
import type { WebhookStore } from '../../ports/webhook-store.ts';
import type { EventHub } from '../event-hub.ts';
import type { Timekeeper } from '../timekeeper.ts';
import type { DispatcherSettings } from './dispatcher-settings.ts';
import type { Flight } from './flight.ts';
import type { Settler } from './settler.ts';

/** How much longer than its timeout a sender may take before it counts as broken. */
const graceMs = 5_000;

/** Renews the leases of what is being sent, and gives up on senders that never answer. */
export class LeaseKeeper<Tx> {
  readonly #store: WebhookStore<Tx>;
  readonly #time: Timekeeper;
  readonly #events: EventHub;
  readonly #settings: DispatcherSettings;
  readonly #settler: Settler<Tx>;
  readonly #flights: ReadonlyMap<string, Flight>;
  readonly #giveUp: (flight: Flight) => void;
  #timer: Timer | null = null;

  constructor(
    parts: {
      readonly store: WebhookStore<Tx>;
      readonly time: Timekeeper;
      readonly events: EventHub;
      readonly settings: DispatcherSettings;
      readonly settler: Settler<Tx>;
    },
    flights: ReadonlyMap<string, Flight>,
    giveUp: (flight: Flight) => void,
  ) {
    this.#store = parts.store;
    this.#time = parts.time;
    this.#events = parts.events;
    this.#settings = parts.settings;
    this.#settler = parts.settler;
    this.#flights = flights;
    this.#giveUp = giveUp;
  }

  /** There is something to look after. */
  watch(): void {
    const { leaseMs, timeoutMs } = this.#settings;
    this.#timer ??= this.#time.clock.setTimer(() => this.#tick(), Math.min(leaseMs / 3, timeoutMs + graceMs));
  }

  rest(): void {
    if (this.#timer !== null) this.#time.clock.clearTimer(this.#timer);
    this.#timer = null;
  }

  #tick(): void {
    this.#timer = null;
    const now = this.#time.now();
    for (const flight of [...this.#flights.values()]) {
      if (now - flight.startedAt > this.#settings.timeoutMs + graceMs) this.#giveUp(flight);
    }
    // What is sent and waits for the store to hear of it is kept too: else another worker would send it again.
    const claims = [...[...this.#flights.values()].map(({ claim }) => claim), ...this.#settler.claims];
    if (claims.length === 0) return;
    this.watch();
    const leases = claims.map(({ delivery, lease }) => ({ deliveryId: delivery.id, lease }));
    void this.#renew(leases, now);
  }

  async #renew(leases: readonly Lease[], now: number): Promise<void> {
    try {
      await this.#store.renew(leases, now, this.#settings.leaseMs);
    } catch (cause) {
      this.#events.error(cause, 'leases could not be renewed');
    }
  }
}
