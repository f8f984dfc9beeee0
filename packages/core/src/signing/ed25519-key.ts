import { createPrivateKey, type KeyObject } from 'node:crypto';
import { encodeBase64 } from './base64.ts';

// The DER of a PKCS #8 envelope around an ed25519 seed (RFC 8410, 7), up to the seed.
const envelope = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);

/** @param seed - 32 bytes */
export function ed25519Key(seed: Uint8Array): KeyObject {
  const der = new Uint8Array(envelope.length + seed.length);
  der.set(envelope);
  der.set(seed, envelope.length);
  return createPrivateKey(`-----BEGIN PRIVATE KEY-----\n${encodeBase64(der)}\n-----END PRIVATE KEY-----`);
}
