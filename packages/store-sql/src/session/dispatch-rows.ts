import { numberOrNull, readLane } from '../lanes/lane-row.ts';
import type { Driven } from '../schema/query-builder.ts';
import type { LanesTable } from '../schema/tables.ts';
import type { SqlRow } from '../sql-executor.ts';
import type { LockedLane } from './dispatch-sql.ts';

export function readLocked(row: SqlRow): LockedLane {
  return { lane: readLane(row as Driven<LanesTable>), nextAt: numberOrNull(row.next_at) };
}

/** Rows of a statement that selects the columns of `Row`. */
export function asRows<Row>(rows: readonly SqlRow[]): readonly Driven<Row>[] {
  return rows as readonly Driven<Row>[];
}
