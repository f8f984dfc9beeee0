import type { ClaimedDelivery } from '../../ports/claim.ts';
import type { Timer } from '../../ports/clock.ts';
import type { SendOutcome } from '../../ports/sender.ts';
import type { Settlement, SettleResult } from '../../ports/settlement.ts';
import type { WebhookStore } from '../../ports/webhook-store.ts';
import type { EventHub } from '../event-hub.ts';
import type { Timekeeper } from '../timekeeper.ts';

/** A try whose settlement is on its way to the store. */
export interface SettlingTry {
  readonly claim: ClaimedDelivery;
  /** Null when the delivery is given back untried. */
  readonly outcome: SendOutcome | null;
  readonly settlement: Settlement;
}

const firstRetryMs = 250;
const maxRetryMs = 30_000;
/** Between tries at what somebody else's transaction keeps busy. */
const maxBusyMs = 1_000;

/**
 * Takes outcomes to the store: one call at a time, and each with all that has gathered meanwhile. While the store cannot be
 * reached they wait here, and whoever claims is told how many they are.
 */
export class Settler<Tx> {
  readonly #store: WebhookStore<Tx>;
  readonly #time: Timekeeper;
  readonly #events: EventHub;
  readonly #onSettled: (tries: readonly SettlingTry[], results: readonly SettleResult[]) => void;
  #waiting: SettlingTry[] = [];
  #inHand: readonly SettlingTry[] = [];
  #running: Promise<void> | null = null;
  #retry: { readonly timer: Timer; readonly now: () => void } | null = null;
  #stopping = false;
  #isFailing = false;
  #unsettled = 0;

  constructor(
    store: WebhookStore<Tx>,
    time: Timekeeper,
    events: EventHub,
    onSettled: (tries: readonly SettlingTry[], results: readonly SettleResult[]) => void,
  ) {
    this.#store = store;
    this.#time = time;
    this.#events = events;
    this.#onSettled = onSettled;
  }

  get isIdle(): boolean {
    return this.#running === null;
  }

  /** Outcomes that the store does not have yet. */
  get unsettled(): number {
    return this.#unsettled;
  }

  /** The deliveries that they are of, whose leases are still needed. */
  get claims(): readonly ClaimedDelivery[] {
    return [...this.#inHand, ...this.#waiting].map(({ claim }) => claim);
  }

  /** Whether the store refused them the last time. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  add(settling: SettlingTry): void {
    this.#unsettled += 1;
    this.#waiting.push(settling);
    // A pause for what is busy is not one for what is new.
    if (!this.#isFailing) this.#retry?.now();
    // Deferred: the responses that arrive together are settled together.
    this.#running ??= new Promise<void>((resolve) => this.#time.clock.defer(resolve)).then(() => this.#run());
  }

  /** Resolves once everything is settled, or was tried once more and failed: then the leases end by themselves. */
  async flush(): Promise<void> {
    this.#stopping = true;
    this.#retry?.now();
    await this.#running;
    this.#stopping = false;
  }

  async #run(): Promise<void> {
    let pauseMs = firstRetryMs;
    while (this.#waiting.length > 0) {
      const tries = this.#waiting;
      this.#waiting = [];
      this.#inHand = tries;
      const results = await this.#settle(tries);
      this.#inHand = [];
      this.#isFailing = results === null;
      const busy = busyOf(results, tries.length);
      const again = this.#stopping ? [] : results === null ? tries : pick(tries, busy);
      const isAlone = this.#waiting.length === 0;
      this.#waiting = again.concat(this.#waiting);
      this.#unsettled -= tries.length - again.length;
      // Idle before it tells, so that who listens sees the state as it is.
      const done = this.#waiting.length === 0;
      if (done) this.#running = null;
      if (results !== null) this.#tell(tries, results, busy);
      if (done) return;
      // What has come meanwhile does not wait for what is busy.
      if (again.length > 0 && (results === null || isAlone)) {
        await this.#pause(pauseMs);
        pauseMs = Math.min(pauseMs * 2, results === null ? maxRetryMs : maxBusyMs);
      } else {
        pauseMs = firstRetryMs;
      }
    }
    this.#running = null;
  }

  #tell(tries: readonly SettlingTry[], results: readonly SettleResult[], busy: readonly number[]): void {
    if (busy.length === 0) {
      this.#onSettled(tries, results);
      return;
    }
    const known = tries.flatMap((_, index) => (busy.includes(index) ? [] : [index]));
    this.#onSettled(pick(tries, known), pick(results, known));
  }

  async #settle(tries: readonly SettlingTry[]): Promise<readonly SettleResult[] | null> {
    try {
      return await this.#store.settle(
        tries.map(({ settlement }) => settlement),
        this.#time.now(),
      );
    } catch (cause) {
      this.#events.error(cause, 'outcomes could not be stored');
      return null;
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const now = () => {
        this.#time.clock.clearTimer(timer);
        this.#retry = null;
        resolve();
      };
      const timer = this.#time.clock.setTimer(now, delayMs);
      this.#retry = { timer, now };
    });
  }
}

/** Where the answer is that somebody else has the lane. A store may answer what it should not: who is told of the outcome says so. */
function busyOf(results: readonly (SettleResult | undefined)[] | null, count: number): readonly number[] {
  const busy: number[] = [];
  if (!Array.isArray(results)) return busy;
  for (let index = 0; index < count; index += 1) if (results[index]?.isBusy === true) busy.push(index);
  return busy;
}

function pick<Item>(items: readonly Item[], indexes: readonly number[]): readonly Item[] {
  return indexes.map((index) => items[index] as Item);
}
