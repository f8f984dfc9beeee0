import {
  fullPace,
  type Page,
  type SaveOptions,
  type StoreCall,
  type StoredWebhook,
  type TenantWebhooks,
  WebhookError,
  type WebhookPageQuery,
} from '@hookwright/core';
import { sql } from 'kysely';
import { isOpen, isStrict, newLane, untried } from '../lanes/lane.ts';
import { laneValues } from '../lanes/lane-row.ts';
import { run } from '../schema/query-builder.ts';
import type { Work } from '../session/work.ts';
import { isUuid } from './is-uuid.ts';
import { saveLanes } from './lane-locks.ts';
import { read, type StoreParts, write } from './store-parts.ts';
import { readWebhook, readWebhooks } from './webhook-rows.ts';

type Unrevised = Omit<StoredWebhook, 'revision'>;

/** Webhooks: saved under their tenant's next revision, and what a save means for what waits. */
export class Registrations<Tx> {
  readonly #parts: StoreParts<Tx>;

  constructor(parts: StoreParts<Tx>) {
    this.#parts = parts;
  }

  /** @returns the new revision, or null when the stored one is not the expected one */
  save(webhook: Unrevised, options: SaveOptions<Tx>): Promise<number | null> {
    return write(this.#parts, options.transaction, () => this.#save(webhook, options));
  }

  get(tenant: string, id: string, { transaction }: StoreCall<Tx>): Promise<StoredWebhook | null> {
    return read(this.#parts, transaction, () => this.#get(tenant, id));
  }

  list(query: WebhookPageQuery, { transaction }: StoreCall<Tx>): Promise<Page<StoredWebhook>> {
    return read(this.#parts, transaction, () => this.#list(query));
  }

  tenantRevision(tenant: string, { transaction }: StoreCall<Tx>): Promise<number> {
    return read(this.#parts, transaction, () => this.#revision(tenant));
  }

  since(tenant: string, revision: number, { transaction }: StoreCall<Tx>): Promise<TenantWebhooks> {
    return read(this.#parts, transaction, () => this.#since(tenant, revision));
  }

  *#save(webhook: Unrevised, { expectedRevision, now }: SaveOptions<Tx>): Work<number | null> {
    const { builder } = this.#parts;
    const revision = (yield* this.#lockTenant(webhook.tenant)) + 1;
    // One that is not there is not locked: MySQL would lock the room around it, for all that register.
    const stored = yield* this.#find(webhook.tenant, webhook.id, expectedRevision !== null);
    if ((stored?.webhook.revision ?? null) !== expectedRevision) return null;
    if (stored === null) yield* this.#insert(webhook, revision, now);
    else yield* this.#replace(stored, webhook, revision, now);
    yield* run(builder.updateTable('tenants').set({ revision }).where('name', '=', webhook.tenant));
    return revision;
  }

  *#get(tenant: string, id: string): Work<StoredWebhook | null> {
    return (yield* this.#find(tenant, id, false))?.webhook ?? null;
  }

  *#list({ tenant, after, limit, includeDeleted }: WebhookPageQuery): Work<Page<StoredWebhook>> {
    const afterSeq = after === null ? null : yield* this.#seqOf(tenant, after);
    const listed = this.#parts.builder
      .selectFrom('webhooks')
      .where('tenant', '=', tenant)
      .$if(!includeDeleted, (all) => all.where('deleted_at', 'is', null));
    const page = listed
      .select(['revision', 'data'])
      .$if(afterSeq !== null, (all) => all.where('seq', '>', afterSeq))
      .orderBy('seq')
      .limit(sql.lit(limit + 1));
    const rows = yield* run(page);
    const [count] = yield* run(listed.select(({ fn }) => fn.countAll().as('total')));
    return {
      items: rows.slice(0, limit).map(readWebhook),
      total: Number(count?.total),
      hasNextPage: rows.length > limit,
    };
  }

  *#since(tenant: string, revision: number): Work<TenantWebhooks> {
    const query = this.#parts.builder
      .selectFrom('webhooks')
      .select(['revision', 'data'])
      .where('tenant', '=', tenant)
      .where('revision', '>', revision)
      .orderBy('revision');
    const rows = yield* run(query);
    // Every revision is some webhook's, the newest one's too: what is read needs no second look at the tenant.
    return { revision: Number(rows.at(-1)?.revision ?? revision), webhooks: readWebhooks(rows) };
  }

  *#revision(tenant: string): Work<number> {
    const query = this.#parts.builder.selectFrom('tenants').select('revision').where('name', '=', tenant);
    const [row] = yield* run(query);
    return row === undefined ? 0 : Number(row.revision);
  }

  /** Registrations of a tenant wait for each other, so that revisions become visible in their order. */
  *#lockTenant(tenant: string): Work<number> {
    const { builder, dialect } = this.#parts;
    const insert = builder.insertInto('tenants').values({ name: tenant, revision: 0 });
    // MySQL: at once with the lock that is wanted. To ignore a duplicate takes a lesser one, and two of those wait for each other.
    const found = insert.onDuplicateKeyUpdate({ revision: sql.ref('revision') });
    yield* run(dialect === 'mysql' ? found : insert.onConflict((conflict) => conflict.doNothing()));
    const query = builder.selectFrom('tenants').select('revision').where('name', '=', tenant);
    const [row] = yield* run(dialect === 'sqlite' ? query : query.forUpdate());
    return Number(row?.revision);
  }

  /** @param locked - then it is the newest row, whatever the transaction's snapshot */
  *#find(tenant: string, id: string, locked: boolean) {
    if (!isUuid(id)) return null;
    const { builder, dialect } = this.#parts;
    const query = builder
      .selectFrom('webhooks')
      .select(['revision', 'data', 'held_since'])
      .where('id', '=', id)
      .where('tenant', '=', tenant)
      .$if(locked && dialect !== 'sqlite', (one) => one.forUpdate());
    const [row] = yield* run(query);
    if (row === undefined) return null;
    return { webhook: readWebhook(row), heldSince: row.held_since === null ? null : Number(row.held_since) };
  }

