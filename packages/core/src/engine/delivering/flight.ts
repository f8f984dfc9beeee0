import type { ClaimedDelivery } from '../../ports/claim.ts';

/** A claimed delivery that is being sent. */
export interface Flight {
  readonly claim: ClaimedDelivery;
  /** Unix ms. */
  readonly startedAt: number;
}
