import { BlockList } from 'node:net';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { addressVerdict } from './address-verdict.ts';

const policy = { allowPrivateNetworks: false, allow: [], deny: [] };

/** What is no global unicast address, by the registries of IANA. */
const closed4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Metadata services in global ranges.
  '168.63.129.16/32',
];
const closedIn2000 = ['2001:db8::/32', '2002::/16', '3fff::/20', '2001::/23'];
const openIn2001 = [
  '2001:1::1/128',
  '2001:1::2/128',
  '2001:1::3/128',
  '2001:3::/32',
  '2001:4:112::/48',
  '2001:20::/28',
  '2001:30::/28',
];

// Node's own matching of blocks, so that the guard's is not held against itself.
function blocks(texts: readonly string[], type: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const [network = '', bits] = text.split('/');
    list.addSubnet(network, Number(bits), type);
  }
  return list;
}

const inClosed4 = blocks(closed4, 'ipv4');
const inGlobal6 = blocks(['2000::/3'], 'ipv6');
const inClosed6 = blocks(closedIn2000, 'ipv6');
const inOpen2001 = blocks(openIn2001, 'ipv6');

function isOpen4(address: string): boolean {
  return !inClosed4.check(address, 'ipv4');
}

function isOpen6(address: string): boolean {
  const parts = ipaddr.IPv6.parse(address).parts;
  const isIsatap = ((parts[4] ?? 0) & 0xfdff) === 0 && parts[5] === 0x5efe;
  if (isIsatap || !inGlobal6.check(address, 'ipv6')) return false;
  return !inClosed6.check(address, 'ipv6') || inOpen2001.check(address, 'ipv6');
}

const number4 = fc.integer({ min: 0, max: 0xff_ff_ff_ff });
const text4 = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
const text6 = (value: bigint) =>
  Array.from({ length: 8 }, (_, group) => ((value >> BigInt(112 - 16 * group)) & 0xffffn).toString(16)).join(':');

/** The first and the last address of each block, and their neighbours. */
function edges(texts: readonly string[], bits: bigint): readonly bigint[] {
  return texts.flatMap((text) => {
    const [network = '', prefix] = text.split('/');
    const first = ipaddr
      .parse(network)
      .toByteArray()
      .reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
    const size = 1n << (bits - BigInt(prefix ?? bits));
    const most = (1n << bits) - 1n;
    return [first - 1n, first, first + size - 1n, first + size].filter((value) => value >= 0n && value <= most);
  });
}

describe('the guard', () => {
  it('opens in IPv4 what no registry closes', () => {
    fc.assert(
      fc.property(fc.oneof(number4, fc.constantFrom(...edges(closed4, 32n).map(Number))), (value) => {
        const address = text4(value);
        expect(addressVerdict(address, policy).allowed, address).toBe(isOpen4(address));
      }),
      { numRuns: 3_000 },
    );
  });

  it('opens in IPv6 what no registry closes', () => {
    const lists = [
      '2000::/3',
      '::/128',
      '::1/128',
      'fe80::/10',
      'fec0::/10',
      'fc00::/7',
      'ff00::/8',
      '100::/64',
      '5f00::/16',
    ];
    const boundaries = edges([...lists, ...closedIn2000, ...openIn2001], 128n);
    const anywhere = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });
    // Most of the space is unassigned: what is handed out is to be met often enough.
    const global = anywhere.map((value) => (value >> 3n) | (1n << 125n));
    const low = fc.bigInt({ min: 0n, max: (1n << 96n) - 1n }).map((value) => (0x2001n << 112n) | (value << 3n));
    fc.assert(
      fc.property(fc.oneof(anywhere, global, low, fc.constantFrom(...boundaries)), (value) => {
        const address = text6(value);
        expect(addressVerdict(address, policy).allowed, address).toBe(isOpen6(address));
      }),
      { numRuns: 3_000 },
    );
  });

  it('judges what embeds an IPv4 address by it, or refuses it', () => {
    fc.assert(
      fc.property(fc.oneof(number4, fc.constantFrom(...edges(closed4, 32n).map(Number))), (value) => {
        const [high, low] = [(value >>> 16).toString(16), (value & 0xffff).toString(16)];
        const judged = [`::ffff:${high}:${low}`, `64:ff9b::${high}:${low}`, `::ffff:${text4(value)}`];
        for (const address of judged) {
          expect(addressVerdict(address, policy).allowed, address).toBe(isOpen4(text4(value)));
        }
        const refused = [
          `::${high}:${low}`,
          `::ffff:0:${high}:${low}`,
          `64:ff9b:1::${high}:${low}`,
          `2002:${high}:${low}::1`,
          `2001:0:${high}:${low}::1`,
          `2a00::5efe:${high}:${low}`,
          `2a00::200:5efe:${high}:${low}`,
        ];
        for (const address of refused) expect(addressVerdict(address, policy).allowed, address).toBe(false);
      }),
    );
  });

  it('opens nothing that ipaddr.js does not call unicast, but for the global parts of 2001::/23', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        if (!addressVerdict(address, policy).allowed || inOpen2001.check(address, 'ipv6')) return;
        const range = ipaddr.parse(address).range();
        expect(['unicast', 'ipv4Mapped', 'rfc6052']).toContain(range);
      }),
    );
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        if (addressVerdict(address, policy).allowed) expect(ipaddr.parse(address).range()).toBe('unicast');
      }),
    );
  });
});
