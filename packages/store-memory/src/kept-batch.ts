import type { EnqueueResult } from '@hookwright/core';

/** What a batch with an idempotency key was answered; kept for as long as one of its deliveries is. */
export interface KeptBatch {
  readonly key: string;
  readonly result: EnqueueResult;
  /** How many of its deliveries are still kept. */
  deliveries: number;
}
