import { describe, expect, it } from 'vitest';
import { AddressRange } from './address-range.ts';
import { addressVerdict } from './address-verdict.ts';

const closed = { allowPrivateNetworks: false, allow: [], deny: [] };
const open = { allowPrivateNetworks: true, allow: [], deny: [] };

function ranges(...texts: readonly string[]): readonly AddressRange[] {
  return texts.map((text) => {
    const parsed = AddressRange.parse(text);
    if (parsed === null) throw new Error(`${text} is no range`);
    return parsed;
  });
}

describe('addressVerdict', () => {
  it.each([
    '1.1.1.1',
    '93.184.216.34',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00::1',
    '::ffff:1.1.1.1',
    '64:ff9b::101:101',
    '64:ff9b::1.1.1.1',
    '0:0:0:0:0:ffff:1.1.1.1',
    '2001:1::1',
    '2001:3::1',
    '2001:4:112::1',
    '2001:20::1',
    '2001:30::1',
    '2001:200::1',
  ])('allows %s', (address) => {
    expect(addressVerdict(address, closed)).toEqual({ allowed: true, range: 'unicast' });
  });

  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.255', 'loopback'],
    ['10.0.0.0', 'private'],
    ['172.16.0.0', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.255.255', 'private'],
    ['100.64.0.0', 'carrierGradeNat'],
    ['100.127.255.255', 'carrierGradeNat'],
    ['169.254.0.1', 'linkLocal'],
    ['::1', 'loopback'],
    ['fe80::1', 'linkLocal'],
    ['fe80::1%eth0', 'linkLocal'],
    ['fc00::1', 'uniqueLocal'],
    ['fdff::1', 'uniqueLocal'],
    ['::ffff:10.0.0.1', 'private'],
    ['::ffff:7f00:1', 'loopback'],
    ['64:ff9b::a00:1', 'private'],
  ])('refuses %s as %s, unless private networks are allowed', (address, range) => {
    expect(addressVerdict(address, closed)).toEqual({ allowed: false, range });
    expect(addressVerdict(address, open)).toEqual({ allowed: true, range });
  });

  it.each([
    ['0.0.0.0', 'unspecified'],
    ['0.255.255.255', 'unspecified'],
    ['192.0.0.1', 'reserved'],
    ['192.0.2.1', 'reserved'],
    ['192.88.99.1', 'reserved'],
    ['198.18.0.1', 'reserved'],
    ['198.19.255.255', 'reserved'],
    ['198.51.100.1', 'reserved'],
    ['203.0.113.1', 'reserved'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['ff02::1', 'multicast'],
    ['fec0::1', 'deprecatedSiteLocal'],
    ['2001:db8::1', 'reserved'],
    ['3fff::1', 'reserved'],
    ['100::1', 'discard'],
    ['5f00::1', 'segmentRouting'],
    ['2001:1ff::1', 'reserved'],
    ['2001:1::4', 'reserved'],
    ['2001:2::1', 'benchmarking'],
    ['2001:4:113::1', 'reserved'],
    ['2001:10::1', 'deprecatedOrchid'],
    ['2001:40::1', 'reserved'],
    ['4000::1', 'unassigned'],
    ['1fff::1', 'unassigned'],
    ['::127.0.0.1', 'unassigned'],
    ['::8.8.8.8', 'unassigned'],
    ['0:0:0:0:0:0:8.8.8.8', 'unassigned'],
    ['::ffff:0:127.0.0.1', 'rfc6145'],
    ['64:ff9b:1::7f00:1', 'rfc6052'],
    ['2002:7f00:1::1', '6to4'],
    ['2001:0:7f00:1::1', 'teredo'],
    ['2a00::5efe:7f00:1', 'isatap'],
    ['2a00::200:5efe:7f00:1', 'isatap'],
    ['fe80::5efe:a9fe:a9fe', 'isatap'],
    ['169.254.169.254', 'metadata'],
    ['169.254.170.2', 'metadata'],
    ['169.254.170.23', 'metadata'],
    ['100.100.100.200', 'metadata'],
    ['168.63.129.16', 'metadata'],
    ['192.0.0.192', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['fd00:ec2::254%eth0', 'metadata'],
    ['fd20:ce::254', 'metadata'],
    ['::ffff:169.254.169.254', 'metadata'],
    ['64:ff9b::a9fe:a9fe', 'metadata'],
    ['', 'invalid'],
    ['0x7f.1', 'invalid'],
    ['127.1', 'invalid'],
    ['2130706433', 'invalid'],
    ['0177.0.0.1', 'invalid'],
    ['[::1]', 'invalid'],
    ['example.com', 'invalid'],
  ])('refuses %s as %s, whatever is allowed', (address, range) => {
    expect(addressVerdict(address, closed)).toEqual({ allowed: false, range });
    expect(addressVerdict(address, open)).toEqual({ allowed: false, range });
  });
});

describe('what a host allows and denies', () => {
  it.each([
    { address: '10.1.2.3', allow: ['10.0.0.0/8'] },
    { address: '::ffff:10.1.2.3', allow: ['10.0.0.0/8'] },
    { address: '64:ff9b::a01:203', allow: ['10.1.2.3'] },
    { address: 'fd00::5', allow: ['fd00::/64'] },
    { address: '127.0.0.1', allow: ['127.0.0.1'] },
    { address: '203.0.113.9', allow: ['0.0.0.0/0'] },
    { address: '169.254.169.254', allow: ['169.254.169.254'] },
    { address: '169.254.169.254', allow: ['169.254.169.254/32'] },
    { address: 'fd00:ec2::254', allow: ['fd00:ec2::254'] },
  ])('$address is opened by $allow', ({ address, allow }) => {
    expect(addressVerdict(address, { ...closed, allow: ranges(...allow) }).allowed).toBe(true);
  });

  it.each([
    { address: '10.1.2.3', allow: ['11.0.0.0/8', 'fd00::/8'] },
    { address: '169.254.169.254', allow: ['169.254.0.0/16', '0.0.0.0/0', '169.254.169.254/31'] },
    { address: '::ffff:169.254.169.254', allow: ['::/0'] },
    { address: '168.63.129.16', allow: ['168.63.129.0/24'] },
    { address: 'fd00:ec2::254', allow: ['fd00::/8', '::/0', 'fd00:ec2::254/127'] },
    { address: '169.254.170.2', allow: ['169.254.169.254'] },
  ])('$address is not opened by $allow', ({ address, allow }) => {
    expect(addressVerdict(address, { ...open, allowPrivateNetworks: false, allow: ranges(...allow) }).allowed).toBe(
      false,
    );
  });

  it.each([
    { address: '1.1.1.1', deny: ['1.1.1.0/24'] },
    { address: '::ffff:1.1.1.1', deny: ['1.1.1.1'] },
    { address: '64:ff9b::101:101', deny: ['64:ff9b::/96'] },
    { address: '2606:4700::1', deny: ['2606::/16'] },
  ])('$address is closed by $deny, whatever is allowed', ({ address, deny }) => {
    const allow = ranges(address.includes('.') ? '0.0.0.0/0' : '::/0', ...(address.includes(':') ? [] : [address]));
    expect(addressVerdict(address, { allowPrivateNetworks: true, allow, deny: ranges(...deny) })).toEqual({
      allowed: false,
      range: 'denied',
    });
  });

  it.each([
    '',
    '10',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    'fd00::/129',
    'fe80::1%eth0',
    '010.0.0.0/8',
    '0x0a.0.0.0',
    'example.com',
    '10.0.0.0/',
    '10.0.0.0/ 8',
  ])('%j is no range', (text) => {
    expect(AddressRange.parse(text)).toBe(null);
  });
});
