import type { Work } from './work.ts';

/** A database as the operations use it: its own connections, and the host's transaction where a call carries one. */
export interface Database<Tx> {
  /** Runs work without a transaction around it: reads, or one statement that writes. Again, where a conflict with others ended it. */
  run<Result>(work: () => Work<Result>): Promise<Result>;
  /**
   * Runs work in a transaction of the store's own; again, when a conflict with others ended it.
   * @throws what the work throws, after a rollback
   */
  transact<Result>(work: () => Work<Result>): Promise<Result>;
  /** Runs work in the host's transaction. What it wrote is undone when it throws; the transaction stays usable. */
  within<Result>(transaction: Tx, work: () => Work<Result>): Promise<Result>;
  /**
   * Makes the connections usable.
   * @throws {@link WebhookError} `DATABASE_TOO_OLD`, `DRIVER_MISSING`
   */
  open(): Promise<void>;
  /** Frees what was opened here, never what the host passed in. */
  close(): Promise<void>;
  /** The database's clock minus this process's, in ms. */
  clockOffsetMs(): number | Promise<number>;
  /** In a transaction: makes processes that migrate the same tables do so one after the other. */
  lockMigrations(): Work<void>;
  /** Ends that where the transaction's end does not. */
  unlockMigrations(): Work<void>;
}
