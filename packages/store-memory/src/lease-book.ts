import { Chain } from './chain.ts';
import { Lease } from './lease.ts';

interface Leasable<Row> {
  lease: Lease<Row> | null;
}

/** All current leases in the order in which they end. */
export class LeaseBook<Row extends Leasable<Row>> {
  readonly #chain = new Chain<Lease<Row>>();
  readonly #byToken = new Map<string | number, Lease<Row>>();
  #lastToken = 0;

  /** The lease that ends first. */
  get first(): Lease<Row> | null {
    return this.#chain.first;
  }

  /** @param token - from whoever claims to hold it */
  find(token: string | number): Lease<Row> | undefined {
    return this.#byToken.get(token);
  }

  grant(row: Row, until: number): Lease<Row> {
    this.#lastToken += 1;
    const lease = new Lease(row, this.#lastToken, until);
    row.lease = lease;
    this.#byToken.set(lease.token, lease);
    this.#insert(lease);
    return lease;
  }

  extend(lease: Lease<Row>, until: number): void {
    this.#chain.remove(lease);
    lease.until = until;
    this.#insert(lease);
  }

  end(lease: Lease<Row>): void {
    this.#chain.remove(lease);
    this.#byToken.delete(lease.token);
    lease.row.lease = null;
  }

  // Leases are mostly of one length, so a new one nearly always ends last.
  #insert(lease: Lease<Row>): void {
    let place = this.#chain.last;
    while (place !== null && place.until > lease.until) place = place.prev;
    this.#chain.insertAfter(place, lease);
  }
}
