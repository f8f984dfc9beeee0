import type { Page, StoredWebhook, WebhookOrder, WebhookPageQuery, WebhookPosition } from '@hookwright/core';
import { sql } from 'kysely';
import { run } from '../schema/query-builder.ts';
import type { WebhooksTable } from '../schema/tables.ts';
import type { Work } from '../session/work.ts';
import type { StoreParts } from './store-parts.ts';
import type { TenantRows } from './tenant-rows.ts';
import { readWebhook } from './webhook-rows.ts';

const columns = { id: 'id', modified: 'modified_at', status: 'status', url: 'sort_url' } as const satisfies Readonly<
  Record<WebhookOrder['field'], keyof WebhooksTable>
>;

/** A stretch of an order that lies in one piece of its index. */
interface Stretch {
  /** Fields that have the place's own value there. */
  readonly equal: number;
  /** Whether the next one lies beyond the place's: not on the first page. */
  readonly isBeyond: boolean;
}

/** Webhooks in pages, each read from where the one before ended. */
export class WebhookPages<Tx> {
  readonly #parts: StoreParts<Tx>;
  readonly #tenants: TenantRows<Tx>;

  constructor(parts: StoreParts<Tx>, tenants: TenantRows<Tx>) {
    this.#parts = parts;
    this.#tenants = tenants;
  }

  *read(query: WebhookPageQuery): Work<Page<StoredWebhook>> {
    const { limit } = query;
    const items: StoredWebhook[] = [];
    for (const stretch of stretchesOf(query)) {
      items.push(...(yield* this.#read(query, stretch)));
      if (items.length > limit) break;
    }
    const total = yield* this.#tenants.total(query);
    return { items: items.slice(0, limit), total, hasNextPage: items.length > limit };
  }

  *#read(query: WebhookPageQuery, { equal, isBeyond }: Stretch): Work<readonly StoredWebhook[]> {
    const { tenant, order, after, limit, includeDeleted } = query;
    const place = after ?? ([] as WebhookPosition);
    let select = this.#parts.builder
      .selectFrom('webhooks')
      .select(['revision', 'data'])
      .where('tenant', '=', tenant)
      .$if(!includeDeleted, (all) => all.where('deleted_at', 'is', null));
    for (const [index, { field, direction }] of order.entries()) {
      const column = columns[field];
      const value = place[index] as never;
      if (index < equal) {
        select = select.where(column, '=', value);
        continue;
      }
      if (index === equal && isBeyond) select = select.where(column, direction === 'asc' ? '>' : '<', value);
      select = select.orderBy(column, direction);
    }
    return (yield* run(select.limit(sql.lit(limit + 1)))).map(readWebhook);
  }
}

/**
 * All that comes after the place, nearest first. As one condition it would be an OR, for which databases look through everything
 * that has the place's own value.
 */
function stretchesOf({ order, after }: WebhookPageQuery): readonly Stretch[] {
  if (after === null) return [{ equal: 0, isBeyond: false }];
  return order.map((_, index) => ({ equal: order.length - 1 - index, isBeyond: true }));
}
