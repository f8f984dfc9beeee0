import type { Attempt, Delivery, DeliveryStatus, NewDelivery } from '@hookwright/core';
import type { Link } from './chain.ts';
import type { KeptBatch } from './kept-batch.ts';
import type { Lane, WaitingRow } from './lane.ts';
import type { Lease } from './lease.ts';

const noAttempts: readonly Attempt[] = [];

export interface RowParts {
  readonly source: NewDelivery;
  readonly lane: Lane<DeliveryRow>;
  /** Rises with each delivery that the store takes. */
  readonly sequence: number;
  readonly createdAt: number;
  readonly webhookText: string;
  /** One per item, in their order. */
  readonly payloadTexts: readonly string[];
  readonly batch: KeptBatch | null;
}

/** A delivery as this store keeps it. What it was enqueued with is shared, never copied. */
export class DeliveryRow implements WaitingRow, Link<DeliveryRow> {
  readonly source: NewDelivery;
  readonly lane: Lane<DeliveryRow>;
  readonly sequence: number;
  readonly createdAt: number;
  readonly webhookText: string;
  readonly payloadTexts: readonly string[];
  readonly batch: KeptBatch | null;
  dueAt: number;
  /** Set while a worker has it. */
  lease: Lease<DeliveryRow> | null = null;
  /** Null until it is finished. */
  end: 'succeeded' | 'exhausted' | 'cancelled' | null = null;
  finishedAt = 0;
  code: string | null = null;
  attempts: Attempt[] | null = null;
  lastAttemptAt: number | null = null;
  heapIndex = -1;
  // In the order in which the store took the tenant's deliveries.
  prev: DeliveryRow | null = null;
  next: DeliveryRow | null = null;

  constructor({ source, lane, sequence, createdAt, webhookText, payloadTexts, batch }: RowParts) {
    this.source = source;
    this.lane = lane;
    this.sequence = sequence;
    this.createdAt = createdAt;
    this.webhookText = webhookText;
    this.payloadTexts = payloadTexts;
    this.batch = batch;
    this.dueAt = source.dueAt;
  }

  /** DE-4a: whether a waiting one is held follows from its webhook. */
  get status(): DeliveryStatus {
    if (this.end !== null) return this.end;
    if (this.lease !== null) return 'sending';
    return this.lane.isOpen ? 'pending' : 'held';
  }

  /** Since when it has been waiting for the same thing, Unix ms. */
  get waitingSince(): number {
    return this.lastAttemptAt ?? this.createdAt;
  }

  get attemptLog(): readonly Attempt[] {
    return this.attempts ?? noAttempts;
  }

  record(attempt: Attempt): void {
    if (this.attempts === null) this.attempts = [attempt];
    else this.attempts.push(attempt);
    this.lastAttemptAt = attempt.startedAt + attempt.durationMs;
    this.code = attempt.code;
  }

  finish(end: 'succeeded' | 'exhausted' | 'cancelled', code: string | null, now: number): void {
    this.end = end;
    this.code = code;
    this.finishedAt = now;
  }

  toDelivery(): Delivery {
    const { source, lane, end } = this;
    return {
      id: source.id,
      tenant: lane.webhook.tenant,
      webhookId: source.webhookId,
      status: this.status,
      webhookRevision: source.webhookRevision,
      format: source.format,
      items: source.items,
      createdAt: this.createdAt,
      dueAt: end === null ? this.dueAt : null,
      attempts: this.attempts === null ? 0 : this.attempts.length,
      lastAttemptAt: this.lastAttemptAt,
      finishedAt: end === null ? null : this.finishedAt,
      code: this.code,
      resendOf: source.resendOf,
      bodyId: source.bodyId,
    };
  }
}
