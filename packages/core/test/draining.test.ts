import { describe, expect, it } from 'vitest';
import {
  forever,
  gate,
  hour,
  publish,
  publishOne,
  register,
  runEngine,
  second,
  sentNames,
  standing,
  statusOf,
} from './delivery-fixture.ts';
import { startEngine } from './engine-fixture.ts';
import { troubledStore, unreachable } from './troubled-store.ts';

describe('drain', () => {
  it('without start delivers what is due, leaves what is not, and leaves no timer', async () => {
    const engine = startEngine();
    const { webhooks, sender, clock } = engine;
    await register(webhooks, { options: { chunk_size: 1, chunk_delay: 60 } });
    sender.respond(500);
    await publish(webhooks, 'fails', 'arrives');
    await webhooks.publish(
      ['now', 'later'].map((name) => ({ event: 'Account.Create' as const, entity: { id: name, name } })),
    );
    await webhooks.drain();
    expect(sentNames(engine)).toEqual(['fails', 'arrives', 'now']);
    expect(clock.pendingTimers).toBe(0);
    await clock.advance(hour);
    expect(sender.requests).toHaveLength(3);
    await webhooks.drain();
    expect(sentNames(engine)).toEqual(['fails', 'arrives', 'now', 'fails', 'later']);
  });

  it('of nothing resolves at once', async () => {
    const { webhooks, clock } = startEngine();
    await webhooks.drain();
    await Promise.all([webhooks.drain(), webhooks.drain()]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('waits for what is under way, and for its settlement', async () => {
    const { store, trouble, heal } = troubledStore();
    const { webhooks, sender, clock } = startEngine({ store });
    await register(webhooks);
    const [answered, stored] = [gate<number>(), gate()];
    sender.respond(() => answered.opened);
    trouble('settle', async (proceed) => {
      await stored.opened;
      return proceed();
    });
    const id = await publishOne(webhooks);
    let drained = false;
    const draining = webhooks.drain().then(() => {
      drained = true;
    });
    await clock.advance(second);
    expect(drained).toBe(false);
    answered.open(200);
    await clock.advance(second);
    expect([drained, await statusOf(webhooks, id)]).toEqual([false, 'sending']);
    heal();
    stored.open();
    await draining;
    expect(await statusOf(webhooks, id)).toBe('succeeded');
  });

  it('takes what is published meanwhile', async () => {
    const engine = startEngine();
    const { webhooks, sender } = engine;
    await register(webhooks);
    sender.respond(async () => {
      await publish(webhooks, 'second');
      return 200;
    });
    await publish(webhooks, 'first');
    await webhooks.drain();
    expect(sentNames(engine)).toEqual(['first', 'second']);
  });

  it('while started waits for what is due and leaves the engine running', async () => {
    const engine = await runEngine();
    const { webhooks, sender, clock } = engine;
    await register(webhooks);
    const answer = gate<number>();
    sender.respond(() => answer.opened);
    await publish(webhooks, 'first');
    let drained = false;
    const draining = webhooks.drain().then(() => {
      drained = true;
    });
    await clock.advance(second);
    expect(drained).toBe(false);
    answer.open(200);
    await draining;
    await publish(webhooks, 'second');
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['first', 'second']);
  });

  it.each([false, true])('rejects when the store cannot be asked, started: %s', async (started) => {
    const { store, trouble, heal } = troubledStore();
    const engine = startEngine({ store });
    const { webhooks, clock } = engine;
    await register(webhooks);
    if (started) await webhooks.start();
    trouble('claim', unreachable);
    const id = await publishOne(webhooks);
    await expect(Promise.all([webhooks.drain(), webhooks.drain()])).rejects.toThrow('connection refused');
    heal();
    await webhooks.drain();
    expect(await standing(webhooks, id)).toMatchObject({ status: 'succeeded', attempts: 1 });
    await webhooks.stop();
    expect(clock.pendingTimers).toBe(0);
  });

  it('rejects when the store cannot be opened', async () => {
    const { store, trouble } = troubledStore();
    const { webhooks } = startEngine({ store });
    trouble('open', unreachable);
    await expect(webhooks.drain()).rejects.toThrow('connection refused');
  });

  it('ends when the engine is stopped', async () => {
    const { webhooks, sender, clock } = startEngine();
    await register(webhooks);
    sender.respond(forever);
    const id = await publishOne(webhooks);
    const draining = webhooks.drain();
    await clock.advance(0);
    expect(sender.underWay).toBe(1);
    await webhooks.stop({ timeoutMs: 0 });
    await draining;
    expect(await standing(webhooks, id)).toMatchObject({ status: 'pending', attempts: 0 });
    expect(clock.pendingTimers).toBe(0);
  });
});
