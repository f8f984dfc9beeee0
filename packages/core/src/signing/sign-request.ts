import type { StoredSecret, StoredWebhook } from '../model/stored-webhook.ts';
import type { SigningScheme } from '../model/webhook-settings.ts';
import { signerOf } from './prepare-signer.ts';
import { signVendor } from './sign-vendor.ts';

export interface RequestSigning {
  readonly webhook: Pick<StoredWebhook, 'signature' | 'secrets' | 'settings'>;
  /** The delivery's id, the same for every try. */
  readonly id: string;
  /** Of this try, Unix seconds, whole. */
  readonly timestampSeconds: number;
  /** The head of {@link messageHead} for `id` and `timestampSeconds`, then exactly what is sent. */
  readonly message: Uint8Array;
  /** Exactly what is sent. */
  readonly body: Uint8Array;
  /** Unix ms: a secret that has expired by then does not sign (SI-4). */
  readonly now: number;
  readonly vendorEncoding: 'hex' | 'base64';
  readonly names: SigningHeaderNames;
}

/** What the headers of SI-1 to SI-3 are called. */
export interface SigningHeaderNames {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly vendorSignature: string;
}

export const standardHeaderNames: SigningHeaderNames = {
  id: 'webhook-id',
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
  vendorSignature: 'WebHook-Signature',
};

const prefixes: Readonly<Record<SigningScheme, readonly string[]>> = {
  v1: ['whsec_'],
  v1a: ['whsk_'],
  'v1+v1a': ['whsec_', 'whsk_'],
};

/**
 * The headers that identify and sign one try (SI-1 to SI-3). `WebHook-Signature` and `webhook-signature` are one header to
 * HTTP, so a webhook has the vendor's or the standard's, never both. Every current secret of the webhook's schemes signs,
 * the newest first; where there is none, the request bears no signature.
 *
 * @throws {@link ValidationError} `INVALID_VALUE` at `secret` when a secret is malformed
 */
export function signatureHeaders(request: RequestSigning): Record<string, string> {
  const { webhook, id, timestampSeconds, now, names } = request;
  const headers: Record<string, string> = { [names.id]: id, [names.timestamp]: String(timestampSeconds) };
  if (webhook.signature !== null) {
    const { signature } = webhook;
    headers[names.vendorSignature] = signVendor({ signature, body: request.body, encoding: request.vendorEncoding });
    return headers;
  }
  const wanted = prefixes[webhook.settings.signing ?? 'v1'];
  let signatures = '';
  for (const secret of webhook.secrets) {
    if (!signs(secret, wanted, now)) continue;
    const signature = signerOf(secret.value)(request.message);
    signatures = signatures === '' ? signature : `${signatures} ${signature}`;
  }
  if (signatures !== '') headers[names.signature] = signatures;
  return headers;
}

function signs({ value, expiresAt }: StoredSecret, wanted: readonly string[], now: number): boolean {
  return (expiresAt === null || now < expiresAt) && wanted.some((prefix) => value.startsWith(prefix));
}
