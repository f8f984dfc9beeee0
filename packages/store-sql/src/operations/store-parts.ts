import type { DialectName, QueryBuilder } from '../schema/query-builder.ts';
import type { Database } from '../session/database.ts';
import type { DispatchSql } from '../session/dispatch-sql.ts';
import type { Work } from '../session/work.ts';
import type { WebhookRows } from './webhook-rows.ts';

/** What the operations work with. */
export interface StoreParts<Tx> {
  readonly dialect: DialectName;
  readonly database: Database<Tx>;
  readonly builder: QueryBuilder;
  readonly dispatchSql: DispatchSql;
  readonly webhooks: WebhookRows;
}

/** Writes in the host's transaction where there is one, else in one of the store's own. */
export function write<Tx, Result>(
  { database }: StoreParts<Tx>,
  transaction: Tx | undefined,
  work: () => Work<Result>,
): Promise<Result> {
  return transaction === undefined ? database.transact(work) : database.within(transaction, work);
}

/** Reads as the host's transaction sees it where there is one, else what is committed. */
export function read<Tx, Result>(
  { database }: StoreParts<Tx>,
  transaction: Tx | undefined,
  work: () => Work<Result>,
): Promise<Result> {
  return transaction === undefined ? database.run(work) : database.within(transaction, work);
}
