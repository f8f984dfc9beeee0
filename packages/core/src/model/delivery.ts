import type { PayloadFormatName } from './webhook-settings.ts';

/** DE-4a. */
export type DeliveryStatus = 'pending' | 'held' | 'sending' | 'succeeded' | 'exhausted' | 'cancelled';

/** One notification of a delivery: what differs from item to item; the rest is in the pieces it points to. */
export interface DeliveryItem {
  /** The concrete event name (EV-5). */
  readonly event: string;
  /** Unix ms. */
  readonly eventTime: number;
  /** The record's `id` as text, or null when it has none (PA-6). */
  readonly subject: string | null;
  /** The payload piece that holds this item's records. */
  readonly payloadId: string;
}

/** One request to one webhook, over all its tries (DE-1). */
export interface Delivery {
  /** UUID; the `webhook-id` of every try (SI-3). */
  readonly id: string;
  readonly tenant: string;
  readonly webhookId: string;
  readonly status: DeliveryStatus;
  /** The webhook's revision whose block the body shows (PA-3). */
  readonly webhookRevision: number;
  readonly format: PayloadFormatName;
  /** 1…chunk_size. */
  readonly items: readonly DeliveryItem[];
  /** Unix ms. */
  readonly createdAt: number;
  /** When it is next tried, Unix ms; null once it is finished. */
  readonly dueAt: number | null;
  /** Tries made so far. */
  readonly attempts: number;
  /** When the last try ended, Unix ms. */
  readonly lastAttemptAt: number | null;
  /** Unix ms, or null while it waits. */
  readonly finishedAt: number | null;
  /** Why it ended, or why its last try failed: an outcome's code such as `TIMEOUT` or `HTTP_500`; `GONE`, `HELD_TOO_LONG`. */
  readonly code: string | null;
  /** The delivery of which this one is a resend or replay (DE-7). */
  readonly resendOf: string | null;
  /** The delivery id that the body bears where its format has one: this one's, or the first one's of a resend. */
  readonly bodyId: string;
}
