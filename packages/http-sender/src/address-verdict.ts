import { isIP } from 'node:net';
import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js';
import { AddressRange, parseAddress } from './address-range.ts';

/** What the host opens beyond global unicast, and what it closes of it. */
export interface AddressPolicy {
  /** Loopback, private, link-local, shared (100.64/10) and unique local (fc00::/7) ranges too. Never a metadata service. */
  readonly allowPrivateNetworks: boolean;
  /** Opened whatever they are; a metadata service by its exact address alone. */
  readonly allow: readonly AddressRange[];
  /** Closed whatever else is said. */
  readonly deny: readonly AddressRange[];
}

export interface AddressVerdict {
  readonly allowed: boolean;
  /** The range that decided: `unicast`, `loopback`, `private`, `metadata`, …; `invalid` when it is no IP address. */
  readonly range: string;
}

const privateRanges: ReadonlySet<string> = new Set([
  'loopback',
  'private',
  'linkLocal',
  'carrierGradeNat',
  'uniqueLocal',
]);

// Services of cloud providers that hand credentials to whoever can reach them. Some lie in global ranges.
const metadataAddresses: ReadonlySet<string> = new Set(
  [
    '169.254.169.254',
    '169.254.170.2',
    '169.254.170.23',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    'fd00:ec2::254',
    'fd20:ce::254',
  ].map((address) => ipaddr.parse(address).toNormalizedString()),
);

/** What of 2001::/23, which is for protocols, is reachable all the same (IANA's special-purpose registry). */
const globalOf2001: readonly AddressRange[] = [
  '2001:1::1',
  '2001:1::2',
  '2001:1::3',
  '2001:3::/32',
  '2001:4:112::/48',
  '2001:20::/28',
  '2001:30::/28',
].map(range);
const protocols = range('2001::/23');

/**
 * Whether a connection to this address may be opened: global unicast and nothing else, unless the policy says otherwise. An
 * IPv6 form that embeds an IPv4 address is judged by it where the embedding is the plain one (mapped, NAT64's well-known
 * prefix), and refused outright otherwise.
 *
 * @param address - as a resolver or a socket gives it; every spelling but the canonical ones is `invalid`
 */
export function addressVerdict(address: string, policy: AddressPolicy): AddressVerdict {
  if (isIP(address) === 0) return { allowed: false, range: 'invalid' };
  const parsed = parseAddress(address);
  const embedded = embeddedIn(parsed);
  const isIn = (one: AddressRange): boolean => one.contains(parsed) || (embedded !== null && one.contains(embedded));
  if (policy.deny.some(isIn)) return { allowed: false, range: 'denied' };
  const kind = rangeOf(embedded ?? parsed);
  const opened = kind === 'metadata' ? policy.allow.filter(({ isExact }) => isExact) : policy.allow;
  if (opened.some(isIn)) return { allowed: true, range: kind };
  return { allowed: kind === 'unicast' || (policy.allowPrivateNetworks && privateRanges.has(kind)), range: kind };
}

/** The IPv4 address to which a connection to this one goes, or null. */
function embeddedIn(address: IPv4 | IPv6): IPv4 | null {
  if (isIPv4(address)) return null;
  const [, , p2 = 0, , , , p6 = 0, p7 = 0] = address.parts;
  const kind = address.range();
  const isEmbedding = kind === 'ipv4Mapped' || (kind === 'rfc6052' && p2 === 0);
  return isEmbedding ? new ipaddr.IPv4([p6 >> 8, p6 & 0xff, p7 >> 8, p7 & 0xff]) : null;
}

function rangeOf(address: IPv4 | IPv6): string {
  if (isIPv4(address)) return metadataAddresses.has(address.toNormalizedString()) ? 'metadata' : address.range();
  const { parts } = address;
  const [p0 = 0, , , , p4 = 0, p5 = 0] = parts;
  // Not the text of the whole address: it would carry a zone id.
  if (metadataAddresses.has(parts.map((part) => part.toString(16)).join(':'))) return 'metadata';
  if ((p4 & 0xfdff) === 0 && p5 === 0x5efe) return 'isatap';
  if (protocols.contains(address)) {
    return globalOf2001.some((one) => one.contains(address)) ? 'unicast' : specialOr(address.range());
  }
  const kind = address.range();
  // Only 2000::/3 is handed out; the library calls the rest of the unassigned space unicast too.
  return kind === 'unicast' && p0 >> 13 !== 1 ? 'unassigned' : kind;
}

function specialOr(kind: string): string {
  return kind === 'unicast' ? 'reserved' : kind;
}

function range(text: string): AddressRange {
  const parsed = AddressRange.parse(text);
  if (parsed === null) throw new RangeError(`${text} is no range of addresses`);
  return parsed;
}

function isIPv4(address: IPv4 | IPv6): address is IPv4 {
  return address.kind() === 'ipv4';
}
