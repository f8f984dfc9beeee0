import { describe, expect, it } from 'vitest';
import { WebhookError, type WebhooksEvents } from '../src/index.ts';
import {
  publish,
  publishOne,
  recordEvents,
  register,
  runEngine,
  second,
  standing,
  statusesOf,
  urlB,
} from './delivery-fixture.ts';
import { watchUnhandled } from './watch-unhandled.ts';

describe('events', () => {
  it('tell of each try: whose, which, how often, and what came of it', async () => {
    const { webhooks, sender, clock } = await runEngine({ retry: { delaysMs: [second], jitter: 0 } });
    const events = recordEvents(webhooks);
    const { id: webhookId } = await register(webhooks);
    sender.respond(async () => {
      await new Promise<void>((resolve) => void clock.setTimer(resolve, 250));
      return 201;
    });
    const good = await publishOne(webhooks);
    await clock.advance(second);
    sender.respond(500, { kind: 'failure', code: 'CONNECT_FAILED', message: 'no connection', detail: 'ECONNREFUSED' });
    const bad = await publishOne(webhooks);
    const failedAt = clock.now();
    await clock.advance(second);
    const base = { tenant: 'default', webhookId };
    expect(events).toEqual([
      ['delivery-succeeded', { ...base, deliveryId: good, attempts: 1, status: 201, durationMs: 250 }],
      [
        'delivery-retrying',
        {
          ...base,
          deliveryId: bad,
          attempts: 1,
          status: 500,
          code: 'HTTP_500',
          message: 'the receiver answered 500; expected a 2xx',
          detail: null,
          dueAt: failedAt + second,
        },
      ],
      [
        'delivery-exhausted',
        {
          ...base,
          deliveryId: bad,
          attempts: 2,
          status: null,
          code: 'CONNECT_FAILED',
          message: 'no connection',
          detail: 'ECONNREFUSED',
        },
      ],
    ]);
  });

  it('tell of the webhooks that were paused and disabled, by whom, and of no other edit', async () => {
    const { webhooks } = await runEngine();
    const events = recordEvents(webhooks);
    const { id } = await register(webhooks);
    await webhooks.registry.pause(id);
    await webhooks.registry.resume(id);
    await webhooks.registry.disable(id);
    await webhooks.registry.enable(id);
    await webhooks.registry.update(id, { url: urlB });
    await webhooks.registry.delete(id);
    await webhooks.registry.restore(id);
    expect(events).toEqual([
      ['webhook-paused', { tenant: 'default', webhookId: id, status: 'paused', reason: 'HOST' }],
      ['webhook-disabled', { tenant: 'default', webhookId: id, status: 'disabled', reason: 'HOST' }],
    ]);
  });

  it('come after the store knows', async () => {
    const { webhooks, sender, clock } = await runEngine();
    await register(webhooks);
    sender.respond(500);
    const seen: Promise<unknown>[] = [];
    const look = ({ deliveryId }: { readonly deliveryId: string }) =>
      void seen.push(standing(webhooks, deliveryId).then(({ status, attempts }) => [status, attempts]));
    webhooks.on('delivery-retrying', look);
    webhooks.on('delivery-succeeded', look);
    await publish(webhooks);
    await clock.advance(6 * second);
    expect(await Promise.all(seen)).toEqual([
      ['pending', 1],
      ['succeeded', 2],
    ]);
  });

  it('end for a listener that is taken away, and for that one alone', async () => {
    const { webhooks, clock } = await runEngine();
    await register(webhooks);
    const heard: string[] = [];
    const end = webhooks.on('delivery-succeeded', () => void heard.push('one'));
    webhooks.on('delivery-succeeded', () => void heard.push('two'));
    await publish(webhooks);
    await clock.advance(0);
    end();
    end();
    await publish(webhooks);
    await clock.advance(0);
    expect(heard).toEqual(['one', 'two', 'two']);
  });
});

describe('a listener that fails', () => {
  const ways: [string, () => unknown][] = [
    [
      'throws',
      () => {
        throw new Error('the listener broke');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the listener broke'))],
    [
      'throws what is no error',
      () => {
        throw null;
      },
    ],
  ];

  it.each(ways)('because it %s stops nothing and is reported as LISTENER_FAILED', async (_way, fail) => {
    const unhandled = watchUnhandled();
    const { webhooks, sender, clock } = await runEngine({ retry: { delaysMs: [second], jitter: 0 } });
    const errors: WebhookError[] = [];
    webhooks.on('error', (error) => void errors.push(error));
    const names = [
      'delivery-succeeded',
      'delivery-retrying',
      'delivery-exhausted',
      'webhook-paused',
      'webhook-disabled',
    ] as const satisfies readonly (keyof WebhooksEvents)[];
    const heardAfter: string[] = [];
    for (const name of names) {
      webhooks.on(name, () => fail() as undefined);
      webhooks.on(name, () => void heardAfter.push(name));
    }
    const { id } = await register(webhooks);
    sender.respond(200, 500, 500, 410);
    const ids = await publish(webhooks, 'good', 'bad');
    await clock.advance(second);
    await webhooks.registry.pause(id);
    await webhooks.registry.resume(id);
    ids.push(await publishOne(webhooks, 'gone'));
    await clock.advance(0);
    expect(await statusesOf(webhooks, ids)).toEqual(['succeeded', 'exhausted', 'exhausted']);
    expect(heardAfter).toEqual([
      'delivery-succeeded',
      'delivery-retrying',
      'delivery-exhausted',
      'webhook-paused',
      'webhook-disabled',
      'delivery-exhausted',
    ]);
    expect(errors.map(({ code }) => code)).toEqual(Array(6).fill('LISTENER_FAILED'));
    expect(errors.every((error) => WebhookError.is(error))).toBe(true);
    expect(errors[0]?.message).toContain('"delivery-succeeded"');
    await expect(unhandled()).resolves.toEqual([]);
  });

  it.each(ways)('of `error` itself because it %s is harmless', async (_way, fail) => {
    const unhandled = watchUnhandled();
    const { webhooks, clock } = await runEngine();
    let heard = 0;
    webhooks.on('error', () => fail() as undefined);
    webhooks.on('error', () => {
      heard += 1;
    });
    webhooks.on('delivery-succeeded', () => {
      throw new Error('the listener broke');
    });
    await register(webhooks);
    const ids = await publish(webhooks, 'one', 'two');
    await clock.advance(0);
    expect(await statusesOf(webhooks, ids)).toEqual(['succeeded', 'succeeded']);
    expect(heard).toBe(2);
    await expect(unhandled()).resolves.toEqual([]);
  });
});
