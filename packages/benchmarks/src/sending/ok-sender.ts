import type { Sender } from '@hookwright/core';
import { httpSender } from '@hookwright/http-sender';
import { body, signedRequest } from './signed-request.ts';

/** Per origin, and requests at once. */
export const connections = 64;
const timeoutMs = 5_000;
export const never = new AbortController().signal;

/** The sender with all its bounds. Every name leads to this machine. */
export function newSender(): Sender {
  const resolver = async () => [{ address: '127.0.0.1', family: 4 }];
  return httpSender({ allowPrivateNetworks: true, connections, keepAliveMs: 60_000, resolver });
}

/** Rejects unless the answer is 200. */
export async function sendOk(sender: Sender, url: string): Promise<void> {
  const outcome = await sender.send(signedRequest(url, body, timeoutMs), never);
  if (outcome.kind === 'response' && outcome.status === 200) return;
  throw new Error(`expected 200, got ${JSON.stringify(outcome)}`);
}
