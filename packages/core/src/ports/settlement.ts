import type { Attempt } from '../model/attempt.ts';

/** What becomes of a delivery after a try. */
export type SettlementNext =
  | { readonly status: 'succeeded' }
  /** Tried again at `dueAt`, Unix ms. */
  | { readonly status: 'pending'; readonly dueAt: number }
  /** No more tries, for the reason `code`; kept, resendable. */
  | { readonly status: 'exhausted'; readonly code: string };

export interface Settlement {
  readonly deliveryId: string;
  readonly lease: string | number;
  /** The try, or null when the delivery is given back untried: then it counts as no attempt and leaves health as it is. */
  readonly attempt: Attempt | null;
  readonly next: SettlementNext;
  /** Holds back the whole webhook, in all processes, until this time (DE-3), Unix ms; null to leave it. */
  readonly blockWebhookUntil: number | null;
}

/** How a webhook has fared since its last success (DE-4). */
export interface WebhookHealth {
  /** When the first try failed since the last 2xx, Unix ms; null while there is none. */
  readonly failingSince: number | null;
  /** How many different deliveries were tried since, that first one included. */
  readonly triedSince: number;
}

export interface SettleResult {
  readonly deliveryId: string;
  /** False when the lease was lost: nothing was changed, another worker owns the delivery. */
  readonly settled: boolean;
  /** True when the webhook's row was somebody else's for now: nothing was changed, and the outcome is to be brought again. */
  readonly isBusy?: boolean;
  /** Of the webhook, after this settlement. */
  readonly health: WebhookHealth;
}

export interface Lease {
  readonly deliveryId: string;
  readonly lease: string | number;
}
