import { describe, expect, it } from 'vitest';
import {
  forever,
  gate,
  publish,
  register,
  runEngine,
  second,
  sentNames,
  statusesOf,
  urlA,
  urlB,
} from './delivery-fixture.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => `A${index}`);

describe('lanes (DE-6)', () => {
  it('a webhook that hangs takes eight places and delays no other', async () => {
    const { webhooks, sender, clock } = await runEngine();
    await register(webhooks, { url: urlA });
    await register(webhooks, { url: urlB });
    sender.respondOtherwise(({ url }) => (url === urlA ? forever() : 200));
    await publish(webhooks, ...names(100));
    await clock.advance(0);
    const sentTo = (wanted: string) => sender.requests.filter(({ url }) => url === wanted).length;
    expect([sentTo(urlA), sentTo(urlB)]).toEqual([8, 100]);
  });

  it('a backlog of one webhook delays no other by more than its turn', async () => {
    const engine = await runEngine({ dispatch: { concurrency: 4 } });
    const { webhooks, sender, clock } = engine;
    const backlog = await register(webhooks, { url: urlA });
    await webhooks.registry.pause(backlog.id);
    await publish(webhooks, ...names(200));
    await register(webhooks, { url: urlB });
    await clock.advance(0);
    await webhooks.registry.resume(backlog.id);
    await publish(webhooks, 'late');
    await clock.advance(0);
    const place = sender.requests.findIndex(({ url }) => url === urlB);
    expect(place).toBeGreaterThanOrEqual(0);
    expect(place).toBeLessThan(12);
    expect(sender.requests).toHaveLength(202);
  });

  it('retries of one webhook do not starve the fresh deliveries of another', async () => {
    const engine = await runEngine({ dispatch: { concurrency: 4 }, retry: { jitter: 0 } });
    const { webhooks, sender, clock } = engine;
    await register(webhooks, { url: urlA });
    sender.respondOtherwise(({ url }) => (url === urlA ? 500 : 200));
    await publish(webhooks, ...names(300));
    await clock.advance(0);
    await register(webhooks, { url: urlB });
    await clock.advance(5 * second - 1);
    sender.clear();
    await publish(webhooks, 'fresh');
    await clock.advance(1);
    const place = sender.requests.findIndex(({ url }) => url === urlB);
    expect(place).toBeGreaterThanOrEqual(0);
    expect(place).toBeLessThan(12);
  });

  it('no more than `concurrency` requests are under way in a process, 64 by default', async () => {
    const { webhooks, sender, clock } = await runEngine();
    for (let index = 0; index < 20; index += 1) await register(webhooks, { url: `https://r${index}.example/` });
    const release = gate<number>();
    let most = 0;
    sender.respondOtherwise(() => {
      most = Math.max(most, sender.underWay);
      return release.opened;
    });
    const ids = await publish(webhooks, ...names(10));
    await clock.advance(0);
    expect(sender.requests).toHaveLength(64);
    release.open(200);
    await clock.advance(0);
    expect(sender.requests).toHaveLength(200);
    expect(most).toBe(64);
    expect(new Set(await statusesOf(webhooks, ids))).toEqual(new Set(['succeeded']));
  });

  it.each([
    { own: undefined, dispatch: {}, expected: 8 },
    { own: undefined, dispatch: { perWebhookConcurrency: 3 }, expected: 3 },
    { own: 2, dispatch: {}, expected: 2 },
    { own: 12, dispatch: { perWebhookConcurrency: 3 }, expected: 12 },
    { own: 100, dispatch: { concurrency: 5 }, expected: 5 },
  ])('$expected to one webhook where it says $own and the engine $dispatch', async ({ own, dispatch, expected }) => {
    const { webhooks, sender, clock } = await runEngine({ dispatch });
    await register(webhooks, own === undefined ? {} : { settings: { perWebhookConcurrency: own } });
    sender.respondOtherwise(forever);
    await publish(webhooks, ...names(30));
    await clock.advance(0);
    expect(sender.underWay).toBe(expected);
  });

  it('two processes respect a webhook’s concurrency together, and send nothing twice', async () => {
    const one = await runEngine();
    const { webhooks, store, clock } = one;
    const other = await runEngine({ store, clock, seed: 2 });
    await register(webhooks);
    const waiting: (() => void)[] = [];
    let most = 0;
    for (const { sender } of [one, other]) {
      sender.respondOtherwise(() => {
        most = Math.max(most, one.sender.underWay + other.sender.underWay);
        return new Promise((resolve) => waiting.push(() => resolve(200)));
      });
    }
    const ids = [...(await publish(webhooks, ...names(30))), ...(await publish(other.webhooks, ...names(30)))];
    for (let round = 0; round < 60 && waiting.length + round > 0; round += 1) {
      await clock.advance(0);
      for (const answer of waiting.splice(0, 3)) answer();
    }
    await clock.advance(0);
    expect(most).toBe(8);
    const sent = [...one.sender.requests, ...other.sender.requests].map(({ headers }) => headers['webhook-id']);
    expect(sent.toSorted()).toEqual(ids.toSorted());
    expect(new Set(await statusesOf(webhooks, ids))).toEqual(new Set(['succeeded']));
  });

  it('a rate holds back its webhook alone, over all processes', async () => {
    const one = await runEngine();
    const { webhooks, store, clock } = one;
    const other = await runEngine({ store, clock, seed: 2 });
    await register(webhooks, { url: urlA, settings: { rate: 4 } });
    await register(webhooks, { url: urlB });
    await publish(webhooks, ...names(20));
    const sentTo = (wanted: string) =>
      [...one.sender.requests, ...other.sender.requests].filter(({ url }) => url === wanted).length;
    await clock.advance(0);
    expect([sentTo(urlA), sentTo(urlB)]).toEqual([4, 20]);
    await clock.advance(second);
    expect(sentTo(urlA)).toBe(8);
    await clock.advance(3 * second);
    expect(sentTo(urlA)).toBe(20);
  });

  it('a chunk’s delay delays no other delivery of its webhook', async () => {
    const engine = await runEngine();
    const { webhooks, clock } = engine;
    await register(webhooks, { options: { chunk_size: 1, chunk_delay: 60 } });
    await webhooks.publish(
      ['a', 'b'].map((name) => ({ event: 'Account.Create' as const, entity: { id: name, name } })),
    );
    await publish(webhooks, 'c');
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['a', 'c']);
  });
});
