import type { Delivery } from '../model/delivery.ts';
import type { StoredWebhook } from '../model/stored-webhook.ts';

export interface ClaimOptions {
  /** Current time, Unix ms. The store reads no clock of its own. */
  readonly now: number;
  /** How long the claims are exclusive, in ms, > 0. */
  readonly leaseMs: number;
  /** Most deliveries to return, 1…1000. */
  readonly limit: number;
  /**
   * Most deliveries leased at once per webhook, over all workers, ≥ 1; a webhook's own setting comes before it. A webhook whose
   * receiver is overloaded has fewer: the store keeps its pace by `advancePace`, and grants `concurrencyAt` it (DE-6).
   */
  readonly perWebhookConcurrency: number;
  /** Webhooks of which nothing is wanted now. */
  readonly skipWebhooks: ReadonlySet<string>;
}

/** A delivery that the caller may try, with all it takes to compose, sign and send it. */
export interface ClaimedDelivery {
  /** Status `sending`. */
  readonly delivery: Delivery;
  /** As it is at the moment of the claim (PA-3): url, TLS, secrets, settings. */
  readonly webhook: StoredWebhook;
  /** The block that the body shows, JSON text. */
  readonly webhookText: string;
  /** One per item, in their order: {@link PayloadPiece.text}. */
  readonly payloadTexts: readonly string[];
  /** The fence: a settlement without the current lease is refused. */
  readonly lease: string | number;
}
