import { median, printRatios, type Ratio } from '../../ratio-table.ts';
import { startReceiver } from '../../start-receiver.ts';
import { createScratchDatabase, type ScratchDatabase } from '../scratch-database.ts';
import { postgresCpu, redisCpu } from '../server-cpu.ts';
import { orSkip } from '../server-missing.ts';
import { type DrainSummary, summariseDrains } from './drain-summary.ts';
import { type ContestantName, loadContestant } from './load-contestant.ts';
import { type Drain, type DrainParts, measureDrain } from './measure-drain.ts';
import { sampleBody } from './sample-body.ts';
import { startWorker } from './start-worker.ts';

const jobs = 20_000;
/** The first thousands of requests of a process cost several times as much. */
const warmUpJobs = 20_000;
const rounds = 5;
const redisUrl = process.env.HOOKWRIGHT_REDIS_URL ?? 'redis://127.0.0.1:6379';
const targets = { speed: 1.3, cpu: 0.6 };

/** One way to get the requests out, its worker started and idle. */
interface Stand {
  readonly title: string;
  readonly parts: DrainParts;
  readonly drains: Drain[];
}

/** 20,000 changes of 1 KB to 20,000 signed requests by one worker process, beside what a host would build on a job queue. */
export function measureSqlQueues(): Promise<boolean> {
  return orSkip('sql-queues', async () => {
    const database = await createScratchDatabase();
    try {
      return await contest(database);
    } finally {
      await database.drop();
    }
  });
}

async function contest(database: ScratchDatabase): Promise<boolean> {
  const cpu = { postgres: await postgresCpu(database.url), redis: await redisCpu(redisUrl) };
  const receiver = await startReceiver();
  const receiverUrl = `${receiver.origin}/hook`;
  const queueName = `hookwright-bench-${process.pid}`;
  const arena = { postgresUrl: database.url, redisUrl, queueName, receiverUrl, body: await sampleBody() };
  // Statistics as a running system has them, and no write-back of what one contestant wrote while the next one is measured.
  const settle = async (): Promise<void> => {
    await database.run('vacuum analyze');
    await database.run('checkpoint');
  };
  const enter = async (name: ContestantName): Promise<Stand> => {
    const contestant = await loadContestant(name);
    const publisher = await contestant.createPublisher(arena);
    const worker = await startWorker(name, arena);
    const parts = { publisher, worker, receiver, serverCpu: cpu[contestant.server], settle };
    return { title: contestant.title, parts, drains: [] };
  };
  const ours = await enter('hookwright');
  const others = [await enter('graphile'), await enter('bullmq'), await enter('pgBoss')];
  await takeTurns([ours, ...others]);
  for (const { parts } of [ours, ...others]) {
    await parts.worker.tell('close');
    await parts.publisher.close();
  }
  await cpu.redis.close();
  receiver.close();
  return report(ours, others);
}

/** Each in turn, another one first in each round. */
async function takeTurns(stands: readonly Stand[]): Promise<void> {
  for (const { parts } of stands) await measureDrain(parts, warmUpJobs);
  for (let round = 0; round < rounds; round += 1) {
    const turn = [...stands.slice(round % stands.length), ...stands.slice(0, round % stands.length)];
    for (const { parts, drains } of turn) drains.push(await measureDrain(parts, jobs));
  }
}

function report(own: Stand, others: readonly Stand[]): boolean {
  const ours = summariseDrains(own.drains);
  const results = others.map(({ title, drains }) => ({ title, drains, ...summariseDrains(drains) }));
  const best = results.reduce((left, right) => (right.speed > left.speed ? right : left));
  const rows = results.flatMap((other) => compare({ ...ours, drains: own.drains }, other, other === best));
  printRatios(
    `${jobs.toLocaleString('en')} changes of 1 KB, one signed request each, sent from a queue by one worker process`,
    rows,
  );
  return rows.every(({ target }) => target === null || target.met);
}

type Result = DrainSummary & { readonly drains: readonly Drain[] };

function compare(ours: Result, other: Result & { readonly title: string }, isBest: boolean): Ratio[] {
  const speed = pairedRatio(ours, other, ({ jobsPerSecond }) => jobsPerSecond);
  const cpu = pairedRatio(ours, other, ({ workerMicros, serverMicros }) => workerMicros + serverMicros);
  const goal = (text: string, met: boolean) => (isBest ? { text, met } : null);
  return [
    {
      name: `${other.title}${isBest ? ', the best of them' : ''}: jobs/s`,
      ours: perSecond(ours.speed),
      baseline: perSecond(other.speed),
      ratio: speed,
      target: goal(`≥ ${targets.speed}`, speed >= targets.speed),
    },
    {
      name: '  CPU a job, worker + server',
      ours: `${ours.worker.toFixed(0)} + ${ours.server.toFixed(0)} µs`,
      baseline: `${other.worker.toFixed(0)} + ${other.server.toFixed(0)} µs`,
      ratio: cpu,
      target: goal(`≤ ${targets.cpu}`, cpu <= targets.cpu),
    },
    {
      name: '  enqueued in bulk',
      ours: perSecond(ours.enqueue),
      baseline: perSecond(other.enqueue),
      ratio: ours.enqueue / other.enqueue,
      target: null,
    },
  ];
}

/** The median over the rounds: the machine's speed changes more between rounds than within one. */
function pairedRatio(ours: Result, other: Result, figureOf: (drain: Drain) => number): number {
  return median(ours.drains.map((drain, round) => figureOf(drain) / figureOf(other.drains[round] as Drain)));
}

function perSecond(value: number): string {
  return `${Math.round(value).toLocaleString('en')}/s`;
}
