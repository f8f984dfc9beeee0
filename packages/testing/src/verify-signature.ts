import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';

/** What a receiver sees of a request. */
export interface SignedRequest {
  /** Names in any case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The exact bytes. */
  readonly body: Uint8Array | string;
}

/** What the receiver was given at registration; one of the three. */
export interface SignatureKey {
  /** `whsec_…`: Standard Webhooks v1 (SI-2). */
  readonly secret?: string | undefined;
  /** `whpk_…`: Standard Webhooks v1a (SI-2). */
  readonly publicKey?: string | undefined;
  /** The vendor's `signature` (SI-1). */
  readonly signature?: string | undefined;
  /** How the vendor's signature is written. Default `'hex'`. */
  readonly encoding?: 'hex' | 'base64' | undefined;
}

/** Ed25519's public keys in DER are this and the 32 bytes of the key. */
const ed25519Prefix = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Whether a request bears a valid signature for the key. Written against the specifications on its own, so that a test that
 * uses it does not check the engine by the engine. The age of the timestamp is not judged.
 *
 * @throws TypeError when `key` does not name exactly one kind
 */
export function verifySignature(request: SignedRequest, key: SignatureKey): boolean {
  const { secret, publicKey, signature, encoding = 'hex' } = key;
  if ([secret, publicKey, signature].filter((kind) => kind !== undefined).length !== 1) {
    throw new TypeError('expected exactly one of secret, publicKey and signature');
  }
  if (signature !== undefined) {
    const expected = createHmac('sha256', signature).update(request.body).digest(encoding);
    return isSame(header(request, 'webhook-signature'), expected);
  }
  const id = header(request, 'webhook-id');
  const timestamp = header(request, 'webhook-timestamp');
  // An id with a dot could be read as another id and another timestamp.
  if (id === '' || id.includes('.') || !/^\d+$/.test(timestamp)) return false;
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), Buffer.from(request.body)]);
  const signatures = header(request, 'webhook-signature').split(' ');
  if (secret !== undefined) {
    const expected = `v1,${createHmac('sha256', decode(secret, 'whsec_')).update(signed).digest('base64')}`;
    return signatures.some((given) => isSame(given, expected));
  }
  const der = Buffer.concat([ed25519Prefix, decode(publicKey ?? '', 'whpk_')]);
  const ed25519 = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return signatures.some(
    (given) => given.startsWith('v1a,') && verify(null, signed, ed25519, Buffer.from(given.slice(4), 'base64')),
  );
}

function header({ headers }: SignedRequest, name: string): string {
  for (const [given, value] of Object.entries(headers)) {
    if (given.toLowerCase() === name && value !== undefined) return typeof value === 'string' ? value : value.join(' ');
  }
  return '';
}

function decode(key: string, prefix: string): Buffer {
  if (!key.startsWith(prefix)) throw new TypeError(`expected a key that starts with ${prefix}`);
  return Buffer.from(key.slice(prefix.length), 'base64');
}

function isSame(given: string, expected: string): boolean {
  const one = Buffer.from(given);
  const other = Buffer.from(expected);
  return one.length === other.length && timingSafeEqual(one, other);
}
