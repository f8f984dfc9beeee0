import type { Page, StoredWebhook, TenantWebhooks, WebhookCreation, WebhookPageQuery } from '@hookwright/core';
import { Chain, type Mark } from './chain.ts';
import type { DeliveryRow } from './delivery-row.ts';
import { Lane } from './lane.ts';
import { WebhookLists } from './webhook-lists.ts';

/** The webhooks of one tenant. None ever leaves it. */
export class WebhookTable {
  /** The newest revision given; 0 before the first. */
  revision = 0;
  /** How many are not deleted. */
  live = 0;
  // In the order of creation.
  readonly #lanes = new Map<string, Lane<DeliveryRow>>();
  readonly #byRevision = new Chain<Mark<Lane<DeliveryRow>>>();

  /** By key. */
  readonly creations = new Map<string, { readonly id: string; readonly digest: WebhookCreation['digest'] }>();
  readonly #lists = new WebhookLists();

  lane(id: string): Lane<DeliveryRow> | undefined {
    return this.#lanes.get(id);
  }

  get lanes(): Iterable<Lane<DeliveryRow>> {
    return this.#lanes.values();
  }

  insert(webhook: Omit<StoredWebhook, 'revision'>): Lane<DeliveryRow> {
    this.revision += 1;
    this.live += liveCount(webhook);
    const lane = new Lane<DeliveryRow>({ ...webhook, revision: this.revision });
    this.#lanes.set(webhook.id, lane);
    this.#byRevision.append(lane.mark);
    return lane;
  }

  replace(lane: Lane<DeliveryRow>, webhook: Omit<StoredWebhook, 'revision'>): void {
    this.revision += 1;
    this.live += liveCount(webhook) - liveCount(lane.webhook);
    lane.replace({ ...webhook, revision: this.revision });
    this.#byRevision.remove(lane.mark);
    this.#byRevision.append(lane.mark);
  }

  /** Costs what was saved since, not what there is. */
  since(revision: number): TenantWebhooks {
    const webhooks: StoredWebhook[] = [];
    for (let mark = this.#byRevision.last; mark !== null; mark = mark.prev) {
      if (mark.owner.webhook.revision <= revision) break;
      webhooks.push(mark.owner.webhook);
    }
    return { revision: this.revision, webhooks: webhooks.reverse() };
  }

  page(query: Omit<WebhookPageQuery, 'tenant'>): Page<StoredWebhook> {
    const total = query.includeDeleted ? this.#lanes.size : this.live;
    return this.#lists.page(query, this.#webhooks(), this.revision, total);
  }

  *#webhooks(): Iterable<StoredWebhook> {
    for (const { webhook } of this.#lanes.values()) yield webhook;
  }
}

/** What a webhook adds to {@link WebhookTable.live}. */
export function liveCount({ deletedAt }: Pick<StoredWebhook, 'deletedAt'>): number {
  return deletedAt === null ? 1 : 0;
}
