import type { WebhookStore } from '@hookwright/core';

/** A store on a database of its own, and what a benchmark does to that database besides. */
export interface ClaimStand<Tx> {
  readonly store: WebhookStore<Tx>;
  /** Runs `work` in a transaction as a host would, and commits it. */
  transact(work: (transaction: Tx) => Promise<unknown>): Promise<void>;
  /** What the database itself would have done by now: statistics, vacuum, checkpoint. */
  maintain(): Promise<void>;
  /** What `holdTransaction` leaves open, in words. */
  readonly heldTransaction: string;
  /**
   * Begins a transaction as a host would, and leaves it open.
   *
   * @param write - is run in it, where one that has written can stay open
   * @returns undoes and ends it
   */
  holdTransaction(write: (transaction: Tx) => Promise<unknown>): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
