import { randomUUID } from 'node:crypto';
import {
  type DeliveryItem,
  type EnqueueBatch,
  type EnqueueResult,
  type StoreCall,
  WebhookError,
  type WebhookVersionPiece,
} from '@hookwright/core';
import { sql } from 'kysely';
import { run } from '../schema/query-builder.ts';
import type { BatchRows } from '../session/dispatch-sql.ts';
import type { Work } from '../session/work.ts';
import { writeItems } from './delivery-rows.ts';
import { readJson } from './read-json.ts';
import { type StoreParts, write } from './store-parts.ts';

const maxKnown = 200_000;

/** In one statement. */
const blockSize = 500;

/** What a batch refers to and does not bring (DE-7): it must be stored already. */
interface Reused {
  /** By payload, how many new items point to it. */
  readonly payloads: ReadonlyMap<string, number>;
  readonly versions: readonly Pick<WebhookVersionPiece, 'webhookId' | 'revision'>[];
}

/** Takes batches into the store, each whole or not at all. */
export class Intake<Tx> {
  readonly #parts: StoreParts<Tx>;
  /** By webhook, the revision whose block is stored for certain: committed, and of those never pruned while they may be used. */
  readonly #knownVersions = new Map<string, number>();
  /** By webhook, whose it is; committed ones alone. None ever changes hands, or goes. */
  readonly #tenants = new Map<string, string>();

  constructor(parts: StoreParts<Tx>) {
    this.#parts = parts;
  }

  async enqueue(batch: EnqueueBatch, { transaction }: StoreCall<Tx>): Promise<EnqueueResult> {
    const { idempotencyKey: key, deliveries } = batch;
    const result = resultOf(batch);
    if (deliveries.length === 0 && key === undefined) return result;
    const { rows, reused } = this.#rowsOf(batch);
    const { database, dispatchSql } = this.#parts;
    const isKnown = rows.deliveries.every(({ webhook_id }) => this.#tenants.get(webhook_id) === batch.tenant);
    if (transaction === undefined && key === undefined && isKnown && !isAny(reused) && dispatchSql.storesAtOnce(rows)) {
      await database.run(() => dispatchSql.store(rows));
      this.#know(rows);
      return result;
    }
    const answer = await write(this.#parts, transaction, () => this.#take(batch, result, rows, reused));
    if (transaction === undefined && answer === result) this.#know(rows);
    return answer;
  }

  *#take(batch: EnqueueBatch, result: EnqueueResult, rows: BatchRows, reused: Reused): Work<EnqueueResult> {
    const { idempotencyKey: key, deliveries } = batch;
    const known = key === undefined ? null : yield* this.#claimKey(batch, key, result);
    if (known !== null || deliveries.length === 0) return known ?? result;
    yield* this.#requireWebhooks(batch);
    if (isAny(reused)) yield* this.#reuse(batch, reused);
    yield* this.#parts.dispatchSql.store(rows);
    return result;
  }

  #rowsOf(batch: EnqueueBatch): { readonly rows: BatchRows; readonly reused: Reused } {
    const refs = new Map<string, number>();
    for (const { id } of batch.payloads) refs.set(id, 0);
    const reusedPayloads = new Map<string, number>();
    const count = ({ payloadId }: DeliveryItem): void => {
      const known = refs.get(payloadId);
      if (known === undefined) reusedPayloads.set(payloadId, (reusedPayloads.get(payloadId) ?? 0) + 1);
      else refs.set(payloadId, known + 1);
    };
    for (const { items } of batch.deliveries) for (const item of items) count(item);
    const brought = new Set(batch.webhookVersions.map(versionKey));
    const reusedVersions = new Map<string, Pick<WebhookVersionPiece, 'webhookId' | 'revision'>>();
    for (const { webhookId, webhookRevision: revision } of batch.deliveries) {
      const key = versionKey({ webhookId, revision });
      if (!brought.has(key)) reusedVersions.set(key, { webhookId, revision });
    }
    const rows = {
      tenant: batch.tenant,
      now: batch.now,
      versions: batch.webhookVersions
        .filter(({ webhookId, revision }) => this.#knownVersions.get(webhookId) !== revision)
        .map(({ webhookId, revision, text }) => ({ webhook_id: webhookId, revision, text })),
      payloads: batch.payloads.map(({ id, text }) => ({ id, text, refs: refs.get(id) ?? 0 })),
      deliveries: batch.deliveries.map(
        ({ id, webhookId, webhookRevision, format, items, dueAt, resendOf, bodyId }) => ({
          id,
          webhook_id: webhookId,
          revision: webhookRevision,
          format,
          items: writeItems(items),
          due_at: dueAt,
          resend_of: resendOf,
          body_id: bodyId,
          payload_id: items.length === 1 ? (items[0]?.payloadId ?? null) : null,
        }),
      ),
    };
    return { rows, reused: { payloads: reusedPayloads, versions: [...reusedVersions.values()] } };
  }

  /**
   * Takes the idempotency key for this batch; a concurrent batch with the same key waits for the end of this transaction.
   * @returns the first batch's result when the key is known, else null
   */
  *#claimKey(
    { tenant, now, deliveries }: EnqueueBatch,
    key: string,
    result: EnqueueResult,
  ): Work<EnqueueResult | null> {
    const { builder, dialect } = this.#parts;
    // Says whose the stored result is: a repeat of a batch brings the very same ids.
    const own = randomUUID();
    const stored = builder.selectFrom('batches').select('result').where('tenant', '=', tenant).where('key', '=', key);
    if (deliveries.length > 0) {
      const text = JSON.stringify({ ...result, own });
      const insert = builder.insertInto('batches').values({ tenant, key, created_at: now, result: text });
      // MySQL: see Registrations, of the same lock.
      const found = insert.onDuplicateKeyUpdate({ created_at: sql.ref('created_at') });
      yield* run(dialect === 'mysql' ? found : insert.onConflict((conflict) => conflict.doNothing()));
    }
    // Locked, so that it is the newest row: what a snapshot older than the other batch would not show.
    const [row] = yield* run(dialect === 'sqlite' ? stored : stored.forUpdate());
    if (row === undefined) return null;
    const kept = readJson<EnqueueResult & { readonly own: string }>(row.result, 'an idempotency key’s receipt');
    return kept.own === own ? null : { deliveryIds: kept.deliveryIds, notifications: kept.notifications };
  }

