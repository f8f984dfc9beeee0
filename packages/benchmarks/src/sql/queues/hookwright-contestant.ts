import { createWebhooks } from '@hookwright/core';
import { httpSender } from '@hookwright/http-sender';
import { postgresStore } from '@hookwright/store-sql/postgres';
import { Pool } from 'pg';
import { kilobyteRecord } from '../kilobyte-record.ts';
import type { QueueContestant } from './queue-contestant.ts';

/** What is claimed and not settled yet: most of it waits for one of the connections, as in a local queue. */
const concurrency = 1_000;
const connections = 64;
const bulk = 100;
/** Each has one webhook. */
const tenants = Array.from({ length: 10 }, (_, number) => `tenant-${number}`);

const unfinished = ['pending', 'held', 'sending', 'exhausted'] as const;

export const hookwrightContestant: QueueContestant = {
  title: 'Hookwright',
  server: 'postgres',

  async createPublisher({ postgresUrl, receiverUrl }) {
    const pool = new Pool({ connectionString: postgresUrl });
    const webhooks = createEngine(pool);
    await webhooks.migrate();
    const webhook = {
      url: receiverUrl,
      events: ['Opportunity.Update'] as const,
      insecure_ssl: false,
      options: { chunk_size: 1 },
    };
    for (const tenant of tenants) await webhooks.registry.create(webhook, { tenant });
    return {
      async publish(jobs) {
        for (let start = 0; start < jobs; start += bulk) {
          const length = Math.min(bulk, jobs - start);
          const changes = Array.from({ length }, (_, at) => ({
            event: 'Opportunity.Update' as const,
            entity: kilobyteRecord(start + at),
          }));
          await webhooks.publish(changes, { tenant: tenants[(start / bulk) % tenants.length] as string });
        }
      },
      async waiting() {
        let waiting = 0;
        for (const tenant of tenants) {
          const { items } = await webhooks.deliveries.list({ statuses: unfinished, first: 100 }, { tenant });
          waiting += items.length;
        }
        return waiting;
      },
      async close() {
        await webhooks.stop();
        await pool.end();
      },
    };
  },

  async createWorker({ postgresUrl }) {
    const pool = new Pool({ connectionString: postgresUrl });
    const webhooks = createEngine(pool);
    webhooks.on('error', (error) => {
      throw error;
    });
    return {
      start: () => webhooks.start(),
      stop: () => webhooks.stop(),
      close: () => pool.end(),
    };
  },
};

function createEngine(pool: Pool) {
  return createWebhooks({
    store: postgresStore({ pool }),
    senders: [httpSender({ allowPrivateNetworks: true, connections })],
    dispatch: { concurrency, perWebhookConcurrency: concurrency },
  });
}
