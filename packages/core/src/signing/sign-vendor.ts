import { createHmac, createSecretKey } from 'node:crypto';
import { memoiseBounded } from './memoise-bounded.ts';

export interface VendorSigning {
  /** The webhook's `signature`, exactly as registered: its UTF-8 bytes are the key. */
  readonly signature: string;
  /** Exactly what is sent; a string counts as its UTF-8. */
  readonly body: string | Uint8Array;
  /** Default `'hex'`, in lower case. */
  readonly encoding?: 'hex' | 'base64' | undefined;
}

const encoder = new TextEncoder();

const keyOf = memoiseBounded((signature) => createSecretKey(encoder.encode(signature)), 10_000);

/**
 * Signs the vendor's way: HMAC-SHA256 over the body alone (SI-1).
 *
 * @returns the value of the `WebHook-Signature` header
 */
export function signVendor({ signature, body, encoding = 'hex' }: VendorSigning): string {
  return createHmac('sha256', keyOf(signature)).update(body).digest(encoding);
}
