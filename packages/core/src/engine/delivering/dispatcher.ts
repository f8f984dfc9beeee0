import type { ClaimedDelivery } from '../../ports/claim.ts';
import type { Timer } from '../../ports/clock.ts';
import type { Random } from '../../ports/random.ts';
import type { SendOutcome } from '../../ports/sender.ts';
import type { WebhookStore } from '../../ports/webhook-store.ts';
import type { EventHub } from '../event-hub.ts';
import type { WebhookEditor } from '../managing/webhook-editor.ts';
import type { Timekeeper } from '../timekeeper.ts';
import type { Courier } from './courier.ts';
import type { DispatcherSettings } from './dispatcher-settings.ts';
import type { Flight } from './flight.ts';
import { type JudgeSettings, judgeTry } from './judge-try.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import type { Settler, SettlingTry } from './settler.ts';

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

const maxClaim = 1_000;
/** Outcomes that may wait for the store before nothing more is claimed. */
const maxUnsettled = 1_000;
/** For the last outcomes to reach the store when stopping. */
const maxFlushMs = 5_000;
const maxSleepMs = 3_600_000;
const maxFailurePauseMs = 30_000;
const noneSkipped: ReadonlySet<string> = new Set();

/** Claims due deliveries while there is room, has them sent, and hands their outcomes on to be settled. */
export class Dispatcher<Tx> {
  readonly #store: WebhookStore<Tx>;
  readonly #time: Timekeeper;
  readonly #events: EventHub;
  readonly #courier: Courier;
  readonly #settler: Settler<Tx>;
  readonly #editor: WebhookEditor<Tx>;
  readonly #random: Random;
  readonly #settings: DispatcherSettings & JudgeSettings;
  readonly #leases: LeaseKeeper<Tx>;
  readonly #flights = new Map<string, Flight>();
  #started = false;
  #drains: Waiter[] = [];
  #landings: (() => void)[] = [];
  #abort = new AbortController();
  #isPumping = false;
  #pumpAgain = false;
  #pumped: Promise<void> = Promise.resolve();
  #failures = 0;
  /** How often in a row something was due and nothing was claimed. */
  #vainPumps = 0;
  #timer: Timer | null = null;

  constructor(parts: {
    readonly store: WebhookStore<Tx>;
    readonly time: Timekeeper;
    readonly events: EventHub;
    readonly courier: Courier;
    readonly settler: Settler<Tx>;
    readonly editor: WebhookEditor<Tx>;
    readonly random: Random;
    readonly settings: DispatcherSettings & JudgeSettings;
  }) {
    this.#store = parts.store;
    this.#time = parts.time;
    this.#events = parts.events;
    this.#courier = parts.courier;
    this.#settler = parts.settler;
    this.#editor = parts.editor;
    this.#random = parts.random;
    this.#settings = parts.settings;
    this.#leases = new LeaseKeeper(parts, this.#flights, (flight) => this.#giveUp(flight));
  }

  start(): void {
    this.#started = true;
    this.wake();
  }

