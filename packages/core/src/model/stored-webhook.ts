import type { WebhookOptions } from './webhook-options.ts';
import type { WebhookSettings } from './webhook-settings.ts';

/** DE-4. A deleted webhook keeps the status that `restore` brings back. */
export type WebhookStatus = 'active' | 'paused' | 'disabled';

/** A Standard Webhooks secret (SI-2, SI-4). */
export interface StoredSecret {
  /** `whsec_…` or `whsk_…`. */
  readonly value: string;
  /** Unix ms from which it no longer signs, or null while it is current. */
  readonly expiresAt: number | null;
}

/** One registration, as stores keep it. */
export interface StoredWebhook {
  /** UUID. */
  readonly id: string;
  readonly tenant: string;
  readonly url: string;
  readonly events: readonly string[];
  /** Exactly as given; `{}` where none were (OP-2). */
  readonly options: WebhookOptions;
  readonly insecureSsl: boolean;
  /** The vendor's signing key (SI-1), a secret, or null for Standard Webhooks. */
  readonly signature: string | null;
  /** The current secret first; empty when `signature` is set. */
  readonly secrets: readonly StoredSecret[];
  readonly settings: WebhookSettings;
  readonly status: WebhookStatus;
  /** Since when `status` is what it is, Unix ms. */
  readonly statusSince: number;
  /** Unix ms, or null while not deleted. */
  readonly deletedAt: number | null;
  readonly isDeleteProtected: boolean;
  /** Unix ms. */
  readonly createdAt: number;
  /** Unix ms. */
  readonly modifiedAt: number;
  /** UUID. */
  readonly applicationId: string | null;
  /** UUID. */
  readonly clientId: string | null;
  /**
   * Given by the store at each save: unique and rising within a tenant. Two saves of one webhook never share it, so it
   * also names the version of the webhook that a delivery was composed with.
   */
  readonly revision: number;
}
