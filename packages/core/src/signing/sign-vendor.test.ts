import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signVendor } from './sign-vendor.ts';

describe('signVendor (SI-1)', () => {
  // RFC 4231, case 2.
  const signature = 'Jefe';
  const body = 'what do ya want for nothing?';
  const hex = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';

  it('is the HMAC-SHA256 of the body in lower-case hex', () => {
    expect(signVendor({ signature, body })).toBe(hex);
    expect(signVendor({ signature, body: new TextEncoder().encode(body), encoding: 'hex' })).toBe(hex);
  });

  it('is base64 on request', () => {
    expect(signVendor({ signature, body, encoding: 'base64' })).toBe(Buffer.from(hex, 'hex').toString('base64'));
  });

  it.each(['0b3e5a0e-7a3b-4c5d-9e6f-1a2b3c4d5e6f', '0B3E5A0E-7A3B-4C5D-9E6F-1A2B3C4D5E6F', 'ключ'])(
    'has the UTF-8 of "%s" for its key, as it is',
    (key) => {
      const expected = createHmac('sha256', Buffer.from(key)).update('{"ä":1}').digest('hex');
      expect(signVendor({ signature: key, body: '{"ä":1}' })).toBe(expected);
    },
  );
});
