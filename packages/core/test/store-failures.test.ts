import { describe, expect, it } from 'vitest';
import type { ClaimedDelivery, Settlement, SettleResult } from '../src/index.ts';
import {
  forever,
  gate,
  hour,
  minute,
  publish,
  publishOne,
  recordErrors,
  recordEvents,
  register,
  runEngine,
  second,
  sentNames,
  standing,
  statusesOf,
  statusOf,
} from './delivery-fixture.ts';
import { startEngine } from './engine-fixture.ts';
import { type Trouble, troubledStore, unreachable } from './troubled-store.ts';
import { watchUnhandled } from './watch-unhandled.ts';

describe('publish (DE-1)', () => {
  it('resolves only after the store has the deliveries', async () => {
    const { store, trouble } = troubledStore();
    const { webhooks, clock } = startEngine({ store });
    await register(webhooks);
    const stored = gate();
    trouble('enqueue', async (proceed) => {
      await stored.opened;
      return proceed();
    });
    let published = false;
    const publishing = publishOne(webhooks).then((id) => {
      published = true;
      return id;
    });
    await clock.advance(hour);
    expect(published).toBe(false);
    expect((await webhooks.deliveries.list()).total).toBe(0);
    stored.open();
    expect(await statusOf(webhooks, await publishing)).toBe('pending');
  });

  it('rejects when the store could not take them, and nothing is sent', async () => {
    const { store, trouble, heal } = troubledStore();
    const engine = await runEngine({ store });
    const { webhooks, clock } = engine;
    await register(webhooks);
    trouble('enqueue', unreachable);
    await expect(publish(webhooks, 'lost')).rejects.toThrow('connection refused');
    heal();
    await publish(webhooks, 'kept');
    await clock.advance(hour);
    expect(sentNames(engine)).toEqual(['kept']);
  });
});

