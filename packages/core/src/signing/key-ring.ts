import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import { decodeBase64, encodeBase64 } from './base64.ts';

/** A key that seals secrets at rest. */
export interface SealingKey {
  /** Named in what it has sealed: 1…64 letters, digits, `_` and `-`. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

const prefix = 'hwsealed';
const nonceBytes = 12;
const tagBytes = 16;
const encoder = new TextEncoder();

/** Whether a text is an envelope, whoever's. */
export function isSealed(text: string): boolean {
  return text.startsWith(`${prefix}.`);
}

/**
 * Seals texts by AES-256-GCM (SI-4): `hwsealed.<key id>.<base64 of nonce, ciphertext and tag>`. Each is bound to a place, and opens
 * there alone.
 */
export class KeyRing {
  readonly #keys: ReadonlyMap<string, Uint8Array>;
  readonly #first: SealingKey;

  /** @param keys - the first seals, all open; ids differ */
  constructor(keys: readonly [SealingKey, ...SealingKey[]]) {
    this.#first = keys[0];
    this.#keys = new Map(keys.map(({ id, key }) => [id, key]));
  }

  seal(text: string, place: string): string {
    const nonce = new Uint8Array(nonceBytes);
    randomFillSync(nonce);
    const cipher = createCipheriv('aes-256-gcm', this.#first.key, nonce, { authTagLength: tagBytes });
    cipher.setAAD(encoder.encode(place));
    const parts = [nonce, cipher.update(encoder.encode(text)), cipher.final(), cipher.getAuthTag()];
    return `${prefix}.${this.#first.id}.${encodeBase64(join(parts))}`;
  }

  /** @returns null for what no key opens, was tampered with, or was sealed for another place */
  open(envelope: string, place: string): string | null {
    const [, id = '', text = ''] = envelope.split('.');
    const key = this.#keys.get(id);
    if (key === undefined) return null;
    try {
      const bytes = decodeBase64(text);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
      decipher.setAAD(encoder.encode(place));
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      const opened = [decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()];
      return new TextDecoder().decode(join(opened));
    } catch {
      return null;
    }
  }

  /** Whether the first key sealed it. */
  isNewest(envelope: string): boolean {
    return envelope.startsWith(`${prefix}.${this.#first.id}.`);
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
