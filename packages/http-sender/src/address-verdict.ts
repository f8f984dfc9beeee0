import { isIP } from 'node:net';
import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js';

/** What the host opens beyond global unicast. */
export interface AddressPolicy {
  /** Loopback, private, link-local, shared (100.64/10) and unique local (fc00::/7) ranges too. Never a metadata service. */
  readonly allowPrivateNetworks: boolean;
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

/**
 * Whether a connection to this address may be opened: global unicast and nothing else, unless the policy opens more. An
 * IPv6 form that embeds an IPv4 address is judged by it where the embedding is the plain one (mapped, NAT64's well-known
 * prefix), and refused outright otherwise.
 *
 * @param address - as a resolver or a socket gives it; every spelling but the canonical ones is `invalid`
 */
export function addressVerdict(address: string, policy: AddressPolicy): AddressVerdict {
  if (isIP(address) === 0) return { allowed: false, range: 'invalid' };
  const range = rangeOf(ipaddr.parse(isIP(address) === 6 ? withoutDottedTail(address) : address));
  return { allowed: range === 'unicast' || (policy.allowPrivateNetworks && privateRanges.has(range)), range };
}

function rangeOf(address: IPv4 | IPv6): string {
  if (isIPv4(address)) return metadataAddresses.has(address.toNormalizedString()) ? 'metadata' : address.range();
  const [p0 = 0, p1 = 0, p2 = 0, p3 = 0, p4 = 0, p5 = 0, p6 = 0, p7 = 0] = address.parts;
  // Not the text of the whole address: it would carry a zone id.
  if (metadataAddresses.has([p0, p1, p2, p3, p4, p5, p6, p7].map((part) => part.toString(16)).join(':'))) {
    return 'metadata';
  }
  if ((p4 & 0xfdff) === 0 && p5 === 0x5efe) return 'isatap';
  const range = address.range();
  const isNat64 = range === 'rfc6052' && p2 === 0;
  if (range === 'ipv4Mapped' || isNat64) return rangeOf(new ipaddr.IPv4([p6 >> 8, p6 & 0xff, p7 >> 8, p7 & 0xff]));
  // Only 2000::/3 is handed out; the library calls the rest of the unassigned space unicast too.
  return range === 'unicast' && p0 >> 13 !== 1 ? 'unassigned' : range;
}

/** The library reads `::1.2.3.4` as the mapped `::ffff:1.2.3.4`, which is another address. */
function withoutDottedTail(address: string): string {
  return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)/, (_tail, a, b, c, d) => {
    const groups = [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)];
    return groups.map((group) => group.toString(16)).join(':');
  });
}

function isIPv4(address: IPv4 | IPv6): address is IPv4 {
  return address.kind() === 'ipv4';
}
