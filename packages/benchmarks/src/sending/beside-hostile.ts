// Sends to a healthy receiver, alone and beside hostile ones, by turns. Arguments: its url, and the ports of the others.
import type { Sender } from '@hookwright/core';
import { never, newSender, sendOk } from './ok-sender.ts';
import { body, signedRequest } from './signed-request.ts';

export interface BesideHostile {
  /** The 99th percentile of a healthy receiver's latency in each round, in ms. */
  readonly pairs: readonly { readonly alone: number; readonly beside: number }[];
  /** The most that was resident at the end of a round, in bytes. */
  readonly memory: number;
}

const rounds = 7;
const healthyRequests = 1_000;
/** Between two of them: 500 a second, as they come, whether the last ones are answered or not. */
const healthyEveryMs = 2;
const hostileTimeoutMs = 1_000;
/** Between the requests to one of them, on average: an engine waits 5 s at least. */
const hostilePauseMs = 500;

const [url = '', ports = ''] = process.argv.slice(2);
const sender = newSender();
const pairs: BesideHostile['pairs'][number][] = [];
let memory = 0;
await latency();
for (let round = 0; round < rounds; round += 1) {
  const alone = await latency();
  const stop = attack(sender, ports.split(' '));
  const beside = await latency();
  memory = Math.max(memory, process.memoryUsage().rss);
  await stop();
  pairs.push({ alone, beside });
}
await sender.close?.();
process.send?.({ pairs, memory } satisfies BesideHostile);
process.disconnect();

/** @returns the 99th percentile, in ms */
async function latency(): Promise<number> {
  const took: number[] = [];
  const under: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let number = 0; number < healthyRequests; number += 1) {
    const dueAt = startedAt + number * healthyEveryMs;
    const early = dueAt - performance.now();
    if (early > 0) await pause(early);
    const sentAt = performance.now();
    under.push(sendOk(sender, url).then(() => void took.push(performance.now() - sentAt)));
  }
  await Promise.all(under);
  took.sort((one, other) => one - other);
  return took[Math.floor(took.length * 0.99)] ?? Number.NaN;
}

/** Sends to each, one request after the other. @returns ends it */
function attack(by: Sender, at: readonly string[]): () => Promise<void> {
  let isOver = false;
  const loops = at.map(async (port) => {
    // As jitter has it: never all of them at one moment.
    await pause(Math.random() * hostileTimeoutMs);
    while (!isOver) {
      await by.send(signedRequest(`http://127.0.0.1:${port}/`, body, hostileTimeoutMs), never);
      await pause(2 * Math.random() * hostilePauseMs);
    }
  });
  return async () => {
    isOver = true;
    await Promise.all(loops);
  };
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
