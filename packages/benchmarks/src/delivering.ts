import { createHmac, createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { createWebhooks } from '@hookwright/core';
import { httpSender } from '@hookwright/http-sender';
import { memoryStore } from '@hookwright/store-memory';
import { Pool } from 'undici';
import { median, printRatios } from './ratio-table.ts';
import { opportunity } from './sample-records.ts';
import { type RunningReceiver, startReceiver } from './start-receiver.ts';

const requests = 10_000;
const batch = 100;
const concurrency = 64;
const rounds = 7;

/** Requests per second from `publish` to 2xx, beside undici's `request` on a Pool that signs and posts the same bodies. */
export async function measureDelivering(): Promise<boolean> {
  const receiver = await startReceiver();
  const host = await createHost(receiver);
  const plain = createPlain(receiver, host.bodyBytes);
  // The first thousands of requests of a process cost several times as much.
  await plain.post();
  await host.deliver();
  const ours: number[] = [];
  const baseline: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    baseline.push(await perSecond(plain.post));
    ours.push(await perSecond(host.deliver));
  }
  await plain.close();
  await host.close();
  receiver.close();
  const ratio = median(ours.map((rate, round) => rate / (baseline[round] ?? Number.NaN)));
  printRatios(
    `Delivering ${requests.toLocaleString('en')} bodies of ${host.bodyBytes} bytes, one a request, ${concurrency} at once`,
    [
      {
        name: 'publish → 2xx, in memory',
        ours: `${Math.round(median(ours)).toLocaleString('en')}/s`,
        baseline: `${Math.round(median(baseline)).toLocaleString('en')}/s`,
        ratio,
        target: { text: '≥ 0.85', met: ratio >= 0.85 },
      },
    ],
  );
  return ratio >= 0.85;
}

async function createHost({ origin }: RunningReceiver) {
  const webhooks = createWebhooks({
    store: memoryStore({ maxDeliveries: requests * 2 }),
    senders: [httpSender({ allowPrivateNetworks: true, connections: concurrency })],
    dispatch: { concurrency, perWebhookConcurrency: concurrency },
  });
  webhooks.on('error', (error) => {
    throw error;
  });
  await webhooks.registry.create({
    url: `${origin}/hook`,
    events: ['Opportunity.Update'],
    insecure_ssl: false,
    options: { chunk_size: 1 },
  });
  await webhooks.start();
  const records = Array.from({ length: requests }, (_, number) => opportunity(number, number % 1_000));
  const deliver = async (): Promise<void> => {
    for (let start = 0; start < requests; start += batch) {
      const changes = records
        .slice(start, start + batch)
        .map((entity) => ({ event: 'Opportunity.Update' as const, entity }));
      await webhooks.publish(changes);
    }
    await webhooks.drain();
  };
  await deliver();
  const { items, total } = await webhooks.deliveries.list({ statuses: ['succeeded'], first: 1 });
  if (total !== requests || items[0] === undefined) throw new Error(`${total} of ${requests} deliveries succeeded`);
  const bodyBytes = JSON.stringify(records[0]).length + blockBytes;
  return { deliver, bodyBytes, close: () => webhooks.stop() };
}

/** About what the `webhook` block and the item's own fields take. */
const blockBytes = 480;

function createPlain({ origin }: RunningReceiver, bodyBytes: number) {
  const pool = new Pool(origin, { connections: concurrency });
  const key = createSecretKey(randomBytes(32));
  const bodies = Array.from({ length: requests }, () => Buffer.from('x'.repeat(bodyBytes)));
  const postOne = async (body: Buffer): Promise<void> => {
    const id = randomUUID();
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Hookwright',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    };
    const response = await pool.request({ path: '/hook', method: 'POST', headers, body });
    await response.body.dump();
    if (response.statusCode !== 200) throw new Error(`the receiver answered ${response.statusCode}`);
  };
  const post = async (): Promise<void> => {
    let next = 0;
    const work = async (): Promise<void> => {
      for (let index = next++; index < requests; index = next++) await postOne(bodies[index] as Buffer);
    };
    await Promise.all(Array.from({ length: concurrency }, work));
  };
  return { post, close: () => pool.close() };
}

async function perSecond(run: () => Promise<void>): Promise<number> {
  const start = process.hrtime.bigint();
  await run();
  return (requests * 1e9) / Number(process.hrtime.bigint() - start);
}
