import {
  fullPace,
  type Page,
  type SaveOptions,
  type SaveResult,
  type StoreCall,
  type StoredWebhook,
  type TenantWebhooks,
  type WebhookCreation,
  WebhookError,
  type WebhookPageQuery,
  type WebhookSave,
} from '@hookwright/core';
import { sql } from 'kysely';
import { isOpen, isStrict, newLane, untried } from '../lanes/lane.ts';
import { laneValues } from '../lanes/lane-row.ts';
import { run } from '../schema/query-builder.ts';
import type { Work } from '../session/work.ts';
import { isUuid } from './is-uuid.ts';
import { saveLanes } from './lane-locks.ts';
import { read, type StoreParts, write } from './store-parts.ts';
import { type LockedTenant, orderColumns, TenantRows } from './tenant-rows.ts';
import { WebhookPages } from './webhook-pages.ts';
import { readWebhook, readWebhooks } from './webhook-rows.ts';

type Unrevised = Omit<StoredWebhook, 'revision'>;

/** A webhook as it is stored, and since when it is held. */
interface Stored {
  readonly webhook: StoredWebhook;
  readonly heldSince: number | null;
}

/** In one statement. */
const blockSize = 500;

/** Webhooks: saved under their tenant's next revisions, and what a save means for what waits. */
export class Registrations<Tx> {
  readonly #parts: StoreParts<Tx>;
  readonly #tenants: TenantRows<Tx>;
  readonly #pages: WebhookPages<Tx>;

  constructor(parts: StoreParts<Tx>) {
    this.#parts = parts;
    this.#tenants = new TenantRows(parts);
    this.#pages = new WebhookPages(parts, this.#tenants);
  }

