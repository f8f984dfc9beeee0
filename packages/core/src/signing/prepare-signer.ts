import { createHmac, createSecretKey, sign } from 'node:crypto';
import { decodeSecret } from './decode-secret.ts';
import { ed25519Key } from './ed25519-key.ts';
import { memoiseBounded } from './memoise-bounded.ts';

/**
 * Signs by Standard Webhooks 1.0 (SI-2).
 *
 * @param id - the delivery's
 * @param timestamp - Unix seconds of the try
 * @param body - exactly what is sent; a string counts as its UTF-8
 * @returns one entry of `webhook-signature`: `v1,…` or `v1a,…`
 */
export type Signer = (id: string, timestamp: number, body: string | Uint8Array) => string;

const maxKeptSigners = 10_000;

const encoder = new TextEncoder();

/**
 * The signer of a secret, its key ready: `v1` for a `whsec_` secret, `v1a` (ed25519) for a `whsk_` one.
 *
 * @throws {@link ValidationError} `INVALID_VALUE` at `secret` when it is neither
 */
function prepareSigner(secret: string): Signer {
  const material = decodeSecret(secret);
  if (material.scheme === 'whsec') {
    const key = createSecretKey(material.key);
    return (id, timestamp, body) =>
      `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
  }
  const key = ed25519Key(material.seed);
  return (id, timestamp, body) => `v1a,${sign(null, joinMessage(`${id}.${timestamp}.`, body), key).toString('base64')}`;
}

/** {@link prepareSigner}, with the signers of recent secrets kept: a send then costs the signature alone. */
export const signerOf: (secret: string) => Signer = memoiseBounded(prepareSigner, maxKeptSigners);

// ed25519 takes its message whole.
function joinMessage(head: string, body: string | Uint8Array): Uint8Array {
  if (typeof body === 'string') return encoder.encode(head + body);
  const headBytes = encoder.encode(head);
  const message = new Uint8Array(headBytes.length + body.length);
  message.set(headBytes);
  message.set(body, headBytes.length);
  return message;
}
