import { createWebhooks } from '@hookwright/core';
import { memoryStore } from '@hookwright/store-memory';
import { createMatchWorld } from './match-world.ts';
import { microsPerCall } from './micros-per-call.ts';
import { printRatios, type Ratio } from './ratio-table.ts';
import { opportunity } from './sample-records.ts';

const changes = 1_000;
const micros = (value: number) => `${value.toFixed(value < 10 ? 3 : 0)} µs`;

/** What finding the webhooks of a change costs, beside a plain loop over closures. */
export async function measureMatching(): Promise<boolean> {
  const rows: Ratio[] = [];
  const few = createMatchWorld(10, changes);
  for (const count of [10, 1_000, 100_000]) {
    const world = count === 10 ? few : createMatchWorld(count, count === 100_000 ? 10 : changes);
    const [indexed, plain] = await sideBySide(world.byIndex, world.byLoop, world.changes);
    const each = world.matches / world.changes;
    rows.push({
      name: `${count.toLocaleString('en')} webhooks, ${each.toFixed(2)} match`,
      ours: micros(indexed),
      baseline: micros(plain),
      ratio: indexed / plain,
      target: null,
    });
  }
  const many = createMatchWorld(100_000, 1_000);
  const [amongMany, amongFew] = await sideBySide(many.byIndex, few.byIndex, changes);
  const allowed = 2 * amongFew + 0.1 * (many.matches / many.changes);
  rows.push({
    name: 'among 100,000 against among 10, both by index',
    ours: micros(amongMany),
    baseline: micros(amongFew),
    ratio: amongMany / amongFew,
    target: { text: `≤ 2 × baseline + 0.1 µs per match = ${micros(allowed)}`, met: amongMany <= allowed },
  });
  rows.push(await measureUnheard());
  printRatios('Matching, per change (a loop over closures is the baseline)', rows);
  return rows.every(({ target }) => target === null || target.met);
}

/** A whole `publish` of a change that nobody listens to, in a tenant with 1,000 webhooks. */
async function measureUnheard(): Promise<Ratio> {
  const sender = { schemes: ['https'], send: () => Promise.reject(new Error('nothing is to be sent')) };
  const webhooks = createWebhooks({ store: memoryStore(), senders: [sender] });
  for (let number = 0; number < 1_000; number += 1) {
    await webhooks.registry.create({ url: 'https://example.com', events: ['Account.*'], insecure_ssl: false });
  }
  const change = { event: 'Opportunity.Update', entity: opportunity(1, 1) } as const;
  const world = createMatchWorld(1_000, changes);
  const publish = async (): Promise<void> => {
    for (let call = 0; call < changes; call += 1) await webhooks.publish(change);
  };
  const [unheard, plain] = await sideBySide(publish, world.byLoop, changes);
  await webhooks.stop();
  return {
    name: 'publish of a change nobody listens to',
    ours: micros(unheard),
    baseline: micros(plain),
    ratio: unheard / plain,
    target: { text: '< 1 µs', met: unheard < 1 },
  };
}

async function sideBySide(ours: () => unknown, baseline: () => unknown, calls: number): Promise<[number, number]> {
  const measured = await microsPerCall({ ours, baseline }, calls);
  return [measured.ours ?? Number.NaN, measured.baseline ?? Number.NaN];
}
