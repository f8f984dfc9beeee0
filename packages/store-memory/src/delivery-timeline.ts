import { type Delivery, type DeliveryPageQuery, type Page, WebhookError } from '@hookwright/core';
import { Chain } from './chain.ts';
import type { DeliveryRow } from './delivery-row.ts';

/**
 * A tenant's deliveries in the order in which the store took them. They are indexed by id when the first is asked for: in a
 * map of many thousands an entry costs as much as all else that a delivery costs here, and most are never asked for.
 */
export class DeliveryTimeline {
  readonly #rows = new Chain<DeliveryRow>();
  readonly #byId = new Map<string, DeliveryRow>();
  /** Up to this row, all are in the index. */
  #lastIndexed: DeliveryRow | null = null;

  /** The newest. */
  get last(): DeliveryRow | null {
    return this.#rows.last;
  }

  append(row: DeliveryRow): void {
    this.#rows.append(row);
  }

  remove(row: DeliveryRow): void {
    if (this.#lastIndexed !== null && row.sequence <= this.#lastIndexed.sequence) this.#byId.delete(row.source.id);
    if (row === this.#lastIndexed) this.#lastIndexed = row.prev;
    this.#rows.remove(row);
  }

  find(id: string): DeliveryRow | undefined {
    let row = this.#lastIndexed === null ? this.#rows.first : this.#lastIndexed.next;
    for (; row !== null; row = row.next) {
      this.#byId.set(row.source.id, row);
      this.#lastIndexed = row;
    }
    return this.#byId.get(id);
  }

  page(query: Omit<DeliveryPageQuery, 'tenant'>): Page<Delivery> {
    const isForward = query.order === 'oldest-first';
    const items: Delivery[] = [];
    let total = 0;
    let hasNextPage = false;
    let isPast = query.after === null;
    let row = isForward ? this.#rows.first : this.#rows.last;
    for (; row !== null; row = isForward ? row.next : row.prev) {
      const isListed = fits(row, query);
      if (isListed) total += 1;
      if (isListed && isPast) {
        if (items.length < query.limit) items.push(row.toDelivery());
        else hasNextPage = true;
      }
      if (row.source.id === query.after) isPast = true;
    }
    if (!isPast) throw new WebhookError('NOT_FOUND', `there is no delivery ${query.after} to go on from`);
    return { items, total, hasNextPage };
  }
}

function fits(row: DeliveryRow, query: Omit<DeliveryPageQuery, 'tenant'>): boolean {
  const { webhookId, statuses, createdFrom, createdUntil } = query;
  return (
    (webhookId === null || row.source.webhookId === webhookId) &&
    (createdFrom === null || row.createdAt >= createdFrom) &&
    (createdUntil === null || row.createdAt < createdUntil) &&
    (statuses === null || statuses.includes(row.status))
  );
}
