import type { WebhookError } from '../errors/webhook-error.ts';
import type { WebhookStatus } from '../model/stored-webhook.ts';

export interface DeliveryEvent {
  readonly tenant: string;
  readonly webhookId: string;
  readonly deliveryId: string;
  /** Tries made, this one included. */
  readonly attempts: number;
}

export interface DeliverySucceededEvent extends DeliveryEvent {
  /** 2xx. */
  readonly status: number;
  readonly durationMs: number;
}

export interface DeliveryFailedEvent extends DeliveryEvent {
  /** HTTP status, or null when no response came. */
  readonly status: number | null;
  /** `HTTP_500`, `TIMEOUT`, … */
  readonly code: string;
  readonly message: string;
  /** What only the host may know: a refused address, a system error code. */
  readonly detail: string | null;
}

export interface DeliveryRetryingEvent extends DeliveryFailedEvent {
  /** When it is tried again, Unix ms. */
  readonly dueAt: number;
}

export interface WebhookStatusEvent {
  readonly tenant: string;
  readonly webhookId: string;
  readonly status: WebhookStatus;
  /** `GONE` after a 410; `FAILING` when it had no success for five days; `HOST` by a call. */
  readonly reason: 'GONE' | 'FAILING' | 'HOST';
}

export interface ExpandFailedEvent {
  readonly tenant: string;
  readonly clientId: string | null;
  readonly entity: string;
  readonly path: string;
  /** `LOADER_FAILED` it threw or answered what cannot be; `TIMEOUT`; `TOO_LARGE`. */
  readonly code: 'LOADER_FAILED' | 'TIMEOUT' | 'TOO_LARGE';
  readonly message: string;
}

/** What `webhooks.on` can tell. A listener that throws or rejects never stops delivery: an `error` event reports it. */
export interface WebhooksEvents {
  'delivery-succeeded': (event: DeliverySucceededEvent) => void;
  'delivery-retrying': (event: DeliveryRetryingEvent) => void;
  /** No more tries: the schedule ended, a 410, or held for too long. */
  'delivery-exhausted': (event: DeliveryFailedEvent) => void;
  'webhook-paused': (event: WebhookStatusEvent) => void;
  'webhook-disabled': (event: WebhookStatusEvent) => void;
  'expand-failed': (event: ExpandFailedEvent) => void;
  error: (error: WebhookError) => void;
}
