import { memoryStore } from '@hookwright/store-memory';
import { recordingSender, virtualClock } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';
import type { Sender } from '../src/index.ts';
import {
  forever,
  gate,
  hour,
  publish,
  publishOne,
  recordErrors,
  register,
  runEngine,
  second,
  sentNames,
  standing,
  statusesOf,
} from './delivery-fixture.ts';
import { startEngine } from './engine-fixture.ts';
import { troubledStore, unreachable } from './troubled-store.ts';

describe('start', () => {
  it('twice is start once', async () => {
    const engine = await runEngine();
    const { webhooks, sender, clock } = engine;
    await Promise.all([webhooks.start(), webhooks.start()]);
    await register(webhooks);
    await publish(webhooks);
    await clock.advance(hour);
    expect(sender.requests).toHaveLength(1);
    await webhooks.stop();
    await publish(webhooks);
    await clock.advance(hour);
    expect(sender.requests).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it('delivers what was published before', async () => {
    const engine = startEngine();
    const { webhooks, clock } = engine;
    await register(webhooks);
    await publish(webhooks, 'early');
    await clock.advance(hour);
    expect(sentNames(engine)).toEqual([]);
    await webhooks.start();
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['early']);
    await webhooks.stop();
  });

  it('rejects when the store cannot be opened, and may be tried again', async () => {
    const { store, trouble, heal } = troubledStore();
    const engine = startEngine({ store });
    const { webhooks, clock } = engine;
    trouble('open', unreachable);
    await expect(webhooks.start()).rejects.toThrow('connection refused');
    heal();
    await webhooks.start();
    await register(webhooks);
    await publish(webhooks, 'after');
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['after']);
    await webhooks.stop();
  });

  it('after stop works, as often as it is asked', async () => {
    const engine = startEngine();
    const { webhooks, clock } = engine;
    await register(webhooks);
    for (const name of ['one', 'two', 'three']) {
      await webhooks.start();
      await publish(webhooks, name);
      await clock.advance(0);
      await webhooks.stop();
      expect(clock.pendingTimers).toBe(0);
    }
    expect(sentNames(engine)).toEqual(['one', 'two', 'three']);
  });

  it('and stop in one go end in the state that was asked for last', async () => {
    const engine = startEngine();
    const { webhooks, clock } = engine;
    await register(webhooks);
    await Promise.all([webhooks.start(), webhooks.stop(), webhooks.start()]);
    await publish(webhooks, 'running');
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['running']);
    await Promise.all([webhooks.stop(), webhooks.start(), webhooks.stop()]);
    await publish(webhooks, 'stopped');
    await clock.advance(hour);
    expect(sentNames(engine)).toEqual(['running']);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('stop', () => {
  it('without start, and twice, changes nothing', async () => {
    const { webhooks, clock } = startEngine();
    await webhooks.stop();
    await webhooks.start();
    await Promise.all([webhooks.stop(), webhooks.stop()]);
    await webhooks.stop();
    expect(clock.pendingTimers).toBe(0);
  });

  it('waits for what is under way, claims no more, and loses nothing', async () => {
    const engine = await runEngine({ dispatch: { concurrency: 2 } });
    const { webhooks, sender, clock } = engine;
    await register(webhooks);
    const answer = gate<number>();
    sender.respond(
      () => answer.opened,
      () => answer.opened,
    );
    const ids = await publish(webhooks, 'one', 'two', 'three');
    await clock.advance(0);
    let stopped = false;
    const stopping = webhooks.stop({ timeoutMs: 10 * second }).then(() => {
      stopped = true;
    });
    await clock.advance(9 * second);
    expect([stopped, sender.underWay]).toEqual([false, 2]);
    answer.open(200);
    await stopping;
    expect(sender.requests).toHaveLength(2);
    expect(await statusesOf(webhooks, ids)).toEqual(['succeeded', 'succeeded', 'pending']);
    expect(clock.pendingTimers).toBe(0);
    await webhooks.start();
    await clock.advance(0);
    expect(await statusesOf(webhooks, ids)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  });

  it.each([
    { given: { timeoutMs: 3 * second }, timeoutMs: 3 * second },
    { given: undefined, timeoutMs: 10 * second },
    { given: { timeoutMs: 0 }, timeoutMs: 0 },
  ])(
    'gives back what takes longer than $timeoutMs ms: no try counted, delivered after the next start',
    async (options) => {
      const engine = await runEngine();
      const { webhooks, sender, clock } = engine;
      await register(webhooks);
      sender.respond(forever);
      const id = await publishOne(webhooks, 'slow');
      await clock.advance(second);
      let stopped = false;
      const stopping = webhooks.stop(options.given).then(() => {
        stopped = true;
      });
      if (options.timeoutMs > 0) {
        await clock.advance(options.timeoutMs - 1);
        expect([stopped, sender.underWay]).toEqual([false, 1]);
        await clock.advance(1);
      }
      await stopping;
      expect(sender.underWay).toBe(0);
      expect(await standing(webhooks, id)).toMatchObject({ status: 'pending', attempts: 0, code: null });
      expect(await webhooks.deliveries.attempts(id)).toEqual([]);
      expect(clock.pendingTimers).toBe(0);
      await webhooks.start();
      await clock.advance(0);
      expect(sentNames(engine)).toEqual(['slow', 'slow']);
      expect(await standing(webhooks, id)).toMatchObject({ status: 'succeeded', attempts: 1 });
    },
  );

  it('gives back to other processes at once', async () => {
    const one = await runEngine();
    const { webhooks, store, clock } = one;
    await register(webhooks);
    one.sender.respond(forever);
    await publish(webhooks, 'slow');
    await clock.advance(0);
    const other = await runEngine({ store, clock, seed: 2 });
    await webhooks.stop({ timeoutMs: 0 });
    await clock.advance(0);
    expect(sentNames(other)).toEqual(['slow']);
  });

  it('aborts the signal and hears nothing that a sender says later', async () => {
    const answer = gate<number>();
    const signals: AbortSignal[] = [];
    const deaf: Sender = {
      schemes: ['https'],
      send: async (_request, signal) => {
        signals.push(signal);
        const status = await answer.opened;
        return { kind: 'response', status, headers: {}, body: new Uint8Array() };
      },
    };
    const { webhooks, clock } = await runEngine({ senders: [deaf] });
    const errors = recordErrors(webhooks);
    await register(webhooks);
    const id = await publishOne(webhooks);
    await clock.advance(0);
    await webhooks.stop({ timeoutMs: 0 });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    answer.open(410);
    await clock.advance(0);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'pending', attempts: 0 });
    await webhooks.start();
    await clock.advance(0);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'exhausted', attempts: 1 });
    expect(errors).toEqual([]);
  });

  it('gives back what a claim brings while it stops', async () => {
    const { store, trouble, heal } = troubledStore();
    const engine = await runEngine({ store });
    const { webhooks, clock } = engine;
    await register(webhooks);
    const claimed = gate();
    trouble('claim', async (proceed) => {
      const claims = await proceed();
      await claimed.opened;
      return claims;
    });
    const id = await publishOne(webhooks, 'claimed');
    await clock.advance(0);
    const stopping = webhooks.stop();
    heal();
    claimed.open();
    await stopping;
    expect(sentNames(engine)).toEqual([]);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'pending', attempts: 0 });
    await webhooks.start();
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['claimed']);
  });

  it('ends though the store cannot take the outcomes: their leases end by themselves', async () => {
    const { store, trouble, heal } = troubledStore();
    const engine = await runEngine({ store });
    const { webhooks, sender, clock } = engine;
    const errors = recordErrors(webhooks);
    await register(webhooks);
    trouble('settle', unreachable);
    const id = await publishOne(webhooks, 'sent');
    await clock.advance(second);
    await webhooks.stop();
    expect(clock.pendingTimers).toBe(0);
    expect(errors.length).toBeGreaterThan(1);
    expect(new Set(errors)).toEqual(new Set(['STORE_UNAVAILABLE']));
    heal();
    await webhooks.start();
    await clock.advance(2 * 60 * second);
    expect(sender.requests).toHaveLength(2);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'succeeded', attempts: 1 });
  });

  it('still settles what came in while an earlier settlement failed', async () => {
    const { store, trouble, heal } = troubledStore();
    const { webhooks, sender, clock } = await runEngine({ store });
    await register(webhooks);
    const [late, failing] = [gate<number>(), gate()];
    sender.respond(200, () => late.opened);
    trouble('settle', async () => {
      await failing.opened;
      throw new Error('connection refused');
    });
    const [first = '', second = ''] = await publish(webhooks, 'first', 'second');
    await clock.advance(0);
    const stopping = webhooks.stop();
    late.open(200);
    await clock.advance(0);
    heal();
    failing.open();
    await stopping;
    expect(await statusesOf(webhooks, [first, second])).toEqual(['sending', 'succeeded']);
  });

  it('closes its senders and its store, each though another fails', async () => {
    const closed: string[] = [];
    const sender = (name: string, fails: boolean): Sender => ({
      schemes: ['https'],
      send: async () => ({ kind: 'response', status: 200, headers: {}, body: new Uint8Array() }),
      close: async () => {
        closed.push(name);
        if (fails) throw new Error(`${name} cannot be closed`);
      },
    });
    const { store, calls } = troubledStore();
    const { webhooks } = startEngine({
      store,
      senders: [sender('one', true), recordingSender(), sender('two', false)],
    });
    await webhooks.start();
    await expect(webhooks.stop()).rejects.toThrow('one cannot be closed');
    expect(closed).toEqual(['one', 'two']);
    expect(calls('close')).toBe(1);
  });

  it('is what `await using` ends with', async () => {
    const clock = virtualClock();
    const store = memoryStore();
    let requests = 0;
    {
      await using webhooks = startEngine({ clock, store }).webhooks;
      await webhooks.start();
      webhooks.on('delivery-succeeded', () => {
        requests += 1;
      });
      await register(webhooks);
      await publish(webhooks);
      await clock.advance(0);
    }
    expect([requests, clock.pendingTimers]).toEqual([1, 0]);
  });
});
