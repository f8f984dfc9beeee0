import type { StoredWebhook } from '@hookwright/core';
import { type Driven, type QueryBuilder, run } from '../schema/query-builder.ts';
import type { WebhooksTable } from '../schema/tables.ts';
import type { Work } from '../session/work.ts';
import { malformed, readJson } from './read-json.ts';

export type WebhookRow = Driven<Pick<WebhooksTable, 'revision' | 'data'>>;

/** @throws {@link WebhookError} `STORE_FAILED` for what this store did not write */
export function readWebhook({ revision, data }: WebhookRow): StoredWebhook {
  const webhook = readJson<Omit<StoredWebhook, 'revision'>>(data, 'a registration');
  const { url, events, settings } = (webhook ?? {}) as Partial<StoredWebhook>;
  if (typeof url !== 'string' || !Array.isArray(events) || typeof settings !== 'object')
    throw malformed('a registration');
  return { ...webhook, revision: Number(revision) };
}

/** Those that can be read: one that cannot is to stop no other. */
export function readWebhooks(rows: readonly WebhookRow[]): readonly StoredWebhook[] {
  return rows.flatMap((row) => {
    try {
      return [readWebhook(row)];
    } catch {
      return [];
    }
  });
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
      for (const webhook of readWebhooks(yield* run(query))) {
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
