import { messageHead, signerOf } from './prepare-signer.ts';

const encoder = new TextEncoder();

export interface StandardSigning {
  /** `whsec_…` for `v1` (HMAC-SHA256) or `whsk_…` for `v1a` (ed25519). */
  readonly secret: string;
  /** The `webhook-id` header. */
  readonly id: string;
  /** The `webhook-timestamp` header, Unix seconds. */
  readonly timestamp: number;
  /** Exactly what is sent; a string counts as its UTF-8. */
  readonly body: string | Uint8Array;
}

/**
 * Signs by Standard Webhooks 1.0 (SI-2).
 *
 * @returns one entry of the `webhook-signature` header: `v1,…` or `v1a,…`
 * @throws {@link ValidationError} `INVALID_VALUE` at `secret` when it is of neither kind
 */
export function signStandard({ secret, id, timestamp, body }: StandardSigning): string {
  const head = messageHead(id, timestamp);
  return signerOf(secret)(typeof body === 'string' ? encoder.encode(head + body) : join(encoder.encode(head), body));
}

function join(head: Uint8Array, body: Uint8Array): Uint8Array {
  const message = new Uint8Array(head.length + body.length);
  message.set(head);
  message.set(body, head.length);
  return message;
}
