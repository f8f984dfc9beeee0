import type { StoredWebhook } from '@hookwright/core';
import { type Driven, type QueryBuilder, run } from '../schema/query-builder.ts';
import type { WebhooksTable } from '../schema/tables.ts';
import type { Work } from '../session/work.ts';

export type WebhookRow = Driven<Pick<WebhooksTable, 'revision' | 'data'>>;

export function readWebhook({ revision, data }: WebhookRow): StoredWebhook {
  return { ...(JSON.parse(String(data)) as Omit<StoredWebhook, 'revision'>), revision: Number(revision) };
}

const maxKept = 10_000;

/** Webhooks as workers saw them last, so that a claim reads again only those that have changed. */
export class WebhookRows {
  readonly #builder: QueryBuilder;
  readonly #known = new Map<string, StoredWebhook>();

  constructor(builder: QueryBuilder) {
    this.#builder = builder;
  }

  /** @param wanted - ids, and the revisions that they have in this transaction */
  *load(
    wanted: readonly { readonly id: string; readonly revision: number }[],
  ): Work<ReadonlyMap<string, StoredWebhook>> {
    const found = new Map<string, StoredWebhook>();
    const missing: string[] = [];
    for (const { id, revision } of wanted) {
      const known = this.#known.get(id);
      if (known?.revision === revision) found.set(id, known);
      else missing.push(id);
    }
    for (let start = 0; start < missing.length; start += 500) {
      const ids = missing.slice(start, start + 500);
      const query = this.#builder.selectFrom('webhooks').select(['revision', 'data']).where('id', 'in', ids);
      for (const row of yield* run(query)) {
        const webhook = readWebhook(row);
        found.set(webhook.id, webhook);
        this.#keep(webhook);
      }
    }
    return found;
  }

  #keep(webhook: StoredWebhook): void {
    this.#known.delete(webhook.id);
    this.#known.set(webhook.id, webhook);
    if (this.#known.size <= maxKept) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}
