// A worker in a process of its own that drains a PostgreSQL store and watches its memory: told to begin by its first message,
// it sends a sample after each so many deliveries. Needs --expose-gc.
import { createWebhooks } from '@hookwright/core';
import { httpSender } from '@hookwright/http-sender';
import { postgresStore } from '@hookwright/store-sql/postgres';
import { Pool } from 'pg';

/** What the process holds after some deliveries, in bytes. */
export interface MemorySample {
  /** Resident, as it was. */
  readonly rss: number;
  /** Of the JavaScript heap, after a collection. */
  readonly heapUsed: number;
}

const [postgresUrl, every] = process.argv.slice(2);
const deliveriesPerSample = Number(every);
const pool = new Pool({ connectionString: postgresUrl });
const webhooks = createWebhooks({
  store: postgresStore({ pool }),
  senders: [httpSender({ allowPrivateNetworks: true })],
  dispatch: { concurrency: 256, perWebhookConcurrency: 64 },
});
webhooks.on('error', (error) => {
  throw error;
});
let delivered = 0;
webhooks.on('delivery-succeeded', () => {
  delivered += 1;
  if (delivered % deliveriesPerSample !== 0) return;
  const { rss } = process.memoryUsage();
  globalThis.gc?.();
  process.send?.({ rss, heapUsed: process.memoryUsage().heapUsed } satisfies MemorySample);
});
// Its parent is gone, or all is drained.
process.on('disconnect', () => process.exit());
process.once('message', async () => {
  await webhooks.drain();
  await webhooks.stop();
  await pool.end();
  process.disconnect();
});