  /** @throws {@link WebhookError} `NOT_FOUND` for a webhook that this tenant does not have */
  *#requireWebhooks({ tenant, deliveries }: EnqueueBatch): Work<void> {
    const ids = [...new Set(deliveries.map(({ webhookId }) => webhookId))];
    const unknown = ids.filter((id) => this.#tenants.get(id) !== tenant);
    for (let start = 0; start < unknown.length; start += blockSize) {
      const block = unknown.slice(start, start + blockSize);
      const query = this.#parts.builder.selectFrom('webhooks').select('id').where('tenant', '=', tenant);
      const found = new Set((yield* run(query.where('id', 'in', block))).map(({ id }) => String(id)));
      const missing = block.find((id) => !found.has(id));
      if (missing !== undefined) throw new WebhookError('NOT_FOUND', `there is no webhook ${missing}`);
    }
  }

  /** @throws {@link WebhookError} `NOT_FOUND` for a piece that was pruned, or is another tenant's */
  *#reuse({ tenant }: EnqueueBatch, { payloads, versions }: Reused): Work<void> {
    const { builder, dialect } = this.#parts;
    // In the order of their ids, so that two resends never wait for each other.
    const ids = [...payloads.keys()].sort();
    for (let start = 0; start < ids.length; start += blockSize) {
      const block = ids.slice(start, start + blockSize);
      const mine = builder.selectFrom('payloads').select('id').where('tenant', '=', tenant);
      const query = mine.where('id', 'in', block).orderBy('id');
      const found = new Set((yield* run(dialect === 'sqlite' ? query : query.forUpdate())).map(({ id }) => String(id)));
      for (const id of block) {
        if (!found.has(id)) throw new WebhookError('NOT_FOUND', `the payload ${id} is no longer stored`);
      }
    }
    const byCount = new Map<number, string[]>();
    for (const [id, count] of payloads) byCount.set(count, [...(byCount.get(count) ?? []), id]);
    for (const [count, counted] of byCount) {
      for (let start = 0; start < counted.length; start += blockSize) {
        const block = counted.slice(start, start + blockSize);
        const add = builder.updateTable('payloads').set({ refs: sql`refs + ${count}` });
        yield* run(add.where('id', 'in', block));
      }
    }
    for (const { webhookId, revision } of versions) {
      const query = builder
        .selectFrom('webhook_versions')
        .select('revision')
        .where('webhook_id', '=', webhookId)
        .where('revision', '=', revision);
      if ((yield* run(query)).length > 0) continue;
      throw new WebhookError('NOT_FOUND', `revision ${revision} of webhook ${webhookId} is no longer stored`);
    }
  }

  #know({ tenant, versions, deliveries }: BatchRows): void {
    if (this.#tenants.size + deliveries.length > maxKnown) {
      this.#knownVersions.clear();
      this.#tenants.clear();
    }
    for (const { webhook_id, revision } of versions) this.#knownVersions.set(webhook_id, revision);
    for (const { webhook_id } of deliveries) this.#tenants.set(webhook_id, tenant);
  }
}

function isAny({ payloads, versions }: Reused): boolean {
  return payloads.size > 0 || versions.length > 0;
}

function versionKey({ webhookId, revision }: Pick<WebhookVersionPiece, 'webhookId' | 'revision'>): string {
  return `${webhookId}/${revision}`;
}

function resultOf({ deliveries }: EnqueueBatch): EnqueueResult {
  let notifications = 0;
  for (const { items } of deliveries) notifications += items.length;
  return { deliveryIds: deliveries.map(({ id }) => id), notifications };
}
