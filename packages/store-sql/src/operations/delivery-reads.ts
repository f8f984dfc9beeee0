import {
  type Attempt,
  type Delivery,
  type DeliveryPageQuery,
  type DeliveryStatus,
  type Page,
  WebhookError,
} from '@hookwright/core';
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { noLeases, readLeases } from '../lanes/lane-row.ts';
import { run } from '../schema/query-builder.ts';
import type { StoredStatus, Tables } from '../schema/tables.ts';
import type { Work } from '../session/work.ts';
import { type DeliveryRow, toDelivery } from './delivery-rows.ts';
import { isUuid } from './is-uuid.ts';
import { readJson } from './read-json.ts';
import type { StoreParts } from './store-parts.ts';

/** A delivery's row with what its webhook says about it. */
type ShownRow = DeliveryRow & { readonly [Column in 'webhook_status' | 'webhook_deleted_at']: unknown };

/** What was and is being delivered, as a tenant may see it. */
export class DeliveryReads<Tx> {
  readonly #parts: StoreParts<Tx>;

  constructor(parts: StoreParts<Tx>) {
    this.#parts = parts;
  }

  get(tenant: string, id: string): Promise<Delivery | null> {
    return this.#parts.database.run(() => this.#get(tenant, id));
  }

  list(query: DeliveryPageQuery): Promise<Page<Delivery>> {
    return this.#parts.database.run(() => this.#list(query));
  }

  /** Oldest first. */
  attempts(tenant: string, deliveryId: string): Promise<readonly Attempt[]> {
    return this.#parts.database.run(() => this.#attempts(tenant, deliveryId));
  }

  *#get(tenant: string, id: string): Work<Delivery | null> {
    if (!isUuid(id)) return null;
    const [row] = yield* run(this.#shown().where('deliveries.id', '=', id).where('deliveries.tenant', '=', tenant));
    if (row === undefined) return null;
    const leased = yield* this.#leased(tenant, String(row.webhook_id));
    return show(row as ShownRow, leased);
  }

  *#list(query: DeliveryPageQuery): Work<Page<Delivery>> {
    const { tenant, webhookId, statuses, createdFrom, createdUntil, order, after, limit } = query;
    const afterSeq = after === null ? null : yield* this.#seqOf(tenant, after);
    if (webhookId !== null && !isUuid(webhookId)) return { items: [], total: 0, hasNextPage: false };
    const leased = yield* this.#leased(tenant, webhookId);
    const listed = this.#joined()
      .where('deliveries.tenant', '=', tenant)
      .$if(webhookId !== null, (all) => all.where('deliveries.webhook_id', '=', webhookId))
      .$if(createdFrom !== null, (all) => all.where('deliveries.created_at', '>=', createdFrom))
      .$if(createdUntil !== null, (all) => all.where('deliveries.created_at', '<', createdUntil))
      .$if(statuses !== null, (all) => all.where((eb) => hasStatus(eb, statuses ?? [], leased)));
    const isForward = order === 'oldest-first';
    const page = listed
      .selectAll('deliveries')
      .select(['webhooks.status as webhook_status', 'webhooks.deleted_at as webhook_deleted_at'])
      .$if(afterSeq !== null, (all) => all.where('deliveries.seq', isForward ? '>' : '<', afterSeq))
      .orderBy('deliveries.seq', isForward ? 'asc' : 'desc')
      .limit(sql.lit(limit + 1));
    const rows = yield* run(page);
    const [count] = yield* run(listed.select(({ fn }) => fn.countAll().as('total')));
    return {
      items: rows.slice(0, limit).map((row) => show(row as ShownRow, leased)),
      total: Number(count?.total),
      hasNextPage: rows.length > limit,
    };
  }

  *#attempts(tenant: string, deliveryId: string): Work<readonly Attempt[]> {
    if (!isUuid(deliveryId)) return [];
    const { builder } = this.#parts;
    const [delivery] = yield* run(
      builder
        .selectFrom('deliveries')
        .select(['seq', 'attempts', 'success'])
        .where('id', '=', deliveryId)
        .where('tenant', '=', tenant),
    );
    if (delivery === undefined) return [];
    const query = builder
      .selectFrom('attempts')
      .select(['number', 'data'])
      .where('delivery_seq', '=', Number(delivery.seq))
      .orderBy('number');
    const attempts = (yield* run(query)).map(({ number, data }): Attempt => {
      const { startedAt, durationMs, status, code, message, responseHeaders, responseBody } = readJson<
        Omit<Attempt, 'deliveryId' | 'number'>
      >(data, 'an attempt');
      return {
        deliveryId,
        number: Number(number),
        startedAt,
        durationMs,
        status,
        code,
        message,
        responseHeaders,
        responseBody,
      };
    });
    if (delivery.success === null) return attempts;
    const [startedAt, durationMs, status] = readJson<readonly [number, number, number | null]>(
      delivery.success,
      'a success',
    );
    const nothingKept = { code: null, message: null, responseHeaders: null, responseBody: null };
    return [
      ...attempts,
      { deliveryId, number: Number(delivery.attempts), startedAt, durationMs, status, ...nothingKept },
    ];
  }

  #joined() {
    return this.#parts.builder.selectFrom('deliveries').innerJoin('webhooks', 'webhooks.id', 'deliveries.webhook_id');
  }

  #shown() {
    return this.#joined()
      .selectAll('deliveries')
      .select(['webhooks.status as webhook_status', 'webhooks.deleted_at as webhook_deleted_at']);
  }

  /** Sequence numbers of what is under way: few, whatever waits. */
  *#leased(tenant: string, webhookId: string | null): Work<ReadonlySet<number>> {
    const { builder } = this.#parts;
    const query = builder
      .selectFrom('lanes')
      .innerJoin('webhooks', 'webhooks.id', 'lanes.webhook_id')
      .select('lanes.leases')
      .where('webhooks.tenant', '=', tenant)
      .where('lanes.leases', '<>', noLeases)
      .$if(webhookId !== null, (all) => all.where('lanes.webhook_id', '=', webhookId));
    return new Set((yield* run(query)).flatMap(({ leases }) => (readLeases(leases) ?? []).map(({ seq }) => seq)));
  }

  *#seqOf(tenant: string, id: string): Work<number> {
    const { builder } = this.#parts;
    const query = builder.selectFrom('deliveries').select('seq').where('id', '=', id).where('tenant', '=', tenant);
    const [row] = isUuid(id) ? yield* run(query) : [];
    if (row === undefined) throw new WebhookError('NOT_FOUND', `there is no delivery ${id} to go on from`);
    return Number(row.seq);
  }
}

