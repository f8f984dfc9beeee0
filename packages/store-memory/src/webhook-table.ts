import {
  type Page,
  type StoredWebhook,
  type TenantWebhooks,
  WebhookError,
  type WebhookPageQuery,
} from '@hookwright/core';
import { Chain, type Mark } from './chain.ts';
import type { DeliveryRow } from './delivery-row.ts';
import { Lane } from './lane.ts';

/** The webhooks of one tenant. None ever leaves it. */
export class WebhookTable {
  /** The newest revision given; 0 before the first. */
  revision = 0;
  // In the order of creation.
  readonly #lanes = new Map<string, Lane<DeliveryRow>>();
  readonly #byRevision = new Chain<Mark<Lane<DeliveryRow>>>();

  lane(id: string): Lane<DeliveryRow> | undefined {
    return this.#lanes.get(id);
  }

  get lanes(): Iterable<Lane<DeliveryRow>> {
    return this.#lanes.values();
  }

  insert(webhook: Omit<StoredWebhook, 'revision'>): Lane<DeliveryRow> {
    this.revision += 1;
    const lane = new Lane<DeliveryRow>({ ...webhook, revision: this.revision });
    this.#lanes.set(webhook.id, lane);
    this.#byRevision.append(lane.mark);
    return lane;
  }

  replace(lane: Lane<DeliveryRow>, webhook: Omit<StoredWebhook, 'revision'>): void {
    this.revision += 1;
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

  page({ after, limit, includeDeleted }: Omit<WebhookPageQuery, 'tenant'>): Page<StoredWebhook> {
    const items: StoredWebhook[] = [];
    let total = 0;
    let hasNextPage = false;
    let isPast = after === null;
    for (const { webhook } of this.#lanes.values()) {
      const isListed = includeDeleted || webhook.deletedAt === null;
      if (isListed) total += 1;
      if (isListed && isPast) {
        if (items.length < limit) items.push(webhook);
        else hasNextPage = true;
      }
      if (webhook.id === after) isPast = true;
    }
    if (!isPast) throw new WebhookError('NOT_FOUND', `there is no webhook ${after} to go on from`);
    return { items, total, hasNextPage };
  }
}
