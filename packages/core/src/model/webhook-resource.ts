import type { WebhookStatus } from './stored-webhook.ts';
import type { WebhookOptions } from './webhook-options.ts';
import type { WebhookSettings } from './webhook-settings.ts';

/** The `webhook` block of a payload (PA-2): these keys in this order, and no secret. */
export interface WebhookBlock {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly options: WebhookOptions;
  readonly insecure_ssl: boolean;
  readonly is_deleted: boolean;
  /** `YYYY-MM-DD HH:MM:SS.ffffff+00:00` (PA-4). */
  readonly created: string;
  readonly modified: string;
  readonly application_id: string | null;
  readonly client_id: string | null;
}

/** A webhook as it is read back (RS-2): never with `signature` or a secret. */
export interface WebhookResource extends WebhookBlock {
  readonly is_delete_protected: boolean;
  /** DE-4. Not on the vendor's wire. */
  readonly status: WebhookStatus;
  /** What the host set at registration. Not on the vendor's wire. */
  readonly settings: Omit<WebhookSettings, 'headers'>;
  /** Of the custom headers, whose values are secrets; where the host has set any. */
  readonly header_names?: readonly string[];
  /** Another one after each change, for `ifRevision`. Not on the vendor's wire. */
  readonly revision: number;
}
