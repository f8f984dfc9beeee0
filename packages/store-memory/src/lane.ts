import { concurrencyAt, fullPace, type LanePace, type StoredWebhook, type WebhookHealth } from '@hookwright/core';
import type { HeapItem } from './binary-heap.ts';
import { Mark } from './chain.ts';
import { OrderedQueue } from './ordered-queue.ts';
import { RateLimit } from './rate-limit.ts';
import { never, ScheduleSlot } from './schedule-slot.ts';

/** Of a webhook that was never tried. */
export const untried: WebhookHealth = { failingSince: null, triedSince: 0 };

/** A delivery as its lane sees it. */
export interface WaitingRow extends HeapItem {
  /** Its place in the order in which the store took deliveries. */
  readonly sequence: number;
  /** Unix ms. */
  readonly dueAt: number;
}

/** One webhook, what waits for it, and all that decides when the next of it may go. */
export class Lane<Row extends WaitingRow> {
  webhook: StoredWebhook;
  health: WebhookHealth = untried;
  pace: LanePace = fullPace;
  /** Held back by Retry-After until then, Unix ms (DE-3). */
  blockedUntil = 0;
  /** Since when it is not open, Unix ms. */
  heldSince = 0;
  /** Its deliveries under way. */
  leased = 0;
  /** Its place among the lanes that have something to give. */
  readonly slot = new ScheduleSlot<Lane<Row>>(this);
  /** Its place among the tenant's webhooks, by revision. */
  readonly mark = new Mark<Lane<Row>>(this);
  #isStrict: boolean;
  #waiting: OrderedQueue<Row>;
  #rate: RateLimit | null;

  constructor(webhook: StoredWebhook) {
    this.webhook = webhook;
    this.#isStrict = isStrict(webhook);
    this.#waiting = newQueue<Row>(this.#isStrict);
    this.#rate = newRate(webhook);
  }

  /** Whether its deliveries go out; else they are held (DE-4). */
  get isOpen(): boolean {
    return this.webhook.status === 'active' && this.webhook.deletedAt === null;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Takes the webhook as it was saved; what waits is put into the order that its settings ask for (DE-5). */
  replace(webhook: StoredWebhook): void {
    this.webhook = webhook;
    if (this.#rate?.rate !== webhook.settings.rate) this.#rate = newRate(webhook);
    if (this.#isStrict === isStrict(webhook)) return;
    this.#isStrict = isStrict(webhook);
    const rows = this.#waiting.drain();
    this.#waiting = newQueue<Row>(this.#isStrict);
    for (const row of rows.sort(bySequence)) this.#waiting.push(row);
  }

  put(row: Row, now: number): void {
    if (this.#isStrict || row.dueAt <= now) this.#waiting.push(row);
    else this.#waiting.pushFar(row);
  }

  /** When it next has something to give, Unix ms, or {@link never}. @param maxLeased - unless its settings say otherwise */
  nextAt(maxLeased: number): number {
    const head = this.#waiting.peek();
    if (head === undefined || !this.isOpen || this.leased >= this.#room(maxLeased)) return never;
    return Math.max(head.dueAt, this.blockedUntil, this.#rate === null ? 0 : this.#rate.readyAt);
  }

  /** Takes out the delivery that is next. */
  take(now: number): Row | undefined {
    this.#rate?.start(now);
    return this.#waiting.take();
  }

  /** Takes out all that waits, in the order in which the store took it. */
  drain(): Row[] {
    return this.#waiting.drain().sort(bySequence);
  }

  /** How many may be under way at full pace. @param maxLeased - unless its settings say otherwise */
  limit(maxLeased: number): number {
    return this.#isStrict ? 1 : (this.webhook.settings.perWebhookConcurrency ?? maxLeased);
  }

  #room(maxLeased: number): number {
    return concurrencyAt(this.pace, this.limit(maxLeased));
  }
}

function isStrict({ settings }: StoredWebhook): boolean {
  return settings.ordering === 'strict';
}

function newRate({ settings }: StoredWebhook): RateLimit | null {
  return settings.rate === undefined ? null : new RateLimit(settings.rate);
}

function newQueue<Row extends WaitingRow>(strict: boolean): OrderedQueue<Row> {
  return new OrderedQueue<Row>(strict ? tookBefore : dueBefore);
}

function tookBefore(one: WaitingRow, other: WaitingRow): boolean {
  return one.sequence < other.sequence;
}

function dueBefore(one: WaitingRow, other: WaitingRow): boolean {
  return one.dueAt < other.dueAt || (one.dueAt === other.dueAt && one.sequence < other.sequence);
}

function bySequence(one: WaitingRow, other: WaitingRow): number {
  return one.sequence - other.sequence;
}
