import type { DeliveryItem } from '../model/delivery.ts';
import type { PayloadFormatName } from '../model/webhook-settings.ts';

/** A record's JSON text as one shape shows it; immutable, shared by every delivery that points to it. */
export interface PayloadPiece {
  /** UUID, unique for ever. */
  readonly id: string;
  /** JSON members without the braces: `"entity":{…},"related_entity":null`, and the extras of PA-5. */
  readonly text: string;
}

/** The `webhook` block of a body as JSON text; immutable, one per webhook and revision. */
export interface WebhookVersionPiece {
  readonly webhookId: string;
  readonly revision: number;
  readonly text: string;
}

export interface NewDelivery {
  /** UUID. */
  readonly id: string;
  readonly webhookId: string;
  /** The webhook's revision whose block the body shows. */
  readonly webhookRevision: number;
  readonly format: PayloadFormatName;
  /** At least one. Their payload pieces are in the batch or already stored. */
  readonly items: readonly DeliveryItem[];
  /** Unix ms. */
  readonly dueAt: number;
  /** The delivery this one repeats (DE-7), or null. */
  readonly resendOf: string | null;
  /** The delivery id that the body bears: `id`, or for a resend that of the first delivery, so that the bytes are the same. */
  readonly bodyId: string;
}

/** What one publish puts into the store, all or nothing. */
export interface EnqueueBatch {
  readonly tenant: string;
  /** Unix ms. */
  readonly now: number;
  /** New pieces; none is left without a delivery. */
  readonly payloads: readonly PayloadPiece[];
  /** Those that the deliveries show; a store that has one already ignores it. */
  readonly webhookVersions: readonly WebhookVersionPiece[];
  /** In publish order. May be empty with an idempotency key: then nothing is stored, and a known key is answered. */
  readonly deliveries: readonly NewDelivery[];
  /** Unique per tenant: a batch with a key that the store knows changes nothing (DESIGN, "The store"). */
  readonly idempotencyKey: string | undefined;
}

export interface EnqueueResult {
  /** Those of this batch, or of the first batch with this idempotency key. */
  readonly deliveryIds: readonly string[];
  /** Notifications in them. */
  readonly notifications: number;
}
