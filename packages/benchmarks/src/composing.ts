import { createWebhooks, type SendRequest, type Webhooks } from '@hookwright/core';
import { memoryStore } from '@hookwright/store-memory';
import { median, printRatios, type Ratio } from './ratio-table.ts';
import { opportunity } from './sample-records.ts';

const rounds = 7;

/** What one change costs from `publish` to finished, signed bodies, for 1 and for 1,000 webhooks of one shape. */
export async function measureComposing(): Promise<boolean> {
  const rows: Ratio[] = [];
  for (const count of [1, 1_000]) {
    const ours: number[] = [];
    const plain: number[] = [];
    const { webhooks, bodies } = await hostWith(count);
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await microsOf(() => publishAndDrain(webhooks, round)));
      plain.push(await microsOf(async () => stringifyEach(bodies)));
    }
    await webhooks.stop();
    const [own, baseline] = [median(ours) / count, median(plain) / count];
    rows.push({
      name: `1 change, ${count.toLocaleString('en')} webhook${count === 1 ? '' : 's'}, per body`,
      ours: `${own.toFixed(1)} µs`,
      baseline: `${baseline.toFixed(1)} µs`,
      ratio: own / baseline,
      target: null,
    });
  }
  printRatios(
    'Publish, store, claim, compose, sign and settle (JSON.stringify of each whole body is the baseline)',
    rows,
  );
  return true;
}

async function hostWith(count: number): Promise<{ webhooks: Webhooks<never, never>; bodies: unknown[] }> {
  const bodies: unknown[] = [];
  const sender = {
    schemes: ['https'],
    send: async ({ body }: SendRequest) => {
      if (bodies.length < count) bodies.push(JSON.parse(Buffer.from(body).toString()));
      return { kind: 'response', status: 200, headers: {}, body: new Uint8Array() } as const;
    },
  };
  const webhooks = createWebhooks({ store: memoryStore(), senders: [sender] });
  for (let number = 0; number < count; number += 1) {
    const url = `https://example.com/${number}`;
    await webhooks.registry.create({ url, events: ['Opportunity.Update'], insecure_ssl: false });
  }
  for (let warmUp = 0; warmUp < 20; warmUp += 1) await publishAndDrain(webhooks as never, warmUp);
  return { webhooks: webhooks as never, bodies };
}

async function publishAndDrain(webhooks: Webhooks<never, never>, number: number): Promise<void> {
  await webhooks.publish({ event: 'Opportunity.Update' as never, entity: opportunity(number, 1) });
  await webhooks.drain();
}

function stringifyEach(bodies: readonly unknown[]): number {
  let bytes = 0;
  for (const body of bodies) bytes += JSON.stringify(body).length;
  return bytes;
}

async function microsOf(run: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await run();
  return Number(process.hrtime.bigint() - start) / 1_000;
}
