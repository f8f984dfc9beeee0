import { verify } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { ValidationError } from '../errors/validation-error.ts';
import { generateSecret, publicKeyOf } from './generate-secret.ts';
import { signStandard } from './sign-standard.ts';
import vectors from './signatures.vectors.json' with { type: 'json' };
import { systemRandom } from './system-random.ts';

describe('signStandard (SI-2)', () => {
  it.each(vectors.standard)('gives the known signature of $id', ({ signature, ...signing }) => {
    expect(signStandard(signing)).toBe(signature);
    expect(signStandard({ ...signing, body: new TextEncoder().encode(signing.body) })).toBe(signature);
  });

  it('makes v1 signatures that standardwebhooks verifies, of text as of bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uuid(), (body, id) => {
        const secret = generateSecret('whsec', systemRandom);
        const timestamp = Math.floor(Date.now() / 1_000);
        const signature = signStandard({ secret, id, timestamp, body: new TextEncoder().encode(body) });
        expect(signStandard({ secret, id, timestamp, body })).toBe(signature);
        const headers = { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature };
        expect(() => new Webhook(secret).verify(body, headers, { jsonParse: false })).not.toThrow();
      }),
      // Its SHA-256 is plain JavaScript, and slow.
      { numRuns: 20 },
    );
  });

  it('makes v1 signatures of this body alone', () => {
    const secret = generateSecret('whsec', systemRandom);
    const timestamp = Math.floor(Date.now() / 1_000);
    const signature = signStandard({ secret, id: 'msg_1', timestamp, body: '{}' });
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(timestamp), 'webhook-signature': signature };
    expect(() => new Webhook(secret).verify('{} ', headers)).toThrow('No matching signature');
  });

  it('makes v1a signatures that the public key verifies, of text as of bytes', () => {
    const secret = generateSecret('whsk', systemRandom);
    const key = {
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKeyOf(secret).slice(5), 'base64').toString('base64url') },
      format: 'jwk' as const,
    };
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (body) => {
        const signing = { secret, id: 'msg_1', timestamp: 1_614_265_330, body };
        const signature = signStandard(signing);
        expect(signStandard({ ...signing, body: new TextEncoder().encode(body) })).toBe(signature);
        const bytes = Buffer.from(signature.slice('v1a,'.length), 'base64');
        expect(verify(null, Buffer.from(`msg_1.1614265330.${body}`), key, bytes)).toBe(true);
        expect(verify(null, Buffer.from(`msg_2.1614265330.${body}`), key, bytes)).toBe(false);
      }),
    );
  });

  const base64 = (size: number): string => Buffer.alloc(size, 7).toString('base64');

  it.each([24, 32, 64])('takes a whsec_ secret of %i bytes', (size) => {
    expect(signStandard({ secret: `whsec_${base64(size)}`, id: 'a', timestamp: 1, body: '' })).toMatch(/^v1,.{44}$/);
  });

  it.each([
    { name: 'no prefix', secret: base64(32) },
    { name: 'a public key', secret: `whpk_${base64(32)}` },
    { name: 'nothing', secret: '' },
    { name: '23 bytes', secret: `whsec_${base64(23)}` },
    { name: '65 bytes', secret: `whsec_${base64(65)}` },
    { name: 'no base64', secret: `whsec_${'#'.repeat(32)}` },
    { name: 'a seed alone', secret: `whsk_${base64(32)}` },
    { name: '65 bytes of pair', secret: `whsk_${base64(65)}` },
  ])('SI-4: refuses $name and does not tell the secret', ({ secret }) => {
    let thrown: unknown;
    try {
      signStandard({ secret, id: 'a', timestamp: 1, body: '' });
    } catch (error) {
      thrown = error;
    }
    expect(ValidationError.is(thrown)).toBe(true);
    const { issues, message } = thrown as ValidationError;
    expect(issues).toMatchObject([{ path: 'secret', code: 'INVALID_VALUE' }]);
    if (secret !== '') expect(message).not.toContain(secret.slice(6));
  });
});
