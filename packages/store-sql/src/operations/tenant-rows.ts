import { type WebhookPageQuery, webhookOrderValue } from '@hookwright/core';
import { sql } from 'kysely';
import { run } from '../schema/query-builder.ts';
import type { Work } from '../session/work.ts';
import type { StoreParts } from './store-parts.ts';
import { readWebhooks } from './webhook-rows.ts';

/** How many webhooks a tenant has. */
export interface WebhookCounts {
  readonly live: number;
  readonly deleted: number;
}

/** A tenant under lock. */
export interface LockedTenant extends WebhookCounts {
  readonly revision: number;
}

const blockSize = 500;

/** What is kept of a tenant as a whole: its revision, and how many webhooks it has. */
export class TenantRows<Tx> {
  readonly #parts: StoreParts<Tx>;

  constructor(parts: StoreParts<Tx>) {
    this.#parts = parts;
  }

  /** @returns 0 for a tenant without webhooks */
  *revision(tenant: string): Work<number> {
    const query = this.#parts.builder.selectFrom('tenants').select('revision').where('name', '=', tenant);
    const [row] = yield* run(query);
    return row === undefined ? 0 : Number(row.revision);
  }

  /** Registrations of a tenant wait for each other, so that revisions become visible in their order, and its bound is exact. */
  *lock(tenant: string): Work<LockedTenant> {
    const { builder, dialect } = this.#parts;
    const insert = builder.insertInto('tenants').values({ name: tenant, revision: 0, ...none, counted_revision: 0 });
    // MySQL: at once with the lock that is wanted. To ignore a duplicate takes a lesser one, and two of those wait for each other.
    const found = insert.onDuplicateKeyUpdate({ revision: sql.ref('revision') });
    yield* run(dialect === 'mysql' ? found : insert.onConflict((conflict) => conflict.doNothing()));
    const query = this.#counted(tenant);
    const [row] = yield* run(dialect === 'sqlite' ? query : query.forUpdate());
    const [revision, countedRevision] = [Number(row?.revision), Number(row?.counted_revision)];
    if (countedRevision === revision) {
      return { revision, live: Number(row?.live), deleted: Number(row?.deleted) };
    }
    yield* this.#catchUp(tenant, countedRevision);
    return { revision, ...(yield* this.#count(tenant)) };
  }

  /** @param tenant - locked */
  *save(tenant: string, { revision, live, deleted }: LockedTenant): Work<void> {
    const values = { revision, live, deleted, counted_revision: revision };
    yield* run(this.#parts.builder.updateTable('tenants').set(values).where('name', '=', tenant));
  }

  /** How many a list has. */
  *total({ tenant, includeDeleted }: Pick<WebhookPageQuery, 'tenant' | 'includeDeleted'>): Work<number> {
    const [row] = yield* run(this.#counted(tenant));
    if (row === undefined) return 0;
    const isCounted = Number(row.counted_revision) === Number(row.revision);
    const live = isCounted ? Number(row.live) : undefined;
    const counts = live === undefined ? yield* this.#count(tenant) : { live, deleted: Number(row.deleted) };
    return includeDeleted ? counts.live + counts.deleted : counts.live;
  }

  #counted(tenant: string) {
    return this.#parts.builder
      .selectFrom('tenants')
      .select(['revision', 'live', 'deleted', 'counted_revision'])
      .where('name', '=', tenant);
  }

  *#count(tenant: string): Work<WebhookCounts> {
    const query = this.#parts.builder
      .selectFrom('webhooks')
      .select(({ fn }) => [fn.countAll().as('total'), fn.count('deleted_at').as('deleted')])
      .where('tenant', '=', tenant);
    const [row] = yield* run(query);
    const deleted = Number(row?.deleted);
    return { live: Number(row?.total) - deleted, deleted };
  }

  /** A worker of the release before this one, which may still run, saves webhooks without what lists are put in order by. */
  *#catchUp(tenant: string, countedRevision: number): Work<void> {
    const { builder } = this.#parts;
    for (let after = countedRevision; ; ) {
      const query = builder
        .selectFrom('webhooks')
        .select(['revision', 'data'])
        .where('tenant', '=', tenant)
        .where('revision', '>', after)
        .orderBy('revision')
        .limit(sql.lit(blockSize));
      const rows = yield* run(query);
      for (const webhook of readWebhooks(rows)) {
        yield* run(builder.updateTable('webhooks').set(orderColumns(webhook)).where('id', '=', webhook.id));
      }
      if (rows.length < blockSize) return;
      after = Number(rows.at(-1)?.revision);
    }
  }
}

const none: WebhookCounts = { live: 0, deleted: 0 };

/** What lists are put in order by, beside id and status. */
export function orderColumns(webhook: Parameters<typeof webhookOrderValue>[0]) {
  return {
    modified_at: webhook.modifiedAt,
    sort_url: String(webhookOrderValue(webhook, 'url')),
  };
}
