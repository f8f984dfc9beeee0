import { createPublicKey } from 'node:crypto';
import { ValidationError } from '../errors/validation-error.ts';
import type { Random } from '../ports/random.ts';
import { encodeBase64 } from './base64.ts';
import { decodeSecret } from './decode-secret.ts';
import { ed25519Key } from './ed25519-key.ts';

const keyBytes = 32;

/**
 * A new Standard Webhooks secret (SI-2): `whsec_` with 32 random bytes, or `whsk_` with an ed25519 seed and its public key.
 *
 * @param random - fit for secrets: {@link systemRandom}, but in tests
 */
export function generateSecret(scheme: 'whsec' | 'whsk', random: Random): string {
  const bytes = random.bytes(keyBytes);
  if (scheme === 'whsec') return `whsec_${encodeBase64(bytes)}`;
  // The key stands at the end of its DER.
  const publicKey = createPublicKey(ed25519Key(bytes)).export({ type: 'spki', format: 'der' }).subarray(-keyBytes);
  const pair = new Uint8Array(2 * keyBytes);
  pair.set(bytes);
  pair.set(publicKey, keyBytes);
  return `whsk_${encodeBase64(pair)}`;
}

/**
 * The public key of a `whsk_` secret, `whpk_…`, for receivers that verify `v1a` (SI-2).
 *
 * @throws {@link ValidationError} `INVALID_VALUE` at `secret` for a secret of another kind
 */
export function publicKeyOf(secret: string): string {
  const material = decodeSecret(secret);
  if (material.scheme === 'whsk') return `whpk_${encodeBase64(material.publicKey)}`;
  const message = 'expected a "whsk_" secret; one that starts with "whsec_" has no public key';
  throw new ValidationError([{ path: 'secret', code: 'INVALID_VALUE', message }]);
}