describe('a store that cannot be reached for a while', () => {
  it.each(['claim', 'nextDueAt'] as const)(
    'by %s: errors come, at a bounded pace, and delivery goes on',
    async (method) => {
      const unhandled = watchUnhandled();
      const { store, trouble, heal, calls } = troubledStore();
      const { webhooks, clock, sender } = await runEngine({ store, retry: { delaysMs: [second], jitter: 0 } });
      const errors = recordErrors(webhooks);
      await register(webhooks);
      sender.respond(500);
      trouble(method, unreachable);
      const id = await publishOne(webhooks);
      await clock.advance(10 * minute);
      const callsInTenMinutes = calls(method);
      expect(callsInTenMinutes).toBeGreaterThan(5);
      expect(callsInTenMinutes).toBeLessThan(1_300);
      expect(errors.length).toBeGreaterThan(5);
      expect(new Set(errors)).toEqual(new Set(['STORE_UNAVAILABLE']));
      heal();
      await clock.advance(minute);
      expect(await standing(webhooks, id)).toMatchObject({ status: 'succeeded', attempts: 2 });
      const settled = errors.length;
      await clock.advance(hour);
      expect(errors).toHaveLength(settled);
      await expect(unhandled()).resolves.toEqual([]);
    },
  );

  it('by claim: its pauses grow to 30 s and no further', async () => {
    const { store, trouble } = troubledStore();
    const { webhooks, clock } = await runEngine({ store });
    await register(webhooks);
    const times: number[] = [];
    trouble('claim', () => {
      times.push(clock.now());
      throw new Error('connection refused');
    });
    await publish(webhooks);
    await clock.advance(5 * minute);
    const pauses = times.slice(1).map((at, index) => at - (times[index] as number));
    expect(pauses.slice(0, 8)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(Math.max(...pauses)).toBe(30_000);
  });

  it('by settle: the outcome waits, is not lost, and the request is not repeated within its lease', async () => {
    const unhandled = watchUnhandled();
    const { store, trouble, heal } = troubledStore();
    const { webhooks, clock, sender } = await runEngine({ store });
    const errors = recordErrors(webhooks);
    const events = recordEvents(webhooks, ['delivery-succeeded', 'delivery-retrying']);
    await register(webhooks);
    const times: number[] = [];
    trouble('settle', () => {
      times.push(clock.now());
      return Promise.reject(new Error('connection refused'));
    });
    sender.respond(200, 500);
    const ids = await publish(webhooks, 'good', 'bad');
    await clock.advance(20 * second);
    const pauses = times.slice(1).map((at, index) => at - (times[index] as number));
    expect(pauses.slice(-4)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect([sender.requests.length, events.length]).toEqual([2, 0]);
    expect(errors).toEqual(times.map(() => 'STORE_UNAVAILABLE'));
    heal();
    await clock.advance(16 * second);
    expect(await statusesOf(webhooks, ids)).toEqual(['succeeded', 'succeeded']);
    expect(events.map(([name]) => name)).toEqual(['delivery-succeeded', 'delivery-retrying', 'delivery-succeeded']);
    expect(sender.requests).toHaveLength(3);
    await expect(unhandled()).resolves.toEqual([]);
  });

  it('by settle alone: what is sent without being recorded stays bounded by the concurrency', async () => {
    const { store, trouble, heal } = troubledStore();
    const { webhooks, clock, sender } = await runEngine({ store, dispatch: { concurrency: 4 } });
    await register(webhooks);
    trouble('settle', unreachable);
    const names = Array.from({ length: 50 }, (_, index) => `A${index}`);
    const ids = await publish(webhooks, ...names);
    await clock.advance(30 * second);
    // As many again may have gone out before the first refusal was known.
    expect(sender.requests.length).toBeLessThanOrEqual(8);
    heal();
    await clock.advance(minute);
    expect(new Set(await statusesOf(webhooks, ids))).toEqual(new Set(['succeeded']));
    expect(sender.requests).toHaveLength(50);
  });

  it('by renew: it is reported, and what is under way goes on', async () => {
    const unhandled = watchUnhandled();
    const { store, trouble } = troubledStore();
    const { webhooks, clock, sender } = await runEngine({ store, dispatch: { timeoutMs: minute } });
    const errors = recordErrors(webhooks);
    await register(webhooks);
    let calls = 0;
    trouble('renew', () => {
      calls += 1;
      if (calls === 1) throw new Error('no promise, even');
      return Promise.reject(new Error('connection refused'));
    });
    const answer = gate<number>();
    sender.respond(() => answer.opened);
    const id = await publishOne(webhooks);
    await clock.advance(50 * second);
    expect(errors).toEqual(['STORE_UNAVAILABLE', 'STORE_UNAVAILABLE']);
    answer.open(200);
    await clock.advance(0);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'succeeded', attempts: 1 });
    await expect(unhandled()).resolves.toEqual([]);
  });

  it('by saveWebhooks after a 410: the delivery ends all the same, and it is reported', async () => {
    const { store, trouble } = troubledStore();
    const { webhooks, clock, sender } = await runEngine({ store });
    const errors = recordErrors(webhooks);
    const { id: webhookId } = await register(webhooks);
    trouble('saveWebhooks', unreachable);
    sender.respond(410);
    const id = await publishOne(webhooks);
    await clock.advance(0);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'exhausted', code: 'GONE' });
    expect(errors).toEqual(['STORE_UNAVAILABLE']);
    expect((await webhooks.registry.get(webhookId)).status).toBe('active');
  });

  it.each(['expireHeld', 'prune'] as const)('by %s: it is reported and tried again', async (method) => {
    const { store, trouble, heal } = troubledStore();
    const { webhooks, clock } = await runEngine({ store, retentionDays: 0.01 });
    const errors = recordErrors(webhooks);
    const { id: webhookId } = await register(webhooks);
    trouble(method, unreachable);
    await publish(webhooks, 'old');
    await clock.advance(30 * minute);
    expect(errors.length).toBeGreaterThan(25);
    expect((await webhooks.deliveries.list({ webhookId })).total).toBe(1);
    heal();
    await clock.advance(2 * minute);
    expect((await webhooks.deliveries.list({ webhookId })).total).toBe(0);
  });
});

