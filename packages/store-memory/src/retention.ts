import { WebhookError } from '@hookwright/core';
import type { DeliveryRow } from './delivery-row.ts';
import { OrderedQueue } from './ordered-queue.ts';
import type { TenantTable } from './tenant-table.ts';

/** Finished deliveries, oldest first, and the bound on how many deliveries are kept at all. */
export class Retention {
  readonly #tenants: TenantTable;
  readonly #maxDeliveries: number;
  /** All deliveries that are kept. */
  #size = 0;
  // Succeeded and cancelled ones are history; an exhausted one may still be resent, so it is never dropped to make room.
  readonly #history = new OrderedQueue<DeliveryRow>(finishedBefore);
  readonly #exhausted = new OrderedQueue<DeliveryRow>(finishedBefore);

  constructor(tenants: TenantTable, maxDeliveries: number) {
    this.#tenants = tenants;
    this.#maxDeliveries = maxDeliveries;
  }

  finish(row: DeliveryRow, end: 'succeeded' | 'exhausted' | 'cancelled', code: string | null, now: number): void {
    row.finish(end, code, now);
    (end === 'exhausted' ? this.#exhausted : this.#history).push(row);
  }

  /**
   * Takes room for `count` new deliveries, and drops as much history as they need.
   * @throws {@link WebhookError} `STORE_FULL` (retryable), and nothing was dropped or taken
   */
  takeRoom(count: number): void {
    const excess = this.#size + count - this.#maxDeliveries;
    if (excess > this.#history.size) {
      const kept = this.#size - this.#history.size;
      const message =
        `the memory store keeps at most ${this.#maxDeliveries} deliveries, and ${kept} of them wait or are exhausted: ` +
        `there is no room for ${count} more; let them be delivered, prune, raise maxDeliveries, or use a store on a database`;
      throw new WebhookError('STORE_FULL', message, { retryable: true });
    }
    for (let dropped = 0; dropped < excess; dropped += 1) {
      const row = this.#history.take();
      if (row !== undefined) this.#forget(row);
    }
    this.#size += count;
  }

  /** @returns how many were removed, at most `limit` */
  prune(before: number, limit: number): number {
    let removed = 0;
    for (; removed < limit; removed += 1) {
      const queue = this.#olderOf(this.#history.peek(), this.#exhausted.peek());
      const row = queue.peek();
      if (row === undefined || row.finishedAt >= before) break;
      queue.take();
      this.#forget(row);
    }
    return removed;
  }

  #forget(row: DeliveryRow): void {
    this.#tenants.forget(row);
    this.#size -= 1;
  }

  #olderOf(history: DeliveryRow | undefined, exhausted: DeliveryRow | undefined): OrderedQueue<DeliveryRow> {
    if (history === undefined) return this.#exhausted;
    return exhausted !== undefined && finishedBefore(exhausted, history) ? this.#exhausted : this.#history;
  }
}

function finishedBefore(one: DeliveryRow, other: DeliveryRow): boolean {
  return one.finishedAt < other.finishedAt;
}
