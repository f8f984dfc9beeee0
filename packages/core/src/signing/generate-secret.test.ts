import { describe, expect, it } from 'vitest';
import { ValidationError } from '../errors/validation-error.ts';
import type { Random } from '../ports/random.ts';
import { decodeSecret } from './decode-secret.ts';
import { generateSecret, publicKeyOf } from './generate-secret.ts';
import vectors from './signatures.vectors.json' with { type: 'json' };
import { systemRandom } from './system-random.ts';

const ones: Random = { number: () => 0, bytes: (size) => new Uint8Array(size).fill(1) };

describe('generateSecret (SI-2)', () => {
  it('is 32 random bytes for v1', () => {
    expect(generateSecret('whsec', ones)).toBe(`whsec_${Buffer.alloc(32, 1).toString('base64')}`);
  });

  it('is a seed with its public key for v1a', () => {
    expect(generateSecret('whsk', ones)).toBe(vectors.standard[2]?.secret);
  });

  it.each(['whsec', 'whsk'] as const)('never gives the same %s twice', (scheme) => {
    const secrets = Array.from({ length: 100 }, () => generateSecret(scheme, systemRandom));
    expect(new Set(secrets).size).toBe(100);
    for (const secret of secrets) expect(decodeSecret(secret).scheme).toBe(scheme);
  });
});

describe('publicKeyOf (SI-2)', () => {
  it('is the public half', () => {
    const publicKey = Buffer.from('8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c', 'hex');
    expect(publicKeyOf(generateSecret('whsk', ones))).toBe(`whpk_${publicKey.toString('base64')}`);
  });

  it('refuses a secret that has none', () => {
    expect(() => publicKeyOf(generateSecret('whsec', ones))).toThrow(ValidationError);
  });
});
