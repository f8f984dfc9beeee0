import { describe, expect, it } from 'vitest';
import { addressVerdict } from './address-verdict.ts';

const closed = { allowPrivateNetworks: false };
const open = { allowPrivateNetworks: true };

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
