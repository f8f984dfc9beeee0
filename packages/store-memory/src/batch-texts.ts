import { type EnqueueBatch, type NewDelivery, WebhookError, type WebhookVersionPiece } from '@hookwright/core';
import type { DeliveryRow } from './delivery-row.ts';
import type { DeliveryTimeline } from './delivery-timeline.ts';

/** Up to here, looking through a list costs less than making a map of it. */
const maxSearched = 4;

/**
 * Finds the texts that a batch's deliveries show. Rows hold their texts themselves, and share them as strings do: there is no
 * table of pieces to keep, and a text goes with the last row that shows it. So what a batch does not bring is found in the row
 * that it repeats.
 */
export class BatchTexts {
  readonly #batch: EnqueueBatch;
  readonly #stored: DeliveryTimeline;
  readonly #payloads: ReadonlyMap<string, string> | null;
  readonly #versions: ReadonlyMap<string, WebhookVersionPiece> | null;

  /** @param stored - the tenant's deliveries */
  constructor(batch: EnqueueBatch, stored: DeliveryTimeline) {
    this.#batch = batch;
    this.#stored = stored;
    const { payloads, webhookVersions } = batch;
    this.#payloads = payloads.length <= maxSearched ? null : new Map(payloads.map(({ id, text }) => [id, text]));
    this.#versions =
      webhookVersions.length <= maxSearched ? null : new Map(webhookVersions.map((piece) => [piece.webhookId, piece]));
  }

  /** @throws {@link WebhookError} `NOT_FOUND` */
  payloadsOf(delivery: NewDelivery): readonly string[] {
    return delivery.items.map(({ payloadId }) => {
      const text = this.#brought(payloadId) ?? this.#search(delivery, (row) => payloadIn(row, payloadId));
      if (text === undefined) throw new WebhookError('NOT_FOUND', `the payload ${payloadId} is no longer stored`);
      return text;
    });
  }

  /** @throws {@link WebhookError} `NOT_FOUND` */
  versionOf(delivery: NewDelivery): string {
    const { webhookId, webhookRevision: revision } = delivery;
    const text = this.#broughtVersion(webhookId, revision) ?? this.#search(delivery, (row) => versionIn(row, revision));
    if (text === undefined) {
      throw new WebhookError('NOT_FOUND', `revision ${revision} of webhook ${webhookId} is no longer stored`);
    }
    return text;
  }

  #brought(payloadId: string): string | undefined {
    if (this.#payloads !== null) return this.#payloads.get(payloadId);
    for (const { id, text } of this.#batch.payloads) {
      if (id === payloadId) return text;
    }
    return undefined;
  }

  #broughtVersion(id: string, wanted: number): string | undefined {
    const likely = this.#versions?.get(id);
    if (likely?.revision === wanted) return likely.text;
    for (const { webhookId, revision, text } of this.#batch.webhookVersions) {
      if (webhookId === id && revision === wanted) return text;
    }
    return undefined;
  }

  #search({ resendOf }: NewDelivery, read: (row: DeliveryRow) => string | undefined): string | undefined {
    const repeated = resendOf === null ? undefined : this.#stored.find(resendOf);
    const repeatedText = repeated === undefined ? undefined : read(repeated);
    if (repeatedText !== undefined) return repeatedText;
    // The one it repeats is gone: another that shows the same may still be there.
    for (let row = this.#stored.last; row !== null; row = row.prev) {
      const text = read(row);
      if (text !== undefined) return text;
    }
    return undefined;
  }
}

function payloadIn({ source, payloadTexts }: DeliveryRow, payloadId: string): string | undefined {
  return payloadTexts[source.items.findIndex((item) => item.payloadId === payloadId)];
}

/** No two webhooks of a tenant share a revision. */
function versionIn({ source, webhookText }: DeliveryRow, revision: number): string | undefined {
  return source.webhookRevision === revision ? webhookText : undefined;
}
