// What core uses of its platform, and nothing else: with `types: []` and no DOM library, a use of anything that is
// not declared here does not compile. The build takes the real declarations instead.

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare class URL {
  constructor(url: string, base?: string);
  static canParse(url: string): boolean;
  readonly href: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly username: string;
  readonly password: string;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, target: Uint8Array): { readonly read: number; readonly written: number };
}

declare class TextDecoder {
  decode(bytes: Uint8Array, options?: { stream?: boolean }): string;
}

declare function atob(base64: string): string;
declare function btoa(bytes: string): string;

// For signing/ alone.
declare module 'node:crypto' {
  interface KeyObject {
    export(options: { type: 'spki'; format: 'der' }): Uint8Array;
  }
  interface Hmac {
    update(data: string | Uint8Array): Hmac;
    digest(encoding: 'base64' | 'hex'): string;
  }
  interface Cipher {
    setAAD(data: Uint8Array): void;
    update(data: Uint8Array): Uint8Array;
    final(): Uint8Array;
    getAuthTag(): Uint8Array;
    setAuthTag(tag: Uint8Array): void;
  }
  type CreateCipher = (
    algorithm: 'aes-256-gcm',
    key: Uint8Array,
    nonce: Uint8Array,
    options: { authTagLength: number },
  ) => Cipher;
  const createCipheriv: CreateCipher;
  const createDecipheriv: CreateCipher;
  function createHash(algorithm: 'sha256'): Hmac;
  function createHmac(algorithm: 'sha256', key: KeyObject): Hmac;
  function createSecretKey(key: Uint8Array): KeyObject;
  function createPrivateKey(pem: string): KeyObject;
  function createPublicKey(key: KeyObject): KeyObject;
  function randomFillSync(target: Uint8Array): Uint8Array;
  function sign(algorithm: null, data: Uint8Array, key: KeyObject): { toString(encoding: 'base64'): string };
}