  /** Looks for due work now. Cheap, and without effect while nothing is to be delivered by this process. */
  wake(): void {
    if (!this.#active) return;
    if (this.#isPumping) {
      this.#pumpAgain = true;
      return;
    }
    this.#isPumping = true;
    this.#pumped = this.#pump();
  }

  /** Delivers until nothing is due and nothing is under way. Rejects when the store cannot be asked. */
  drain(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#drains.push({ resolve, reject });
      this.wake();
    });
  }

  /** Ends claiming, waits for what is under way, and gives back what takes longer than `timeoutMs`. */
  async stop(timeoutMs: number): Promise<void> {
    this.#started = false;
    this.#endDrains(null);
    this.#clearTimer();
    await this.#within(timeoutMs, this.#pumped);
    if (this.#flights.size > 0 && timeoutMs > 0) await this.#within(timeoutMs, this.#landed());
    const now = this.#time.now();
    const left = [...this.#flights.values()];
    this.#flights.clear();
    for (const flight of left) this.#giveBack(flight.claim, now);
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#leases.rest();
    await this.#within(maxFlushMs, this.#settler.flush());
    this.#clearTimer();
  }

  get #active(): boolean {
    return this.#started || this.#drains.length > 0;
  }

  /** How many more may be under way. What is sent and cannot be recorded is sent again: of that, no more than need be. */
  get #room(): number {
    const { unsettled, isFailing } = this.#settler;
    const free = this.#settings.concurrency - this.#flights.size;
    return Math.min(isFailing ? free - unsettled : free, maxUnsettled - unsettled, maxClaim);
  }

  async #pump(): Promise<void> {
    this.#clearTimer();
    let ranShort = false;
    try {
      do {
        this.#pumpAgain = false;
        const room = this.#room;
        if (room <= 0) break;
        ranShort = (await this.#claim(room)) < room;
        this.#failures = 0;
      } while (this.#pumpAgain || !ranShort);
      if (ranShort) await this.#sleep();
    } catch (cause) {
      this.#onFailure(cause);
    }
    this.#isPumping = false;
    if (this.#pumpAgain) this.wake();
  }

  async #claim(limit: number): Promise<number> {
    const { leaseMs, perWebhookConcurrency } = this.#settings;
    const now = this.#time.now();
    const claims = await this.#store.claim({ now, leaseMs, limit, perWebhookConcurrency, skipWebhooks: noneSkipped });
    if (claims.length > 0) this.#vainPumps = 0;
    for (const claim of claims) {
      if (this.#active) this.#send(claim, now);
      else this.#giveBack(claim, now);
    }
    return claims.length;
  }

  #send(claim: ClaimedDelivery, now: number): void {
    const flight = { claim, startedAt: now };
    this.#flights.set(claim.delivery.id, flight);
    this.#leases.watch();
    this.#courier.send(claim, this.#abort.signal, (outcome) => this.#land(flight, outcome));
  }

  #land(flight: Flight, outcome: SendOutcome): void {
    // Given back, given up, or claimed anew meanwhile: this outcome is late.
    if (!this.#isUnderWay(flight)) return;
    const now = this.#time.now();
    const { settlement, disableWebhook } = judgeTry(flight, outcome, now, this.#random.number(), this.#settings);
    const settling = { claim: flight.claim, outcome, settlement };
    if (disableWebhook) void this.#disable(flight).then(() => this.#finish(flight, settling));
    else this.#finish(flight, settling);
  }

  #finish(flight: Flight, settling: SettlingTry): void {
    if (!this.#isUnderWay(flight)) return;
    this.#flights.delete(flight.claim.delivery.id);
    this.#settler.add(settling);
    if (this.#flights.size === 0) {
      for (const landed of this.#landings.splice(0)) landed();
    }
  }

  #isUnderWay(flight: Flight): boolean {
    return this.#flights.get(flight.claim.delivery.id) === flight;
  }

  /** DE-3: 410. Before the delivery is settled, so that a crash between the two repeats both. */
  async #disable({ claim }: Flight): Promise<void> {
    const { tenant, webhookId } = claim.delivery;
    try {
      const change = { tenant, id: webhookId, from: ['active', 'paused'], to: 'disabled', reason: 'GONE' } as const;
      await this.#editor.changeStatus(change, undefined);
    } catch (cause) {
      this.#events.error(cause, `webhook ${webhookId} answered 410 and could not be disabled`);
    }
  }

  /** The sender outran every bound: its delivery failed, whatever it says later. */
  #giveUp(flight: Flight): void {
    this.#land(flight, { kind: 'failure', code: 'TIMEOUT', message: 'the sender gave no answer in time' });
  }

  #giveBack(claim: ClaimedDelivery, now: number): void {
    const { delivery, lease } = claim;
    this.#settler.add({
      claim,
      outcome: null,
      settlement: {
        deliveryId: delivery.id,
        lease,
        attempt: null,
        next: { status: 'pending', dueAt: Math.min(delivery.dueAt ?? now, now) },
        blockWebhookUntil: null,
      },
    });
  }

  /** Nothing more is due: rests until something may be, or ends the drains. */
  async #sleep(): Promise<void> {
    const { pollIntervalMs } = this.#settings;
    if (this.#flights.size === 0 && this.#settler.isIdle) this.#endDrains(null);
    if (!this.#started) {
      if (!this.#active) this.#leases.rest();
      return;
    }
    const now = this.#time.now();
    const next = await this.#store.nextDueAt(now);
    // What is due and cannot be had is kept by somebody else's transaction.
    this.#vainPumps = next !== null && next <= now ? this.#vainPumps + 1 : 0;
    const vainMs = Math.min(2 ** Math.min(this.#vainPumps - 1, 10), pollIntervalMs);
    const untilNext = next === null ? maxSleepMs : Math.max(next - now, this.#vainPumps === 0 ? 1 : vainMs);
    const sleepMs = this.#store.seesAllWork ? untilNext : Math.min(untilNext, pollIntervalMs);
    if (this.#started && (next !== null || !this.#store.seesAllWork)) this.#arm(sleepMs);
  }

  #onFailure(cause: unknown): void {
    this.#events.error(cause, 'due deliveries could not be claimed');
    this.#endDrains(cause);
    this.#failures += 1;
    if (this.#started) {
      this.#arm(Math.min(this.#settings.pollIntervalMs * 2 ** Math.min(this.#failures - 1, 10), maxFailurePauseMs));
    }
  }

  #endDrains(cause: unknown): void {
    for (const { resolve, reject } of this.#drains.splice(0)) {
      if (cause === null) resolve();
      else reject(cause);
    }
  }

  #landed(): Promise<void> {
    return new Promise((resolve) => this.#landings.push(resolve));
  }

  /** Waits for something, but no longer than that. */
  async #within(timeoutMs: number, something: Promise<void>): Promise<void> {
    let timer: Timer = null;
    const over = new Promise<void>((resolve) => {
      timer = this.#time.clock.setTimer(resolve, timeoutMs);
    });
    await Promise.race([something, over]);
    this.#time.clock.clearTimer(timer);
  }

  #arm(delayMs: number): void {
    this.#clearTimer();
    this.#timer = this.#time.clock.setTimer(() => this.wake(), Math.min(delayMs, maxSleepMs));
  }

  #clearTimer(): void {
    if (this.#timer !== null) this.#time.clock.clearTimer(this.#timer);
    this.#timer = null;
  }
}
