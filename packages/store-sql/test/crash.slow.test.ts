import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createWebhooks, type crmCatalog, type Delivery, type Page, type Random } from '@hookwright/core';
import { httpSender } from '@hookwright/http-sender';
import {
  type ReceivedRequest,
  type ScriptedReceiver,
  scriptedReceiver,
  seededRandom,
  virtualClock,
} from '@hookwright/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleHost, type HostBundle } from './crash/bundle-host.ts';
import { type CrashHost, type CrashPlace, crashHost } from './crash/crash-place.ts';
import { crashRetry, eventOf, type ProcessTask } from './crash/process-task.ts';
import { SpawnedHost } from './crash/spawned-host.ts';
import { noPostgres } from './servers/postgres-server.ts';
import { type PrivatePostgres, postgresPrograms, startPostgres } from './servers/private-postgres.ts';

/** How many processes are killed per database. */
const kills = Number(process.env.HOOKWRIGHT_CRASH_KILLS ?? 10);
/** Of everything that is left to chance: to repeat a run as far as processes repeat. */
const seed = Number(process.env.HOOKWRIGHT_CRASH_SEED ?? Date.now() % 1_000_000);

let bundle: HostBundle;
beforeAll(async () => {
  bundle = await bundleHost();
}, 30_000);
afterAll(() => bundle[Symbol.asyncDispose]());

const timeout = 60_000 + kills * 10_000;
const programs = postgresPrograms();
const onPostgres = programs === null ? it.skip : it;