  *#seqOf(tenant: string, id: string): Work<number> {
    const query = this.#parts.builder
      .selectFrom('webhooks')
      .select('seq')
      .where('id', '=', id)
      .where('tenant', '=', tenant);
    const [row] = isUuid(id) ? yield* run(query) : [];
    if (row === undefined) throw new WebhookError('NOT_FOUND', `there is no webhook ${id} to go on from`);
    return Number(row.seq);
  }

  *#insert(webhook: Unrevised, revision: number, now: number): Work<void> {
    const { builder } = this.#parts;
    const { id, tenant } = webhook;
    const values = { id, tenant, revision, ...statusColumns(webhook, null, now) };
    yield* run(builder.insertInto('webhooks').values(values));
    yield* run(builder.insertInto('lanes').values({ ...laneValues(newLane(id), null), version: 0 }));
  }

  *#replace(
    stored: { readonly webhook: StoredWebhook; readonly heldSince: number | null },
    webhook: Unrevised,
    revision: number,
    now: number,
  ): Work<void> {
    const values = { revision, ...statusColumns(webhook, stored.heldSince, now) };
    yield* run(this.#parts.builder.updateTable('webhooks').set(values).where('id', '=', webhook.id));
    if (concernsLane(stored.webhook, webhook)) yield* this.#followLane(stored.webhook, webhook, now);
  }

  /** Brings the lane and what waits in it in line with its webhook (DE-4). */
  *#followLane(before: Unrevised, after: Unrevised, now: number): Work<void> {
    const { dispatchSql } = this.#parts;
    const [locked] = yield* dispatchSql.lockLanes([after.id], true);
    if (locked === undefined) return;
    const { lane } = locked;
    const leased = lane.leases.map(({ seq }) => seq);
    if (before.deletedAt !== after.deletedAt) {
      yield* dispatchSql.endWaiting(after.id, leased, { status: 'cancelled', code: null }, now);
      lane.leases = lane.leases.map((one) => ({ ...one, isDoomed: true }));
    }
    if (!isOpen(before) && isOpen(after)) {
      // A fresh start: else a webhook that paused itself would do so again at its first failure.
      lane.health = untried;
      lane.pace = fullPace;
      yield* dispatchSql.makeDue(after.id, leased, now);
    }
    if (before.settings.rate !== after.settings.rate) lane.rateFullAt = 0;
    if (isStrict(before) !== isStrict(after)) {
      // What waits is looked through anew, in the order that now counts.
      lane.headAt = 0;
      lane.headSeq = 0;
    }
    lane.headAt = Math.min(lane.headAt, now);
    lane.workAt = now;
    // This webhook is not to be kept by anybody: its transaction may yet be rolled back.
    const entry = { lane, webhook: { ...after, revision: 0 }, turnAt: null };
    yield* saveLanes(this.#parts, [entry], Number.POSITIVE_INFINITY, now);
  }
}

function statusColumns(webhook: Unrevised, heldSince: number | null, now: number) {
  const { status, deletedAt } = webhook;
  const isHeld = status !== 'active' && deletedAt === null;
  return {
    status,
    deleted_at: deletedAt,
    held_since: isHeld ? (heldSince ?? now) : null,
    saved_at: now,
    data: JSON.stringify({ ...webhook, revision: undefined }),
  };
}

function concernsLane(before: Unrevised, after: Unrevised): boolean {
  const { rate, perWebhookConcurrency } = before.settings;
  return (
    before.status !== after.status ||
    before.deletedAt !== after.deletedAt ||
    isStrict(before) !== isStrict(after) ||
    rate !== after.settings.rate ||
    perWebhookConcurrency !== after.settings.perWebhookConcurrency
  );
}