/** DE-4a: what a waiting one is follows from its lane and its webhook, and need not be written. */
function show(row: ShownRow, leased: ReadonlySet<number>): Delivery {
  const stored = String(row.status) as StoredStatus;
  if (stored !== 'waiting') return toDelivery(row, stored);
  if (leased.has(Number(row.seq))) return toDelivery(row, 'sending');
  if (row.webhook_deleted_at !== null) {
    return { ...toDelivery(row, 'cancelled'), finishedAt: Number(row.webhook_deleted_at) };
  }
  return toDelivery(row, row.webhook_status === 'active' ? 'pending' : 'held');
}

function hasStatus(
  eb: ExpressionBuilder<Tables, 'deliveries' | 'webhooks'>,
  statuses: readonly DeliveryStatus[],
  leased: ReadonlySet<number>,
): Expression<SqlBool> {
  const seqs = [...leased];
  const isLeased = (operator: 'in' | 'not in') =>
    seqs.length === 0 ? eb.lit(operator === 'not in') : eb('deliveries.seq', operator, seqs);
  const unleased = eb.and([eb('deliveries.status', '=', 'waiting'), isLeased('not in')]);
  const kept = eb.and([unleased, eb('webhooks.deleted_at', 'is', null)]);
  const isActive = (operator: '=' | '<>') => eb('webhooks.status', operator, 'active');
  const conditions: Readonly<Record<DeliveryStatus, Expression<SqlBool>>> = {
    pending: eb.and([kept, isActive('=')]),
    held: eb.and([kept, isActive('<>')]),
    sending: eb.and([eb('deliveries.status', '=', 'waiting'), isLeased('in')]),
    succeeded: eb('deliveries.status', '=', 'succeeded'),
    exhausted: eb('deliveries.status', '=', 'exhausted'),
    cancelled: eb.or([
      eb('deliveries.status', '=', 'cancelled'),
      eb.and([unleased, eb('webhooks.deleted_at', 'is not', null)]),
    ]),
  };
  return eb.or(statuses.map((status) => conditions[status]));
}
