import { createHmac, createSecretKey, sign } from 'node:crypto';
import { decodeSecret } from './decode-secret.ts';
import { ed25519Key } from './ed25519-key.ts';
import { memoiseBounded } from './memoise-bounded.ts';

/**
 * Signs by Standard Webhooks 1.0 (SI-2).
 *
 * @param message - the head of {@link messageHead}, then exactly what is sent
 * @returns one entry of `webhook-signature`: `v1,…` or `v1a,…`
 */
export type Signer = (message: Uint8Array) => string;

const maxKeptSigners = 10_000;

/**
 * What a signature covers before the body; ASCII.
 *
 * @param id - the delivery's, a UUID
 * @param timestamp - Unix seconds of the try
 */
export function messageHead(id: string, timestamp: number): string {
  return `${id}.${timestamp}.`;
}

/**
 * The signer of a secret, its key ready: `v1` for a `whsec_` secret, `v1a` (ed25519) for a `whsk_` one.
 *
 * @throws {@link ValidationError} `INVALID_VALUE` at `secret` when it is neither
 */
function prepareSigner(secret: string): Signer {
  const material = decodeSecret(secret);
  if (material.scheme === 'whsec') {
    const key = createSecretKey(material.key);
    return (message) => `v1,${createHmac('sha256', key).update(message).digest('base64')}`;
  }
  const key = ed25519Key(material.seed);
  return (message) => `v1a,${sign(null, message, key).toString('base64')}`;
}

/** {@link prepareSigner}, with the signers of recent secrets kept: a send then costs the signature alone. */
export const signerOf: (secret: string) => Signer = memoiseBounded(prepareSigner, maxKeptSigners);
