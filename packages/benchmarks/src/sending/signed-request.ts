import { createHmac, createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import type { SendRequest } from '@hookwright/core';

/** 1 KB. */
export const body = new TextEncoder().encode(JSON.stringify({ data: 'x'.repeat(1_011) }));

const key = createSecretKey(randomBytes(32));

/** Headers of a body, signed as Standard Webhooks has it. */
export function signedHeaders(text: Uint8Array): Record<string, string> {
  const id = randomUUID();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(text).digest('base64');
  return {
    'content-type': 'application/json',
    'user-agent': 'Hookwright',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}

/** One try, as the engine hands it to a sender: signed when a connection is there. */
class SignedRequest implements SendRequest {
  readonly url: string;
  readonly body: Uint8Array;
  readonly insecureSsl = false;
  readonly timeoutMs: number;
  readonly tenant = 'acme';
  readonly webhookId = '0193594c-4a00-7abc-8def-0123456789ab';

  constructor(url: string, text: Uint8Array, timeoutMs: number) {
    this.url = url;
    this.body = text;
    this.timeoutMs = timeoutMs;
  }

  get headers(): Record<string, string> {
    return signedHeaders(this.body);
  }
}

export function signedRequest(url: string, text: Uint8Array, timeoutMs: number): SendRequest {
  return new SignedRequest(url, text, timeoutMs);
}