describe(`processes are killed at random moments (HOOKWRIGHT_CRASH_SEED=${seed} HOOKWRIGHT_CRASH_KILLS=${kills})`, () => {
  it('on SQLite every committed change arrives, and nothing else (DE-1)', { timeout }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hookwright-crash-'));
    try {
      await crash({ kind: 'sqlite', file: join(folder, 'host.db') }, async () => {});
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  const missing = programs === null ? `: ${noPostgres}` : '';
  onPostgres(`on PostgreSQL, which crashes too${missing}`, { timeout }, async () => {
    const server: PrivatePostgres = await startPostgres(programs ?? '');
    try {
      await crash({ kind: 'postgres', connection: server.connection }, () => server.restartImmediately());
    } finally {
      await server.close();
    }
  });
});

/** @param crashDatabase - a few times, while everything runs */
async function crash(place: CrashPlace, crashDatabase: () => Promise<void>): Promise<void> {
  const random = seededRandom(seed);
  const host = crashHost(place);
  await using receiver = scriptedReceiver();
  await receiver.listen();
  answerAtRandom(receiver, random);
  const processes: SpawnedHost[] = [];
  try {
    await register(host, receiver);
    await killAtRandom(place, random, processes, crashDatabase);
    receiver.otherwise(200);
    await deliverTheRest(host);
    check(await host.ledger(), receiver.requests, processes);
    await checkNothingWaits(host, await host.ledger());
  } finally {
    for (const process of processes) await process.kill();
    await host.store.close();
    await host.close();
  }
}

/** Two webhooks, one of them strict. */
async function register(host: CrashHost, receiver: ScriptedReceiver): Promise<void> {
  await host.prepare();
  const senders = [httpSender({ allowPrivateNetworks: true })];
  const webhooks = createWebhooks<typeof crmCatalog, unknown>({ store: host.store, senders });
  await webhooks.migrate();
  for (const [ordering, event] of [
    ['best-effort', 'Account.*'],
    ['strict', 'Account.Create'],
  ] as const) {
    const input = { url: receiver.url(`/${ordering}`), events: [event], insecure_ssl: false };
    await webhooks.registry.create(input, {}, { ordering });
  }
}

/** What a receiver may do while the processes that call it are killed. */
function answerAtRandom(receiver: ScriptedReceiver, random: Random): void {
  receiver.otherwise(() => {
    const chance = random.number();
    if (chance < 0.1) return 500;
    if (chance < 0.15) return { reset: 'before-headers' };
    if (chance < 0.3) return { delayMs: 100 };
    return 200;
  });
}

async function killAtRandom(
  place: CrashPlace,
  random: Random,
  processes: SpawnedHost[],
  crashDatabase: () => Promise<void>,
): Promise<void> {
  const start = (role: Pick<ProcessTask, 'publishes' | 'delivers'>): SpawnedHost => {
    const index = processes.length;
    const spawned = new SpawnedHost(bundle.script, { ...role, name: `host${index}`, place, seed: seed + index });
    processes.push(spawned);
    return spawned;
  };
  const survivor = start({ publishes: true, delivers: true });
  const doomed = [
    start({ publishes: true, delivers: false }),
    start({ publishes: false, delivers: true }),
    start({ publishes: true, delivers: true }),
  ];
  await Promise.all([survivor, ...doomed].map((spawned) => spawned.ready()));
  for (let killed = 0; killed < kills; killed += 1) {
    await Promise.race(doomed.map((spawned) => spawned.ready()));
    // One that works: the others are still starting.
    const working = doomed.filter(({ isReady }) => isReady);
    const victim = working[Math.floor(random.number() * working.length)] as SpawnedHost;
    const index = doomed.indexOf(victim);
    await setTimeout(random.number() * 300);
    await victim.kill();
    // The last ones are not replaced.
    if (kills - killed <= doomed.length) doomed.splice(index, 1);
    else doomed[index] = start(victim.task);
    if (killed === Math.floor(kills / 3) || killed === Math.floor((2 * kills) / 3)) await crashDatabase();
  }
  await seesWork(survivor);
  expect(await survivor.stop()).toBe(null);
}

/** The process that was never killed still publishes and delivers, whatever happened to its database. */
async function seesWork(survivor: SpawnedHost): Promise<void> {
  const [published, delivered] = [survivor.count('committed'), survivor.count('delivered')];
  const until = Date.now() + 10_000;
  while (survivor.count('committed') < published + 10 || survivor.count('delivered') < delivered + 10) {
    if (Date.now() > until)
      throw new Error(`the survivor does nothing any more: ${survivor.lines.slice(-20).join('\n')}`);
    await setTimeout(20);
  }
}

/** An hour later, when all leases have ended and all retries are due. */
async function deliverTheRest(host: CrashHost): Promise<void> {
  // Once the server knows that the killed processes are gone.
  await host.ledger();
  const webhooks = createWebhooks<typeof crmCatalog, unknown>({
    store: host.store,
    senders: [httpSender({ allowPrivateNetworks: true })],
    clock: virtualClock(Date.now() + 3_600_000),
    retry: crashRetry,
  });
  await webhooks.drain();
  await webhooks.stop();
}

function check(
  ledger: readonly string[],
  requests: readonly ReceivedRequest[],
  processes: readonly SpawnedHost[],
): void {
  const committed = new Set(ledger);
  const arrived = new Map<string, Map<string, Buffer>>();
  let repeats = 0;
  for (const request of requests) {
    const [{ entity }] = request.json() as [{ entity: { id: string } }];
    const key = `${request.path} ${entity.id}`;
    const ids = arrived.get(key) ?? new Map<string, Buffer>();
    arrived.set(key, ids);
    const id = String(request.headers['webhook-id']);
    const earlier = ids.get(id);
    if (earlier === undefined) {
      ids.set(id, request.body);
      continue;
    }
    repeats += 1;
    if (!earlier.equals(request.body)) throw new Error(`two bodies for delivery ${id}`);
  }
  const expected = ledger.flatMap(arrivalsOf);
  const lost = expected.filter((key) => !arrived.has(key));
  const surplus = [...arrived.keys()].filter((key) => !committed.has(key.slice(key.indexOf(' ') + 1)));
  const renamed = [...arrived].filter(([, ids]) => ids.size > 1).map(([key]) => key);
  expect({ lost, surplus, renamed }).toEqual({ lost: [], surplus: [], renamed: [] });
  // And the run was one: all of this did happen.
  const told = (what: string) => processes.flatMap((spawned) => spawned.told(what));
  const forgotten = told('committed').filter((change) => !committed.has(change));
  expect(forgotten).toEqual([]);
  expect(told('rolled-back').length).toBeGreaterThan(0);
  expect(ledger.length).toBeGreaterThan(kills);
  expect(repeats).toBeGreaterThan(0);
}

/** Where a change arrives, as path and change. */
function arrivalsOf(change: string): readonly string[] {
  const everywhere = [`/best-effort ${change}`];
  return eventOf(change) === 'Account.Create' ? [...everywhere, `/strict ${change}`] : everywhere;
}

/** Every change made one delivery per webhook, and all are done. */
async function checkNothingWaits(host: CrashHost, ledger: readonly string[]): Promise<void> {
  const query = { tenant: 'default', webhookId: null, createdFrom: null, createdUntil: null, limit: 1_000 } as const;
  const statuses: Record<string, number> = {};
  for (let after: string | null = null, isOver = false; !isOver; ) {
    const page: Page<Delivery> = await host.store.listDeliveries({
      ...query,
      order: 'oldest-first',
      statuses: null,
      after,
    });
    for (const { status } of page.items) statuses[status] = (statuses[status] ?? 0) + 1;
    after = page.items.at(-1)?.id ?? null;
    isOver = !page.hasNextPage;
  }
  expect(statuses).toEqual({ succeeded: ledger.flatMap(arrivalsOf).length });
}