describe('a store that hangs for a while', () => {
  it.each(['claim', 'nextDueAt', 'settle'] as const)('in %s: nothing is lost once it goes on', async (method) => {
    const { store, trouble, heal } = troubledStore();
    const engine = await runEngine({ store });
    const { webhooks, clock } = engine;
    await register(webhooks);
    const recovered = gate();
    trouble(method, async (proceed) => {
      await recovered.opened;
      return proceed();
    });
    const ids = await publish(webhooks, 'one', 'two');
    await clock.advance(30 * second);
    ids.push(await publishOne(webhooks, 'three'));
    heal();
    recovered.open();
    await clock.advance(minute);
    expect(await statusesOf(webhooks, ids)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(sentNames(engine)).toEqual(['one', 'two', 'three']);
  });

  it('in prune: the runs do not pile up, and stop waits for the one under way', async () => {
    const { store, trouble, heal, calls } = troubledStore();
    const { webhooks, clock } = startEngine({ store });
    await webhooks.start();
    const recovered = gate<number>();
    trouble('prune', () => recovered.opened);
    await clock.advance(hour);
    expect(calls('prune')).toBe(1);
    let stopped = false;
    const stopping = webhooks.stop().then(() => {
      stopped = true;
    });
    await clock.advance(minute);
    expect(stopped).toBe(false);
    heal();
    recovered.open(0);
    await stopping;
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('a store that answers what cannot be', () => {
  const claimsOf = async (proceed: () => Promise<unknown>) => (await proceed()) as readonly ClaimedDelivery[];

  it.each([
    { what: 'no payload texts', change: { payloadTexts: [] } },
    { what: 'too many payload texts', change: { payloadTexts: ['"entity":{}', '"entity":{}'] } },
    { what: 'no list of texts', change: { payloadTexts: undefined } },
    { what: 'no webhook', change: { webhook: undefined } },
  ])('with $what: that try fails with a code, the others go on', async ({ change }) => {
    const unhandled = watchUnhandled();
    const { store, trouble, heal } = troubledStore();
    const { webhooks, clock } = await runEngine({ store });
    await register(webhooks);
    trouble('claim', async (proceed) =>
      (await claimsOf(proceed)).map((claim) =>
        claim.payloadTexts[0]?.includes('malformed') ? { ...claim, ...change } : claim,
      ),
    );
    const ids = await publish(webhooks, 'malformed', 'well-formed');
    await clock.advance(0);
    expect(await statusesOf(webhooks, ids)).toEqual(['pending', 'succeeded']);
    expect(await standing(webhooks, ids[0] as string)).toMatchObject({ attempts: 1, code: 'SENDER_FAILED' });
    heal();
    await clock.advance(minute);
    expect(await statusesOf(webhooks, ids)).toEqual(['succeeded', 'succeeded']);
    await expect(unhandled()).resolves.toEqual([]);
  });

  it.each([
    { what: 'nothing', answer: undefined },
    { what: 'too few results', answer: [] },
    { what: 'results of nothing', answer: [null] },
  ])('to settle with $what: it is reported where it shows, and nothing stops', async ({ answer }) => {
    const unhandled = watchUnhandled();
    const { store, trouble, heal } = troubledStore();
    const engine = await runEngine({ store });
    const { webhooks, clock, sender } = engine;
    await register(webhooks);
    trouble('settle', async (proceed) => {
      await proceed();
      return answer as unknown as SettleResult[];
    });
    const ids = [await publishOne(webhooks, 'one')];
    await clock.advance(0);
    heal();
    ids.push(await publishOne(webhooks, 'two'));
    await clock.advance(minute);
    expect(await statusesOf(webhooks, ids)).toEqual(['succeeded', 'succeeded']);
    await webhooks.drain();
    expect(sender.requests).toHaveLength(2);
    await expect(unhandled()).resolves.toEqual([]);
  });

  it.each([undefined, null, 'no list'])(
    'to claim with %s: it is reported, and delivery goes on after it',
    async (answer) => {
      const { store, trouble, heal } = troubledStore();
      const { webhooks, clock } = await runEngine({ store });
      const errors = recordErrors(webhooks);
      await register(webhooks);
      trouble('claim', async () => answer);
      const id = await publishOne(webhooks);
      await clock.advance(second);
      expect(new Set(errors)).toEqual(new Set(['STORE_UNAVAILABLE']));
      heal();
      await clock.advance(minute);
      expect(await statusOf(webhooks, id)).toBe('succeeded');
    },
  );
});

it('a clock that is more than 5 s off the store’s is reported, and the store’s time counts', async () => {
  const { store, trouble } = troubledStore();
  trouble('clockOffsetMs', () => 3_600_000);
  const { webhooks, clock, sender } = startEngine({ store });
  const errors = recordErrors(webhooks);
  await webhooks.start();
  await register(webhooks);
  await publish(webhooks);
  await clock.advance(0);
  expect(errors).toEqual(['CLOCK_SKEW']);
  expect(Number(sender.requests[0]?.headers['webhook-timestamp'])).toBe((clock.now() + 3_600_000) / 1_000);
  sender.respondOtherwise(forever);
  await webhooks.stop({ timeoutMs: 0 });
});

describe('a store whose webhook is somebody else’s for a while', () => {
  it('is brought that outcome again, and those of others at once', async () => {
    const { store, trouble, heal, calls } = troubledStore();
    const engine = await runEngine({ store });
    const { webhooks, clock } = engine;
    const busy = await register(webhooks, { url: 'https://busy.test/' });
    await register(webhooks, { url: 'https://free.test/' });
    const succeeded = recordEvents(webhooks, ['delivery-succeeded']);
    const errors = recordErrors(webhooks);
    const settleFree: Trouble = async (_, settlements, now) => {
      heal('settle');
      const results = await Promise.all(
        (settlements as readonly Settlement[]).map(async (settlement) => {
          const { deliveryId } = settlement;
          const { webhookId } = await webhooks.deliveries.get(deliveryId);
          if (webhookId !== busy.id) return (await store.settle([settlement], now as number))[0];
          return { deliveryId, settled: false, isBusy: true, health: { failingSince: null, triedSince: 0 } };
        }),
      );
      trouble('settle', settleFree);
      return results;
    };
    trouble('settle', settleFree);
    const ids = await publish(webhooks, 'one');
    await clock.advance(10 * second);
    expect(succeeded).toHaveLength(1);
    expect((await statusesOf(webhooks, ids)).toSorted()).toEqual(['sending', 'succeeded']);
    // The pauses grow to a second: it is asked for, and not in a loop.
    expect(calls('settle')).toBeGreaterThan(5);
    expect(calls('settle')).toBeLessThan(25);
    heal();
    await clock.advance(second);
    expect(await statusesOf(webhooks, ids)).toEqual(['succeeded', 'succeeded']);
    expect(sentNames(engine)).toEqual(['one', 'one']);
    expect(errors).toEqual([]);
  });

  it('is asked less and less often for what is due and cannot be had', async () => {
    const { store, trouble, heal, calls } = troubledStore();
    Object.defineProperty(store, 'seesAllWork', { value: false });
    const engine = await runEngine({ store });
    const { webhooks, clock } = engine;
    await register(webhooks);
    trouble('claim', async () => []);
    await publish(webhooks, 'held');
    await clock.advance(minute);
    // At most one for each poll interval of half a second, and a few at first.
    expect(calls('claim')).toBeLessThan(140);
    heal();
    await clock.advance(second);
    expect(sentNames(engine)).toEqual(['held']);
  });
});
