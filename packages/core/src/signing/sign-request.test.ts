import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import type { StoredSecret } from '../model/stored-webhook.ts';
import type { SigningScheme } from '../model/webhook-settings.ts';
import { generateSecret } from './generate-secret.ts';
import { type RequestSigning, signatureHeaders, standardHeaderNames } from './sign-request.ts';
import { signStandard } from './sign-standard.ts';
import { systemRandom } from './system-random.ts';

const id = '0193594c-4a00-7abc-8def-0123456789ab';
const now = Math.floor(Date.now() / 1_000) * 1_000;
const timestamp = now / 1_000;
const text = '[{"name":"Ünïcode"}]';
const body = new TextEncoder().encode(text);

const current = generateSecret('whsec', systemRandom);
const rotated = generateSecret('whsec', systemRandom);
const asymmetric = generateSecret('whsk', systemRandom);
const rotatedAsymmetric = generateSecret('whsk', systemRandom);

function headersOf(webhook: Partial<RequestSigning['webhook']>, vendorEncoding: 'hex' | 'base64' = 'hex') {
  return signatureHeaders({
    webhook: { signature: null, secrets: [], settings: {}, ...webhook },
    id,
    timestampSeconds: timestamp,
    message: new TextEncoder().encode(`${id}.${timestamp}.${text}`),
    body,
    now,
    vendorEncoding,
    names: standardHeaderNames,
  });
}

const valid = (value: string): StoredSecret => ({ value, expiresAt: null });
const signed = (secret: string): string => signStandard({ secret, id, timestamp, body });

describe('signatureHeaders', () => {
  it.each(['hex', 'base64'] as const)('SI-1, SI-3: signs the vendor’s way in %s, under that name alone', (encoding) => {
    const signature = '0b3e5a0e-7a3b-4c5d-9e6f-1a2b3c4d5e6f';
    const headers = headersOf({ signature, secrets: [valid(current)] }, encoding);
    expect(headers).toEqual({
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'WebHook-Signature': createHmac('sha256', signature).update(body).digest(encoding),
    });
  });

  it('SI-2, SI-3: signs by Standard Webhooks, as its verifier wants it', () => {
    const headers = headersOf({ secrets: [valid(current)] });
    expect(headers).toEqual({
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signed(current),
    });
    expect(new Webhook(current).verify(text, headers)).toEqual(JSON.parse(text));
  });

  it('SI-4: signs with the old secret too while it overlaps', () => {
    const headers = headersOf({ secrets: [valid(current), { value: rotated, expiresAt: now + 1 }] });
    expect(headers['webhook-signature']).toBe(`${signed(current)} ${signed(rotated)}`);
    for (const secret of [current, rotated]) expect(() => new Webhook(secret).verify(text, headers)).not.toThrow();
  });

  it.each([now, now - 1])('SI-4: does not sign with a secret that expired at %i', (expiresAt) => {
    const headers = headersOf({ secrets: [valid(current), { value: rotated, expiresAt }] });
    expect(headers['webhook-signature']).toBe(signed(current));
  });

  it.each<{ signing: SigningScheme | undefined; signers: readonly string[] }>([
    { signing: undefined, signers: [current, rotated] },
    { signing: 'v1', signers: [current, rotated] },
    { signing: 'v1a', signers: [asymmetric, rotatedAsymmetric] },
    { signing: 'v1+v1a', signers: [current, asymmetric, rotated, rotatedAsymmetric] },
  ])('SI-2: signs by $signing', ({ signing, signers }) => {
    const secrets = [
      valid(current),
      valid(asymmetric),
      { value: rotated, expiresAt: now + 1 },
      { value: rotatedAsymmetric, expiresAt: now + 1 },
    ];
    const headers = headersOf({ secrets, settings: { signing } });
    expect(headers['webhook-signature']).toBe(signers.map(signed).join(' '));
  });

  it('bears no signature where no secret is current', () => {
    expect(headersOf({ secrets: [{ value: current, expiresAt: now }] })).not.toHaveProperty('webhook-signature');
  });
});
