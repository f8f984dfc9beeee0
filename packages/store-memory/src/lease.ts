import type { Link } from './chain.ts';

/** One claim of one delivery. */
export class Lease<Row> implements Link<Lease<Row>> {
  readonly row: Row;
  /** The fence: unique over the life of the store. */
  readonly token: number;
  /** Unix ms from which it counts as none. */
  until: number;
  /** The webhook was deleted meanwhile: without a success, the delivery ends with it (DE-4). */
  isDoomed = false;
  prev: Lease<Row> | null = null;
  next: Lease<Row> | null = null;

  constructor(row: Row, token: number, until: number) {
    this.row = row;
    this.token = token;
    this.until = until;
  }
}
