import { ValidationError } from '../errors/validation-error.ts';
import { decodeBase64 } from './base64.ts';

/** A Standard Webhooks secret taken apart (SI-2). */
export type SecretMaterial =
  | { readonly scheme: 'whsec' /** 24…64 bytes. */; readonly key: Uint8Array }
  | {
      readonly scheme: 'whsk' /** 32 bytes. */;
      readonly seed: Uint8Array /** 32 bytes. */;
      readonly publicKey: Uint8Array;
    };

const seedBytes = 32;

/**
 * @param secret - `whsec_` or `whsk_` and base64: 24…64 bytes of key, or 32 of ed25519 seed and 32 of its public key
 * @throws {@link ValidationError} `INVALID_VALUE` at `secret` for anything else; the message does not show it (SI-4)
 */
export function decodeSecret(secret: string): SecretMaterial {
  if (secret.startsWith('whsec_')) {
    const key = decode(secret.slice('whsec_'.length));
    if (key !== null && key.length >= 24 && key.length <= 64) return { scheme: 'whsec', key };
    throw invalidSecret('expected 24 to 64 bytes in base64 after "whsec_"');
  }
  if (secret.startsWith('whsk_')) {
    const pair = decode(secret.slice('whsk_'.length));
    if (pair !== null && pair.length === 2 * seedBytes) {
      return { scheme: 'whsk', seed: pair.subarray(0, seedBytes), publicKey: pair.subarray(seedBytes) };
    }
    throw invalidSecret('expected 64 bytes, seed and public key, in base64 after "whsk_"');
  }
  throw invalidSecret('expected a secret that starts with "whsec_" or "whsk_"');
}

function decode(base64: string): Uint8Array | null {
  try {
    return decodeBase64(base64);
  } catch {
    return null;
  }
}

function invalidSecret(message: string): ValidationError {
  return new ValidationError([{ path: 'secret', code: 'INVALID_VALUE', message }]);
}
