import { median, printRatios, type Ratio } from '../../ratio-table.ts';
import { orSkip } from '../server-missing.ts';
import type { ClaimStand } from './claim-stand.ts';
import { ClaimWorld } from './claim-world.ts';
import { createPostgresClaimStand } from './postgres-claim-stand.ts';
import { createSqliteClaimStand } from './sqlite-claim-stand.ts';

const few = 1_000;
const many = Number(process.env.HOOKWRIGHT_BENCH_WAITING ?? 1_000_000);
const ofDead = many / 10;
const dueTomorrow = many / 10;
const webhookCount = 200;
const rounds = 10;
const cyclesPerRound = 10;
const warmUpCycles = 20;
/** Before the measurement with a transaction open: what it keeps alive is to pile up, as much as 170 deliveries a second leave in ten minutes. */
const churnCycles = 1_000;
const target = 1.5;

/** What claim(100) + settle(100) cost when much waits, as multiples of what they cost when little does. */
export async function measureSqlClaim(): Promise<boolean> {
  const rows: Ratio[] = [];
  rows.push(...(await compare('SQLite', createSqliteClaimStand)));
  await orSkip('sql-claim on PostgreSQL', async () => {
    rows.push(...(await compare('PostgreSQL', createPostgresClaimStand)));
    return true;
  });
  printRatios(`Claiming 100 deliveries and settling them, beside the same when ${count(few)} wait`, rows);
  return rows.every(({ target: goal }) => goal === null || goal.met);
}

async function compare<Tx>(where: string, createStand: () => Promise<ClaimStand<Tx>>): Promise<Ratio[]> {
  const small = new ClaimWorld(await createStand());
  await small.fill(await small.addWebhooks(webhookCount, 'acme'), few);
  const large = new ClaimWorld(await createStand());
  const rows: Ratio[] = [];
  const measure = async (name: string): Promise<void> => {
    rows.push(await measureBoth(`${where}, ${name}`, small, large));
  };
  const dead = await large.addWebhooks(1, 'acme');
  await large.fill(await large.addWebhooks(webhookCount, 'acme'), many - ofDead);
  await large.fill(dead, ofDead);
  await measure(`${count(many)} wait`);
  for (const webhook of dead) await large.kill(webhook);
  await measure(`and ${count(ofDead)} of them are of a dead webhook`);
  await large.addDueTomorrow(dueTomorrow);
  await measure(`and ${count(dueTomorrow)} more webhooks are all due tomorrow`);
  const release = await large.hold();
  for (let cycle = 0; cycle < churnCycles; cycle += 1) await large.cycle();
  await measure(`and a host transaction ${large.stand.heldTransaction} is open`);
  await release();
  await small.stand.close();
  await large.stand.close();
  return rows;
}

async function measureBoth<Tx>(name: string, small: ClaimWorld<Tx>, large: ClaimWorld<Tx>): Promise<Ratio> {
  for (const world of [small, large]) {
    await cycles(world, warmUpCycles);
    await world.stand.maintain();
    await cycles(world, warmUpCycles);
  }
  const smallMs: number[] = [];
  const largeMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    smallMs.push(median(await cycles(small, cyclesPerRound)));
    largeMs.push(median(await cycles(large, cyclesPerRound)));
  }
  const ratio = median(largeMs.map((ms, round) => ms / (smallMs[round] ?? Number.NaN)));
  return {
    name,
    ours: `${median(largeMs).toFixed(2)} ms`,
    baseline: `${median(smallMs).toFixed(2)} ms`,
    ratio,
    target: { text: `≤ ${target}`, met: ratio <= target },
  };
}

async function cycles<Tx>(world: ClaimWorld<Tx>, number: number): Promise<number[]> {
  const took: number[] = [];
  for (let cycle = 0; cycle < number; cycle += 1) took.push(await world.cycle());
  return took;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
