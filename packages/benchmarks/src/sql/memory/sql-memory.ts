import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createWebhooks } from '@hookwright/core';
import { postgresStore } from '@hookwright/store-sql/postgres';
import { median, printRatios, type Ratio } from '../../ratio-table.ts';
import { startReceiver } from '../../start-receiver.ts';
import { kilobyteRecord } from '../kilobyte-record.ts';
import { createScratchDatabase, type ScratchDatabase } from '../scratch-database.ts';
import { orSkip } from '../server-missing.ts';
import type { MemorySample } from './drain-process.ts';

const deliveries = Number(process.env.HOOKWRIGHT_BENCH_DELIVERIES ?? 1_000_000);
const webhookCount = 10;
const changesPerCall = 100;
/** The first of them is the warm-up, the second is what the others are held against. */
const parts = 10;
const samplesPerPart = 10;
const tolerance = 0.1;

/** What a worker's process holds while it drains a million deliveries. */
export function measureSqlMemory(): Promise<boolean> {
  return orSkip('sql-memory', async () => {
    const database = await createScratchDatabase();
    const receiver = await startReceiver();
    try {
      await publishAll(database, `${receiver.origin}/hook`);
      return report(await drainAll(database));
    } finally {
      receiver.close();
      await database.drop();
    }
  });
}

async function publishAll(database: ScratchDatabase, url: string): Promise<void> {
  const sender = { schemes: ['http'], send: () => Promise.reject(new Error('nothing is to be sent')) };
  const webhooks = createWebhooks({ store: postgresStore({ pool: database.connect() }), senders: [sender] });
  await webhooks.migrate();
  for (let number = 0; number < webhookCount; number += 1) {
    const options = { chunk_size: 1 };
    await webhooks.registry.create({ url, events: ['Opportunity.Update'], insecure_ssl: false, options });
  }
  const changes = Array.from({ length: changesPerCall }, (_, number) => ({
    event: 'Opportunity.Update' as const,
    entity: kilobyteRecord(number),
  }));
  for (let made = 0; made < deliveries; made += changesPerCall * webhookCount) await webhooks.publish(changes);
  await webhooks.stop();
}

async function drainAll(database: ScratchDatabase): Promise<readonly MemorySample[]> {
  await database.run('vacuum analyze');
  const file = fileURLToPath(new URL('./drain-process.ts', import.meta.url));
  const every = Math.floor(deliveries / (parts * samplesPerPart));
  const child = fork(file, [database.url, String(every)], { execArgv: [...process.execArgv, '--expose-gc'] });
  const samples: MemorySample[] = [];
  child.on('message', (sample) => samples.push(sample as MemorySample));
  child.send('begin');
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the worker ended with ${code}`);
  return samples;
}

function report(samples: readonly MemorySample[]): boolean {
  const rows = [
    flatness(
      'resident',
      samples.map(({ rss }) => rss),
    ),
    flatness(
      'JavaScript heap, collected',
      samples.map(({ heapUsed }) => heapUsed),
    ),
  ];
  printRatios(`A worker's memory while it drains ${deliveries.toLocaleString('en')} deliveries`, rows);
  return rows.every(({ target }) => target === null || target.met);
}

/** The part of the run that differs most from the second, which is the first after the warm-up. */
function flatness(name: string, bytes: readonly number[]): Ratio {
  const medians = Array.from({ length: parts }, (_, part) =>
    median(bytes.slice(part * samplesPerPart, (part + 1) * samplesPerPart)),
  );
  const [, reference = Number.NaN, ...rest] = medians;
  const ratio = rest.reduce((worst, value) => {
    const found = value / reference;
    return Math.abs(found - 1) > Math.abs(worst - 1) ? found : worst;
  }, 1);
  return {
    name,
    ours: megabytes(ratio * reference),
    baseline: megabytes(reference),
    ratio,
    target: { text: `within ±${tolerance * 100} % of the second tenth`, met: Math.abs(ratio - 1) <= tolerance },
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
