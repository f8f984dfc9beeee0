import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWebhooks } from '@hookwright/core';
import { httpSender } from '@hookwright/http-sender';
import { createRestApi, toNodeHandler } from '@hookwright/rest-api';
import { postgresStore } from '@hookwright/store-sql/postgres';
import { Client } from 'undici';
import { median, printRatios, type Ratio } from '../ratio-table.ts';
import { plainWebhook } from '../sql/claim/claim-batch.ts';
import { createScratchDatabase } from '../sql/scratch-database.ts';
import { orSkip } from '../sql/server-missing.ts';

const rounds = 7;
const callsPerRound = 100;
/** The first hundreds of calls of a process cost twice as much. */
const warmUpCalls = 1_000;
const webhookCount = 100_000;
const perSave = 1_000;
const pageSize = 100;
const pagesPerRound = 10;
const targets = { createAndRead: 2, pageMs: 20, lastPage: 1.5 };
// An address, so that no name is resolved.
const input = { url: 'https://93.184.216.34/hook', events: ['Account.*'] as const, insecure_ssl: false, options: {} };

/** The resource through node:http on PostgreSQL, beside the same calls on the registry, and pages of a tenant that has many webhooks. */
export function measureRest(): Promise<boolean> {
  return orSkip('rest', async () => {
    const rest = await openRest();
    const rows = [await measureCreateAndRead(rest), ...(await measurePages(rest))];
    await rest.close();
    printRatios('The REST resource through node:http, on PostgreSQL', rows);
    return rows.every(({ target }) => target === null || target.met);
  });
}

type Rest = Awaited<ReturnType<typeof openRest>>;

async function openRest() {
  const database = await createScratchDatabase();
  const store = postgresStore({ pool: database.connect() });
  const webhooks = createWebhooks({ store, senders: [httpSender()] });
  await webhooks.migrate();
  await store.open();
  const api = createRestApi({
    webhooks,
    authenticate: (request) => ({ tenant: request.headers.get('x-tenant') ?? '' }),
    limits: { maxRequestsPerSecond: 1_000_000 },
    onError: (error) => {
      throw error;
    },
  });
  const server = createServer(toNodeHandler(api)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new Client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  /** @returns the parsed answer */
  async function call(tenant: string, method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    const headers = { 'x-tenant': tenant, 'content-type': 'application/json' };
    const text = body === undefined ? null : JSON.stringify(body);
    const response = await client.request({ method, path: `/entities/Webhooks${path}`, headers, body: text });
    const answer = (await response.body.json()) as Answer;
    if (!answer.success) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }
  return {
    webhooks,
    store,
    call,
    /** What the database itself would have done by now. */
    maintain: () => database.run('vacuum analyze'),
    async close() {
      await client.close();
      server.close();
      await webhooks.stop();
      await store.close();
      await database.drop();
    },
  };
}

interface Answer {
  readonly success: boolean;
  readonly data: { readonly id: string; readonly length?: number };
  readonly page_info: { readonly end_cursor: string };
}

async function measureCreateAndRead({ webhooks: { registry }, call }: Rest): Promise<Ratio> {
  const scope = { tenant: 'few' };
  const direct = async () => {
    const { webhook } = await registry.create(input, scope);
    await registry.get(webhook.id, scope);
  };
  const overHttp = async () => {
    const { data } = await call('few', 'POST', '', input);
    await call('few', 'GET', `/${data.id}`);
  };
  await millisecondsOf(direct, warmUpCalls);
  await millisecondsOf(overHttp, warmUpCalls);
  const pairs: { readonly ours: number; readonly plain: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const plain = await millisecondsOf(direct, callsPerRound);
    pairs.push({ plain, ours: await millisecondsOf(overHttp, callsPerRound) });
  }
  const ratio = median(pairs.map(({ ours, plain }) => ours / plain));
  return {
    name: 'creating and reading one, beside the registry',
    ours: milliseconds(median(pairs.map(({ ours }) => ours))),
    baseline: milliseconds(median(pairs.map(({ plain }) => plain))),
    ratio,
    target: { text: `≤ ${targets.createAndRead}`, met: ratio <= targets.createAndRead },
  };
}

async function measurePages({ store, call, maintain }: Rest): Promise<readonly Ratio[]> {
  const now = Date.now();
  for (let saved = 0; saved < webhookCount; saved += perSave) {
    const saves = Array.from({ length: perSave }, () => ({
      webhook: plainWebhook('many', now),
      expectedRevision: null,
    }));
    await store.saveWebhooks(saves, { now, maxWebhooks: webhookCount });
  }
  await maintain();
  const page = async (query: string) => {
    const { data } = await call('many', 'GET', query);
    if (data.length !== pageSize) throw new Error(`${query}: a page of ${data.length}`);
  };
  const firstPage = () => page(`?first=${pageSize}`);
  const { page_info } = await call('many', 'GET', `?first=${pageSize}`);
  const cases = [
    { name: 'the second page', read: () => page(`?first=${pageSize}&after=${page_info.end_cursor}`) },
    { name: 'the last page', read: () => page(`?last=${pageSize}`) },
    { name: 'the last page by url', read: () => page(`?last=${pageSize}&order-by=url`) },
  ];
  await millisecondsOf(firstPage, pagesPerRound);
  const rows: Ratio[] = [];
  for (const { name, read } of cases) {
    await millisecondsOf(read, pagesPerRound);
    const pairs: { readonly ours: number; readonly first: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const first = await millisecondsOf(firstPage, pagesPerRound);
      pairs.push({ first, ours: await millisecondsOf(read, pagesPerRound) });
    }
    const ours = median(pairs.map((pair) => pair.ours));
    const first = median(pairs.map((pair) => pair.first));
    const ratio = median(pairs.map((pair) => pair.ours / pair.first));
    rows.push({
      name: `${name} of ${webhookCount.toLocaleString('en')}, beside the first`,
      ours: milliseconds(ours),
      baseline: milliseconds(first),
      ratio,
      target: {
        text: `≤ ${targets.lastPage}, and both ≤ ${targets.pageMs} ms`,
        met: ratio <= targets.lastPage && Math.max(ours, first) <= targets.pageMs,
      },
    });
  }
  return rows;
}

/** @returns for one call, in ms */
async function millisecondsOf(call: () => Promise<void>, times: number): Promise<number> {
  const startedAt = performance.now();
  for (let time = 0; time < times; time += 1) await call();
  return (performance.now() - startedAt) / times;
}

function milliseconds(value: number): string {
  return `${value.toFixed(2)} ms`;
}
