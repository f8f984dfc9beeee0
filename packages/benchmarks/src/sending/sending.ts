import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { median, printRatios, type Ratio } from '../ratio-table.ts';
import { type RunningReceiver, startReceiver } from '../start-receiver.ts';
import type { BesideHostile } from './beside-hostile.ts';
import { bundleChild } from './bundle-child.ts';
import { connections, newSender, sendOk } from './ok-sender.ts';
import { runAtOnce } from './run-at-once.ts';
import { body, signedHeaders } from './signed-request.ts';

const requests = 20_000;
const concurrency = connections;
const origins = 1_000;
const rounds = 7;
const hostileCount = 100;
const targets = { one: 1, many: 0.85, p99: 1.2, p99ExtraMs: 5, memory: 150_000_000 };

/** The sender with all its bounds, beside undici's `request` that signs and does nothing else. */
export async function measureSending(): Promise<boolean> {
  const receiver = await startReceiver();
  const { port } = new URL(receiver.origin);
  // First, while this process holds nothing of the others.
  const hostile = await measureHostile(receiver);
  const rows = [
    await measureOrigins(['127.0.0.1'], port, targets.one),
    await measureOrigins(
      Array.from({ length: origins }, (_, number) => `r${number}.example`),
      port,
      targets.many,
    ),
    ...hostile,
  ];
  receiver.close();
  printRatios(`Sending bodies of ${body.length} bytes, signed, ${concurrency} at once`, rows);
  return rows.every(({ target }) => target === null || target.met);
}

async function measureOrigins(hosts: readonly string[], port: string, target: number): Promise<Ratio> {
  const urls = hosts.map((host) => `http://${host}:${port}/hook`);
  const sender = newSender();
  const pools = urls.map((url) => new Pool(new URL(url).origin, { connections: concurrency, connect: { lookup } }));
  const ours = () => runAtOnce(requests, concurrency, (number) => sendOk(sender, urls[number % urls.length] as string));
  const plain = () =>
    runAtOnce(requests, concurrency, async (number) => {
      const pool = pools[number % pools.length] as Pool;
      const response = await pool.request({ path: '/hook', method: 'POST', headers: signedHeaders(body), body });
      await response.body.dump();
    });
  const speeds: { readonly ours: number; readonly plain: number }[] = [];
  await plain();
  await ours();
  for (let round = 0; round < rounds; round += 1) speeds.push({ plain: await plain(), ours: await ours() });
  await sender.close?.();
  await Promise.all(pools.map((pool) => pool.destroy()));
  const ratio = median(speeds.map((speed) => speed.ours / speed.plain));
  return {
    name: hosts.length === 1 ? 'to one origin' : `to ${hosts.length.toLocaleString('en')} origins`,
    ours: perSecond(median(speeds.map((speed) => speed.ours))),
    baseline: perSecond(median(speeds.map((speed) => speed.plain))),
    ratio,
    target: { text: `≥ ${target}`, met: ratio >= target },
  };
}

/** What a healthy receiver's senders see of a hundred that misbehave, and what those cost: in a process that does nothing else. */
async function measureHostile({ origin }: RunningReceiver): Promise<Ratio[]> {
  const hostile = await startHostile();
  const file = await bundleChild(new URL('./beside-hostile.ts', import.meta.url));
  const child = fork(file, [`${origin}/hook`, hostile.ports.join(' ')], { execArgv: [] });
  const [{ pairs, memory }] = (await once(child, 'message')) as [BesideHostile];
  hostile.close();
  const ratio = median(pairs.map((pair) => pair.beside / pair.alone));
  const extraMs = median(pairs.map((pair) => pair.beside - pair.alone));
  return [
    {
      name: `p99 of a healthy one, beside ${hostileCount} that are hostile`,
      ours: `${median(pairs.map((pair) => pair.beside)).toFixed(2)} ms`,
      baseline: `${median(pairs.map((pair) => pair.alone)).toFixed(2)} ms`,
      ratio,
      target: {
        text: `≤ ${targets.p99} or + ${targets.p99ExtraMs} ms`,
        met: ratio <= targets.p99 || extraMs <= targets.p99ExtraMs,
      },
    },
    {
      name: '  resident memory meanwhile, beside what is allowed',
      ours: `${(memory / 1e6).toFixed(0)} MB`,
      baseline: `${(targets.memory / 1e6).toFixed(0)} MB`,
      ratio: memory / targets.memory,
      target: { text: '≤ 1', met: memory <= targets.memory },
    },
  ];
}

async function startHostile(): Promise<{ readonly ports: readonly string[]; close(): void }> {
  const file = fileURLToPath(new URL('./hostile-receivers.ts', import.meta.url));
  const args = ['--import', 'tsx', file, String(hostileCount)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { ports: line.toString().trim().split(' '), close: () => child.stdin.end() };
}

function lookup(
  _hostname: string,
  _options: unknown,
  callback: (error: null, addresses: { address: string; family: number }[]) => void,
): void {
  callback(null, [{ address: '127.0.0.1', family: 4 }]);
}

function perSecond(value: number): string {
  return `${Math.round(value).toLocaleString('en')}/s`;
}
