import type { SendOutcome, SendRequest } from '@hookwright/core';
import { onTestFinished } from 'vitest';
import { type HttpSenderOptions, httpSender } from '../src/index.ts';

export interface TestSender {
  readonly send: (url: string, request?: Partial<SendRequest>, signal?: AbortSignal) => Promise<SendOutcome>;
  readonly close: () => Promise<void>;
}

/** A sender that is closed at the test's end. Private networks are open, for the receivers are on this machine. */
export function testSender(options: HttpSenderOptions = {}): TestSender {
  const sender = httpSender({ allowPrivateNetworks: true, ...options });
  const close = async () => sender.close?.();
  onTestFinished(close);
  const never = new AbortController().signal;
  const send: TestSender['send'] = (url, request, signal) =>
    sender.send({ ...defaults, url, ...request }, signal ?? never);
  return { send, close };
}

const defaults: Omit<SendRequest, 'url'> = {
  headers: { 'content-type': 'application/json', 'webhook-id': 'msg_1' },
  body: new TextEncoder().encode('[{"event":"Account.Create"}]'),
  insecureSsl: false,
  timeoutMs: 5_000,
  tenant: 'acme',
  webhookId: '11111111-1111-4111-8111-111111111111',
};
