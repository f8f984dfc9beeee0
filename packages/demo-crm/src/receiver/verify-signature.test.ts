import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { verifySignature } from './verify-signature.ts';

const body = Buffer.from('[{"event":"Account.Create"}]');
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const sentAt = new Date();

const standardHeaders = (signedWith: string) => ({
  'webhook-id': 'delivery-1',
  'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
  'webhook-signature': new Webhook(signedWith).sign('delivery-1', sentAt, body.toString()),
});

describe('verifySignature', () => {
  const standard = { scheme: 'standard', secret } as const;
  const vendor = { scheme: 'vendor', signature: '5f0c1f3e-8f5e-4f0e-9a53-0d8a2b1c7e11' } as const;
  const hmac = createHmac('sha256', vendor.signature).update(body).digest('hex');

  it('takes what is signed rightly', () => {
    expect(verifySignature(standard, standardHeaders(secret), body)).toBeNull();
    expect(verifySignature(vendor, { 'webhook-signature': hmac }, body)).toBeNull();
  });

  it.each([
    { fault: 'another secret', headers: standardHeaders(`whsec_${Buffer.alloc(24, 8).toString('base64')}`), body },
    { fault: 'another body', headers: standardHeaders(secret), body: Buffer.from('[]') },
    { fault: 'another id', headers: { ...standardHeaders(secret), 'webhook-id': 'delivery-2' }, body },
    { fault: 'an old time', headers: { ...standardHeaders(secret), 'webhook-timestamp': '1700000000' }, body },
    { fault: 'no headers', headers: {}, body },
  ])('refuses a standard signature with $fault', ({ headers, body: sent }) => {
    expect(verifySignature(standard, headers, sent)).toEqual(expect.any(String));
  });

  it.each([
    { fault: 'another body', headers: { 'webhook-signature': hmac }, body: Buffer.from('[]') },
    { fault: 'upper case', headers: { 'webhook-signature': hmac.toUpperCase() }, body },
    { fault: 'a part of it', headers: { 'webhook-signature': hmac.slice(1) }, body },
    { fault: 'no header', headers: {}, body },
  ])("refuses the vendor's signature with $fault", ({ headers, body: sent }) => {
    expect(verifySignature(vendor, headers, sent)).toEqual(expect.any(String));
  });
});
