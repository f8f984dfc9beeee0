import { createWebhooks } from '@hookwright/core';
import { postgresStore } from '@hookwright/store-sql/postgres';
import type { Pool } from 'pg';
import { median, printRatios } from '../ratio-table.ts';
import { kilobyteRecord } from './kilobyte-record.ts';
import { createScratchDatabase } from './scratch-database.ts';
import { orSkip } from './server-missing.ts';

const webhookCount = 1_000;
const warmUp = 5;
const calls = 30;
const targetMs = 50;

/** One change to 1,000 webhooks: how long `publish` takes, and what it stores. */
export function measureSqlFanOut(): Promise<boolean> {
  return orSkip('sql-fan-out', async () => {
    const database = await createScratchDatabase();
    try {
      return await measure(database.connect());
    } finally {
      await database.drop();
    }
  });
}

async function measure(pool: Pool): Promise<boolean> {
  const sender = { schemes: ['https'], send: () => Promise.reject(new Error('nothing is to be sent')) };
  const webhooks = createWebhooks({ store: postgresStore({ pool }), senders: [sender] });
  await webhooks.migrate();
  for (let number = 0; number < webhookCount; number += 1) {
    const url = `https://example.com/${number}`;
    await webhooks.registry.create({ url, events: ['Opportunity.Update'], insecure_ssl: false });
  }
  const rowsOf = async (table: string) =>
    Number((await pool.query(`select count(*) as count from hookwright_${table}`)).rows[0].count);
  const took: number[] = [];
  for (let call = 0; call < warmUp + calls; call += 1) {
    const entity = kilobyteRecord(call);
    const startedAt = performance.now();
    await webhooks.publish({ event: 'Opportunity.Update', entity });
    if (call >= warmUp) took.push(performance.now() - startedAt);
  }
  const stored = { payloads: await rowsOf('payloads'), deliveries: await rowsOf('deliveries') };
  const { rows } = await pool.query('select avg(pg_column_size(d.*)) as bytes from hookwright_deliveries d');
  await webhooks.stop();
  const changes = warmUp + calls;
  if (stored.payloads !== changes || stored.deliveries !== changes * webhookCount) {
    throw new Error(`${changes} changes made ${stored.payloads} payloads and ${stored.deliveries} deliveries`);
  }
  const ms = median(took);
  const bytes = Math.round(Number(rows[0].bytes));
  printRatios(`One change of 1 KB to ${webhookCount.toLocaleString('en')} webhooks on PostgreSQL`, [
    {
      name: `publish: 1 payload, ${webhookCount.toLocaleString('en')} deliveries of ${bytes} bytes`,
      ours: `${ms.toFixed(1)} ms`,
      baseline: `${targetMs} ms`,
      ratio: ms / targetMs,
      target: { text: `< ${targetMs} ms`, met: ms < targetMs },
    },
  ]);
  return ms < targetMs;
}
