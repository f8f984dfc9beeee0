import { type EnqueueBatch, type EnqueueResult, WebhookError } from '@hookwright/core';
import { BatchTexts } from './batch-texts.ts';
import { DeliveryRow } from './delivery-row.ts';
import type { Dispatch } from './dispatch.ts';
import type { KeptBatch } from './kept-batch.ts';
import type { Retention } from './retention.ts';
import type { Tenant } from './tenant.ts';

/** Takes batches into the store, each whole or not at all. */
export class Intake {
  readonly #retention: Retention;
  readonly #dispatch: Dispatch;
  #lastSequence = 0;

  constructor(retention: Retention, dispatch: Dispatch) {
    this.#retention = retention;
    this.#dispatch = dispatch;
  }

  /**
   * @throws {@link WebhookError} `STORE_FULL` (retryable)
   * @throws {@link WebhookError} `NOT_FOUND` for a webhook or a piece that is neither stored nor in the batch
   */
  take(batch: EnqueueBatch, tenant: Tenant): EnqueueResult {
    const { idempotencyKey, now } = batch;
    const known = idempotencyKey === undefined ? undefined : tenant.batches.get(idempotencyKey);
    if (known !== undefined) return known.result;
    const result = resultOf(batch);
    if (batch.deliveries.length === 0) return result;
    const kept =
      idempotencyKey === undefined ? null : { key: idempotencyKey, result, deliveries: batch.deliveries.length };
    // All that can fail comes first, and leaves nothing.
    const rows = this.#rowsOf(batch, tenant, kept);
    this.#retention.takeRoom(rows.length);
    if (kept !== null) tenant.batches.set(kept.key, kept);
    for (const row of rows) {
      tenant.deliveries.append(row);
      this.#dispatch.admit(row, now);
    }
    return result;
  }

  #rowsOf(batch: EnqueueBatch, tenant: Tenant, kept: KeptBatch | null): readonly DeliveryRow[] {
    const texts = new BatchTexts(batch, tenant.deliveries);
    return batch.deliveries.map((source) => {
      const lane = tenant.webhooks.lane(source.webhookId);
      if (lane === undefined) throw new WebhookError('NOT_FOUND', `there is no webhook ${source.webhookId}`);
      const webhookText = texts.versionOf(source);
      const payloadTexts = texts.payloadsOf(source);
      this.#lastSequence += 1;
      const sequence = this.#lastSequence;
      return new DeliveryRow({
        source,
        lane,
        sequence,
        createdAt: batch.now,
        webhookText,
        payloadTexts,
        batch: kept,
      });
    });
  }
}

function resultOf({ deliveries }: EnqueueBatch): EnqueueResult {
  const deliveryIds: string[] = [];
  let notifications = 0;
  for (const { id, items } of deliveries) {
    deliveryIds.push(id);
    notifications += items.length;
  }
  return { deliveryIds, notifications };
}
