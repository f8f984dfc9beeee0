import {
  type Page,
  type StoredWebhook,
  type WebhookOrder,
  type WebhookPageQuery,
  type WebhookPosition,
  webhookOrderValue,
} from '@hookwright/core';

/** Orders kept at once: each is a list of all webhooks of the tenant. */
const maxKept = 4;

interface Placed {
  readonly webhook: StoredWebhook;
  readonly position: WebhookPosition;
}

/** The webhooks of one tenant in the orders that were asked for, each put in order once until something changes. */
export class WebhookLists {
  readonly #kept = new Map<string, readonly Placed[]>();
  #revision = 0;

  /** @param total - how many there are to be listed */
  page(
    { order, after, limit, includeDeleted }: Omit<WebhookPageQuery, 'tenant'>,
    webhooks: Iterable<StoredWebhook>,
    revision: number,
    total: number,
  ): Page<StoredWebhook> {
    const sorted = this.#sorted(order, webhooks, revision);
    const items: StoredWebhook[] = [];
    for (let index = after === null ? 0 : firstAfter(sorted, after, order); index < sorted.length; index += 1) {
      const { webhook } = sorted[index] as Placed;
      if (!includeDeleted && webhook.deletedAt !== null) continue;
      if (items.length === limit) return { items, total, hasNextPage: true };
      items.push(webhook);
    }
    return { items, total, hasNextPage: false };
  }

  #sorted(order: readonly WebhookOrder[], webhooks: Iterable<StoredWebhook>, revision: number): readonly Placed[] {
    if (revision !== this.#revision) this.#kept.clear();
    this.#revision = revision;
    const key = JSON.stringify(order);
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const placed = Array.from(webhooks, (webhook) => ({
      webhook,
      position: order.map(({ field }) => webhookOrderValue(webhook, field)),
    }));
    placed.sort((left, right) => compare(left.position, right.position, order));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size === maxKept && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(key, placed);
    return placed;
  }
}

/** By bisection: the place itself may be nobody's. */
function firstAfter(sorted: readonly Placed[], place: WebhookPosition, order: readonly WebhookOrder[]): number {
  let from = 0;
  let until = sorted.length;
  while (from < until) {
    const middle = (from + until) >>> 1;
    if (compare((sorted[middle] as Placed).position, place, order) > 0) until = middle;
    else from = middle + 1;
  }
  return from;
}

function compare(left: WebhookPosition, right: WebhookPosition, order: readonly WebhookOrder[]): number {
  for (const [index, { direction }] of order.entries()) {
    const [a, b] = [left[index] as string | number, right[index] as string | number];
    if (a === b) continue;
    const isLess = typeof a === 'string' && typeof b === 'string' ? isBefore(a, b) : a < b;
    return isLess === (direction === 'asc') ? -1 : 1;
  }
  return 0;
}

/** By code points, as databases compare bytes of UTF-8: JavaScript's own order has the astral ones too early. */
function isBefore(a: string, b: string): boolean {
  for (let index = 0; index < a.length && index < b.length; index += 1) {
    const [left, right] = [a.codePointAt(index) as number, b.codePointAt(index) as number];
    if (left !== right) return left < right;
  }
  return a.length < b.length;
}
