import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { verifySignature } from './verify-signature.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const id = '0190c5a4-6f3c-7a55-8a0e-4d4c3f0f9a11';
const at = new Date(1_614_265_330_000);
const body = '[{"event":"Account.Create"}]';
const signed = {
  'webhook-id': id,
  'webhook-timestamp': '1614265330',
  'webhook-signature': new Webhook(secret).sign(id, at, body),
};

describe('verifySignature by Standard Webhooks v1 (SI-2)', () => {
  it("accepts what the reference library signs, in the body's bytes or text and headers of any case", () => {
    const shouted = Object.fromEntries(Object.entries(signed).map(([name, value]) => [name.toUpperCase(), value]));
    expect(verifySignature({ headers: signed, body }, { secret })).toBe(true);
    expect(verifySignature({ headers: shouted, body: Buffer.from(body) }, { secret })).toBe(true);
  });

  it('accepts one valid signature among others (SI-4)', () => {
    const several = { ...signed, 'webhook-signature': `v1,AAAA v1a,BBBB ${signed['webhook-signature']}` };
    expect(verifySignature({ headers: several, body }, { secret })).toBe(true);
  });

  it.each([
    { name: 'another body', headers: signed, body: `${body} ` },
    { name: 'another id', headers: { ...signed, 'webhook-id': 'other' }, body },
    { name: 'another time', headers: { ...signed, 'webhook-timestamp': '1614265331' }, body },
    { name: 'an id with a dot', headers: { ...signed, 'webhook-id': `${id}.1` }, body },
    { name: 'another version', headers: { ...signed, 'webhook-signature': 'v2,AAAA' }, body },
    { name: 'no headers', headers: {}, body },
  ])('refuses $name', ({ headers, body }) => {
    expect(verifySignature({ headers, body }, { secret })).toBe(false);
  });

  it('refuses what another secret signed', () => {
    expect(verifySignature({ headers: signed, body }, { secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' })).toBe(
      false,
    );
  });
});

describe('verifySignature by Standard Webhooks v1a (SI-2)', () => {
  const publicKey = 'whpk_iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=';
  const headers = {
    'webhook-id': 'msg_2sQ8v4bWq7tHf1Nn9YkPzR3c',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1a,2mI3zbNZoXpClSTCyCOzPPzRZuGeBwEXJKdwCEau0PTusHGInHfOuH90VLfvc1dsJA1h+Y9hdJNPt2tnkByUCg==',
  };

  it('accepts the right bytes and no others', () => {
    expect(verifySignature({ headers, body: '{"test": 2432232314}' }, { publicKey })).toBe(true);
    expect(verifySignature({ headers, body: '{"test": 2432232315}' }, { publicKey })).toBe(false);
  });
});

describe("verifySignature by the vendor's signature (SI-1)", () => {
  const signature = '3f2b1c9a-0d7e-4a55-8f6b-2c1d0e9f8a7b';
  const sign = (encoding: 'hex' | 'base64') => ({
    'WebHook-Signature': createHmac('sha256', signature).update(body).digest(encoding),
  });

  it('accepts hex, and base64 where it is asked for', () => {
    expect(verifySignature({ headers: sign('hex'), body }, { signature })).toBe(true);
    expect(verifySignature({ headers: sign('base64'), body }, { signature, encoding: 'base64' })).toBe(true);
    expect(verifySignature({ headers: sign('base64'), body }, { signature })).toBe(false);
    expect(verifySignature({ headers: sign('hex'), body: '[]' }, { signature })).toBe(false);
  });
});

it('asks for exactly one kind of key', () => {
  expect(() => verifySignature({ headers: signed, body }, {})).toThrow(TypeError);
  expect(() => verifySignature({ headers: signed, body }, { secret, signature: 'x' })).toThrow(TypeError);
  expect(() => verifySignature({ headers: signed, body }, { secret: 'plain' })).toThrow('whsec_');
});
