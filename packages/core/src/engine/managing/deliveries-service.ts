import { ValidationError } from '../../errors/validation-error.ts';
import { WebhookError } from '../../errors/webhook-error.ts';
import type { Attempt } from '../../model/attempt.ts';
import type { Delivery, DeliveryStatus } from '../../model/delivery.ts';
import { uuidV7 } from '../../model/uuid-v7.ts';
import type { EnqueueResult, NewDelivery } from '../../ports/enqueue-batch.ts';
import type { Random } from '../../ports/random.ts';
import type { DeliveryPageQuery, WebhookStore } from '../../ports/webhook-store.ts';
import type { CallContexts } from '../call-context.ts';
import type { Timekeeper } from '../timekeeper.ts';
import type { Deliveries, DeliveryListQuery, ListPage, Receipt } from '../webhooks.ts';
import type { Scope } from '../webhooks-options.ts';
import { readPageQuery } from './read-page-query.ts';
import { requireNotDeleted, type WebhookEditor } from './webhook-editor.ts';

const defaultPageSize = 100;
const maxPageSize = 1_000;
const maxReplayed = 10_000;
const finished: readonly DeliveryStatus[] = ['succeeded', 'exhausted', 'cancelled'];

/** {@link Deliveries} over a store. */
export class DeliveriesService<Tx> implements Deliveries {
  readonly #store: WebhookStore<Tx>;
  readonly #time: Timekeeper;
  readonly #random: Random;
  readonly #contexts: CallContexts<Tx>;
  readonly #editor: WebhookEditor<Tx>;

  constructor(parts: {
    readonly store: WebhookStore<Tx>;
    readonly time: Timekeeper;
    readonly random: Random;
    readonly contexts: CallContexts<Tx>;
    readonly editor: WebhookEditor<Tx>;
  }) {
    this.#store = parts.store;
    this.#time = parts.time;
    this.#random = parts.random;
    this.#contexts = parts.contexts;
    this.#editor = parts.editor;
  }

  async get(id: string, scope: Scope = {}): Promise<Delivery> {
    const delivery = await this.#store.getDelivery(this.#contexts.tenant(scope), id);
    if (delivery === null) throw new WebhookError('NOT_FOUND', `there is no delivery ${id}`);
    return delivery;
  }

  async list(query: DeliveryListQuery = {}, scope: Scope = {}): Promise<ListPage<Delivery>> {
    const pageQuery = this.#pageQuery(query, scope);
    const page = await this.#store.listDeliveries(pageQuery);
    return {
      ...page,
      hasPreviousPage: pageQuery.after !== null,
      startCursor: page.items[0]?.id ?? null,
      endCursor: page.items.at(-1)?.id ?? null,
    };
  }

  async attempts(id: string, scope: Scope = {}): Promise<readonly Attempt[]> {
    const { tenant } = await this.get(id, scope);
    return this.#store.listAttempts(tenant, id);
  }

  async resend(id: string, scope: Scope = {}): Promise<Receipt> {
    const delivery = await this.get(id, scope);
    requireNotDeleted(await this.#editor.read(delivery.tenant, delivery.webhookId, undefined));
    return this.#repeat(delivery.tenant, [delivery]);
  }

  async replay(query: DeliveryListQuery & { readonly webhookId: string }, scope: Scope = {}): Promise<Receipt> {
    // What the replay itself makes is not to be replayed.
    const until = query.until ?? this.#time.now() + 1;
    const first = this.#pageQuery({ ...query, until, first: maxPageSize, statuses: query.statuses ?? finished }, scope);
    requireNotDeleted(await this.#editor.read(first.tenant, query.webhookId, undefined));
    // All are gathered first, and enqueued at once: the store may drop history to make room for what repeats it.
    const originals: Delivery[] = [];
    for (let after = first.after; ; ) {
      const page = await this.#store.listDeliveries({ ...first, order: 'oldest-first', after });
      if (originals.length + page.items.length > maxReplayed) {
        const message = `expected at most ${maxReplayed} deliveries in one replay, found ${page.total}; narrow the time span`;
        throw new ValidationError([{ path: 'query', code: 'TOO_LARGE', message }]);
      }
      originals.push(...page.items);
      after = page.items.at(-1)?.id ?? null;
      if (!page.hasNextPage || after === null) break;
    }
    return originals.length === 0 ? { deliveryIds: [], notifications: 0 } : this.#repeat(first.tenant, originals);
  }

  /** The pieces of the bodies are stored already: the new deliveries point to the same ones (DE-7). */
  #repeat(tenant: string, originals: readonly Delivery[]): Promise<EnqueueResult> {
    const now = this.#time.now();
    const deliveries = originals.map(
      ({ id, webhookId, webhookRevision, format, items, bodyId }): NewDelivery => ({
        id: uuidV7(now, this.#random.bytes(10)),
        webhookId,
        webhookRevision,
        format,
        items,
        dueAt: now,
        resendOf: id,
        bodyId,
      }),
    );
    const batch = { tenant, now, payloads: [], webhookVersions: [], deliveries, idempotencyKey: undefined };
    return this.#store.enqueue(batch, {});
  }

  #pageQuery(query: DeliveryListQuery, scope: Scope): DeliveryPageQuery {
    const { limit, after, statuses, from, until } = readPageQuery(query, defaultPageSize, maxPageSize);
    return {
      tenant: this.#contexts.tenant(scope),
      webhookId: query.webhookId ?? null,
      statuses,
      createdFrom: from,
      createdUntil: until,
      order: 'newest-first',
      after,
      limit,
    };
  }
}
