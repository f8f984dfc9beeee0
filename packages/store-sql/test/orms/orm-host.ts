import type { Row } from '../databases/test-database.ts';

/** One transaction of an ORM's. */
export interface OrmTransaction {
  /** What the host passes as `transaction`. */
  readonly handle: unknown;
  /** Runs a statement of the host's through the ORM. @param sql - with the values in it */
  run(sql: string): Promise<unknown>;
}

/** A host that speaks to its database through an ORM. */
export interface OrmHost {
  readonly name: string;
  /** In a transaction of the ORM's, which commits when `work` resolves and is rolled back when it throws. */
  transact<Result>(work: (transaction: OrmTransaction) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** What some drivers answer for a statement without rows is no list. */
export function rowsOf(answer: unknown): readonly Row[] {
  return Array.isArray(answer) ? (answer as readonly Row[]) : [];
}
