import { ValidationError } from '../../errors/validation-error.ts';
import type { StoredWebhook } from '../../model/stored-webhook.ts';
import type { WebhookResource } from '../../model/webhook-resource.ts';
import { toWebhookResource } from '../../payload/to-webhook-resource.ts';
import { type WebhookOrder, type WebhookPosition, webhookPosition } from '../../ports/webhook-order.ts';
import type { Page, WebhookStore } from '../../ports/webhook-store.ts';
import type { WebhookFilter } from '../../registry/compile-webhook-filter.ts';
import type { CallContexts } from '../call-context.ts';
import type { Timekeeper } from '../timekeeper.ts';
import type { ListPage, WebhookListQuery } from '../webhooks.ts';
import type { Scope } from '../webhooks-options.ts';
import { isWebhookId, readCursor, writeCursor } from './page-cursor.ts';
import { readWebhookListQuery } from './read-webhook-list-query.ts';
import { TotalCache } from './total-cache.ts';
import type { WebhookEditor } from './webhook-editor.ts';

/** What one page is read from. */
interface Source<Tx> {
  readonly tenant: string;
  readonly includeDeleted: boolean;
  readonly filter: WebhookFilter | null;
  readonly transaction: Tx | undefined;
}

/** In one read of a list that is filtered. */
const blockSize = 500;

/** Lists webhooks in pages (RS-1, RS-4). */
export class WebhookLister<Tx> {
  readonly #store: WebhookStore<Tx>;
  readonly #contexts: CallContexts<Tx>;
  readonly #editor: WebhookEditor<Tx>;
  readonly #totals: TotalCache;

  constructor(parts: {
    readonly store: WebhookStore<Tx>;
    readonly time: Timekeeper;
    readonly contexts: CallContexts<Tx>;
    readonly editor: WebhookEditor<Tx>;
  }) {
    this.#store = parts.store;
    this.#contexts = parts.contexts;
    this.#editor = parts.editor;
    this.#totals = new TotalCache(parts.time);
  }

  /** @throws {@link ValidationError}; `NOT_FOUND` for an id that is none of the tenant's webhooks */
  async list(query: WebhookListQuery, scope: Scope<Tx>): Promise<ListPage<WebhookResource>> {
    const { limit, isBackward, from, includeDeleted, order, filter } = readWebhookListQuery(query);
    const { transaction } = scope;
    const source: Source<Tx> = { tenant: this.#contexts.tenant(scope), includeDeleted, filter, transaction };
    const place = from === null ? null : await this.#placeOf(from, order, isBackward ? 'before' : 'after', source);
    const reversed = order.map(reverse);
    const page = await this.#read(source, isBackward ? reversed : order, place, limit);
    const items = isBackward ? page.items.toReversed() : page.items;
    const [first, last] = [items[0], items.at(-1)];
    // Of an empty page, whatever there is lies on the side where it came from.
    const outermost = isBackward ? last : first;
    const turned = outermost === undefined ? null : webhookPosition(outermost, order);
    const hasMoreBehind =
      place !== null && (await this.#read(source, isBackward ? order : reversed, turned, 1)).items.length > 0;
    const total = await this.#total(source, page.total);
    const cursorOf = (webhook: StoredWebhook | undefined) =>
      webhook === undefined ? null : writeCursor(order, webhookPosition(webhook, order));
    return {
      items: items.map(toWebhookResource),
      total,
      hasPreviousPage: isBackward ? page.hasNextPage : hasMoreBehind,
      hasNextPage: isBackward ? hasMoreBehind : page.hasNextPage,
      startCursor: cursorOf(first),
      endCursor: cursorOf(last),
    };
  }

  async #placeOf(
    from: string,
    order: readonly WebhookOrder[],
    path: 'after' | 'before',
    { tenant, transaction }: Source<Tx>,
  ): Promise<WebhookPosition> {
    if (isWebhookId(from)) return webhookPosition(await this.#editor.read(tenant, from, transaction), order);
    const place = readCursor(from, order);
    if (place !== null) return place;
    const message = 'expected an id, or a cursor that a list in the same order gave';
    throw new ValidationError([{ path, code: 'INVALID_VALUE', message }]);
  }

  /** @returns the page; with a filter its `total` is that of all */
  async #read(
    source: Source<Tx>,
    order: readonly WebhookOrder[],
    place: WebhookPosition | null,
    limit: number,
  ): Promise<Page<StoredWebhook>> {
    const { tenant, includeDeleted, filter, transaction } = source;
    const size = filter === null ? limit : blockSize;
    const items: StoredWebhook[] = [];
    for (let after = place; ; ) {
      const query = { tenant, includeDeleted, order, after, limit: size };
      const page = await this.#store.listWebhooks(query, { transaction });
      if (filter === null) return page;
      for (const webhook of page.items) {
        if (!filter.passes(webhook)) continue;
        if (items.length === limit) return { items, total: page.total, hasNextPage: true };
        items.push(webhook);
      }
      const last = page.items.at(-1);
      if (!page.hasNextPage || last === undefined) return { items, total: page.total, hasNextPage: false };
      after = webhookPosition(last, order);
    }
  }

  async #total(source: Source<Tx>, unfiltered: number): Promise<number> {
    const { tenant, includeDeleted, filter, transaction } = source;
    if (filter === null) return unfiltered;
    const count = async () => (await this.#read(source, byId, null, Number.POSITIVE_INFINITY)).items.length;
    // What a transaction has not committed is nobody else's to see.
    if (transaction !== undefined) return count();
    return this.#totals.get(JSON.stringify([tenant, includeDeleted, filter.text]), count);
  }
}

const byId: readonly WebhookOrder[] = [{ field: 'id', direction: 'asc' }];

function reverse({ field, direction }: WebhookOrder): WebhookOrder {
  return { field, direction: direction === 'asc' ? 'desc' : 'asc' };
}