  async save(saves: readonly WebhookSave[], options: SaveOptions<Tx>): Promise<SaveResult> {
    const [first] = saves;
    if (first === undefined) return { status: 'saved', revisions: [] };
    const { tenant } = first.webhook;
    return write(this.#parts, options.transaction, () => this.#save(tenant, saves, options));
  }

  get(tenant: string, id: string, { transaction }: StoreCall<Tx>): Promise<StoredWebhook | null> {
    return read(this.#parts, transaction, () => this.#get(tenant, id));
  }

  list(query: WebhookPageQuery, { transaction }: StoreCall<Tx>): Promise<Page<StoredWebhook>> {
    return read(this.#parts, transaction, () => this.#pages.read(query));
  }

  tenantRevision(tenant: string, { transaction }: StoreCall<Tx>): Promise<number> {
    return read(this.#parts, transaction, () => this.#tenants.revision(tenant));
  }

  since(tenant: string, revision: number, { transaction }: StoreCall<Tx>): Promise<TenantWebhooks> {
    return read(this.#parts, transaction, () => this.#since(tenant, revision));
  }

  *#save(tenant: string, saves: readonly WebhookSave[], options: SaveOptions<Tx>): Work<SaveResult> {
    const { now, creation, maxWebhooks } = options;
    const before = yield* this.#tenants.lock(tenant);
    const stored = yield* this.#findAll(tenant, saves);
    for (const { webhook, expectedRevision } of saves) {
      if ((stored.get(webhook.id)?.webhook.revision ?? null) !== expectedRevision) return { status: 'stale' };
    }
    if (creation !== undefined) {
      const earlier = yield* this.#claimKey(saves[0] as WebhookSave, creation, now);
      if (earlier !== null) return earlier;
    }
    const after = countAfter(before, saves, stored);
    if (maxWebhooks !== undefined && after.live > before.live && after.live > maxWebhooks) {
      const message = `the tenant has ${before.live} webhooks, and limits.maxWebhooksPerTenant is ${maxWebhooks}; delete some first`;
      throw new WebhookError('TENANT_FULL', message);
    }
    const revisions: number[] = [];
    for (const { webhook } of saves) {
      const revision = before.revision + revisions.length + 1;
      const known = stored.get(webhook.id);
      if (known === undefined) yield* this.#insert(webhook, revision, now);
      else yield* this.#replace(known, webhook, revision, now);
      revisions.push(revision);
    }
    yield* this.#tenants.save(tenant, after);
    return { status: 'saved', revisions };
  }

  /**
   * Takes the idempotency key for this webhook. Whoever repeats it waits for the tenant's lock before.
   * @returns what it was taken for earlier, or null
   */
  *#claimKey({ webhook }: WebhookSave, { key, digest }: WebhookCreation, now: number): Work<SaveResult | null> {
    const { builder, dialect } = this.#parts;
    const { id, tenant } = webhook;
    const insert = builder.insertInto('creations').values({ tenant, key, webhook_id: id, digest, created_at: now });
    // MySQL: see TenantRows, of the same lock.
    const found = insert.onDuplicateKeyUpdate({ digest: sql.ref('digest') });
    yield* run(dialect === 'mysql' ? found : insert.onConflict((conflict) => conflict.doNothing()));
    const query = builder
      .selectFrom('creations')
      .select(['webhook_id', 'digest'])
      .where('tenant', '=', tenant)
      .where('key', '=', key);
    // Locked, so that it is the newest row: what a snapshot older than the first creation would not show.
    const [row] = yield* run(dialect === 'sqlite' ? query : query.forUpdate());
    const earlierId = String(row?.webhook_id);
    if (earlierId === id) return null;
    const earlier = yield* this.#find(tenant, earlierId, true);
    if (earlier === null) throw new WebhookError('STORE_FAILED', `webhook ${earlierId} of an idempotency key is gone`);
    return { status: 'repeated', webhook: earlier.webhook, digest: String(row?.digest) };
  }

  *#get(tenant: string, id: string): Work<StoredWebhook | null> {
    return (yield* this.#find(tenant, id, false))?.webhook ?? null;
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

  *#findAll(tenant: string, saves: readonly WebhookSave[]): Work<ReadonlyMap<string, Stored>> {
    const found = new Map<string, Stored>();
    for (const isKnown of [false, true]) {
      const ids = saves.flatMap(({ webhook, expectedRevision }) =>
        (expectedRevision !== null) === isKnown && isUuid(webhook.id) ? [webhook.id] : [],
      );
      for (let start = 0; start < ids.length; start += blockSize) {
        // One that is not there is not locked: MySQL would lock the room around it, for all that register.
        const rows = yield* run(this.#select(tenant, ids.slice(start, start + blockSize), isKnown));
        for (const row of rows) {
          const stored = readStored(row);
          found.set(stored.webhook.id, stored);
        }
      }
    }
    return found;
  }

  /** @param locked - then it is the newest row, whatever the transaction's snapshot */
  *#find(tenant: string, id: string, locked: boolean): Work<Stored | null> {
    if (!isUuid(id)) return null;
    const [row] = yield* run(this.#select(tenant, [id], locked));
    return row === undefined ? null : readStored(row);
  }

  #select(tenant: string, ids: readonly string[], locked: boolean) {
    const { builder, dialect } = this.#parts;
    return builder
      .selectFrom('webhooks')
      .select(['revision', 'data', 'held_since'])
      .where('id', 'in', ids)
      .where('tenant', '=', tenant)
      .$if(locked && dialect !== 'sqlite', (all) => all.forUpdate());
  }

  *#insert(webhook: Unrevised, revision: number, now: number): Work<void> {
    const { builder } = this.#parts;
    const { id, tenant } = webhook;
    const values = { id, tenant, revision, ...webhookColumns(webhook, null, now) };
    yield* run(builder.insertInto('webhooks').values(values));
    yield* run(builder.insertInto('lanes').values({ ...laneValues(newLane(id), null), version: 0 }));
  }

  *#replace(stored: Stored, webhook: Unrevised, revision: number, now: number): Work<void> {
    const values = { revision, ...webhookColumns(webhook, stored.heldSince, now) };
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
    // What waits is looked through anew, in the order that now counts.
    lane.headAt = isStrict(before) === isStrict(after) ? Math.min(lane.headAt, now) : 0;
    lane.headSeq = 0;
    lane.workAt = now;
    // This webhook is not to be kept by anybody: its transaction may yet be rolled back.
    const entry = { lane, webhook: { ...after, revision: 0 }, turnAt: null };
    yield* saveLanes(this.#parts, [entry], Number.POSITIVE_INFINITY, now);
  }
}

function readStored(row: Parameters<typeof readWebhook>[0] & { readonly held_since: unknown }): Stored {
  return { webhook: readWebhook(row), heldSince: row.held_since === null ? null : Number(row.held_since) };
}

/** The tenant as the saves leave it. */
function countAfter(
  before: LockedTenant,
  saves: readonly WebhookSave[],
  stored: ReadonlyMap<string, Stored>,
): LockedTenant {
  let { live, deleted } = before;
  for (const { webhook } of saves) {
    const known = stored.get(webhook.id)?.webhook;
    if (known !== undefined) {
      if (known.deletedAt === null) live -= 1;
      else deleted -= 1;
    }
    if (webhook.deletedAt === null) live += 1;
    else deleted += 1;
  }
  return { revision: before.revision + saves.length, live, deleted };
}

function webhookColumns(webhook: Unrevised, heldSince: number | null, now: number) {
  const { status, deletedAt } = webhook;
  const isHeld = status !== 'active' && deletedAt === null;
  return {
    status,
    deleted_at: deletedAt,
    held_since: isHeld ? (heldSince ?? now) : null,
    saved_at: now,
    ...orderColumns(webhook),
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
