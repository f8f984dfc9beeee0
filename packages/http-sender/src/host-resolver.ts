import { lookup } from 'node:dns/promises';

/** One answer to a name, shaped like `dns.LookupAddress`. */
export interface ResolvedAddress {
  readonly address: string;
  /** 4 or 6. */
  readonly family: number;
}

/**
 * Resolves a host name to all of its addresses. Asked once per new connection, never for a kept-alive one.
 *
 * A rejection and an empty list are `DNS_FAILED`.
 */
export type HostResolver = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** The system's resolver, hosts file included, in the order in which it answers. */
export const systemResolver: HostResolver = (hostname) => lookup(hostname, { all: true });
