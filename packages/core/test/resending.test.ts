import { response, verifySignature } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';
import type { PayloadFormatName } from '../src/index.ts';
import {
  day,
  gate,
  hour,
  publish,
  publishOne,
  recordEvents,
  register,
  runEngine,
  second,
  sentNames,
  standing,
  statusesOf,
  statusOf,
  urlA,
  urlB,
} from './delivery-fixture.ts';

describe('attempts (DE-7)', () => {
  it('are all recorded: when, how long, and what came', async () => {
    const { webhooks, sender, clock } = await runEngine({ retry: { delaysMs: [second, second], jitter: 0 } });
    await register(webhooks);
    const startAt = clock.now();
    sender.respond(
      async () => {
        await new Promise<void>((resolve) => void clock.setTimer(resolve, 300));
        return response(503, { headers: { 'x-trace': 't1' }, body: 'try later' });
      },
      { kind: 'failure', code: 'CONNECTION_RESET', message: 'the connection was reset', detail: 'ECONNRESET' },
      response(202, { headers: { 'x-trace': 't3' }, body: 'thanks' }),
    );
    const deliveryId = await publishOne(webhooks);
    await clock.advance(10 * second);
    const nothing = { responseHeaders: null, responseBody: null };
    expect(await webhooks.deliveries.attempts(deliveryId)).toEqual([
      {
        deliveryId,
        number: 1,
        startedAt: startAt,
        durationMs: 300,
        status: 503,
        code: 'HTTP_503',
        message: 'the receiver answered 503; expected a 2xx',
        responseHeaders: { 'x-trace': 't1' },
        responseBody: 'try later',
      },
      {
        deliveryId,
        number: 2,
        startedAt: startAt + 1_300,
        durationMs: 0,
        status: null,
        code: 'CONNECTION_RESET',
        message: 'the connection was reset',
        ...nothing,
      },
      {
        deliveryId,
        number: 3,
        startedAt: startAt + 2_300,
        durationMs: 0,
        status: 202,
        code: null,
        message: null,
        ...nothing,
      },
    ]);
    expect(await webhooks.deliveries.get(deliveryId)).toMatchObject({
      attempts: 3,
      lastAttemptAt: startAt + 2_300,
      finishedAt: startAt + 2_300,
    });
  });

  it('keep headers and body of successes too where the host asks for `full`', async () => {
    const { webhooks, sender, clock } = await runEngine({ attempts: 'full' });
    await register(webhooks);
    sender.respond(response(200, { headers: { 'x-trace': 't1' }, body: 'thanks' }));
    const id = await publishOne(webhooks);
    await clock.advance(0);
    expect(await webhooks.deliveries.attempts(id)).toMatchObject([
      { status: 200, responseHeaders: { 'x-trace': 't1' }, responseBody: 'thanks' },
    ]);
  });

  it('keep the first 4 KiB of a body', async () => {
    const { webhooks, sender, clock } = await runEngine();
    await register(webhooks);
    sender.respond(response(500, { body: `${'x'.repeat(4_095)}é${'y'.repeat(100)}` }));
    const id = await publishOne(webhooks);
    await clock.advance(0);
    const [attempt] = await webhooks.deliveries.attempts(id);
    expect(attempt?.responseBody).toBe('x'.repeat(4_095));
  });

  it('of unknown deliveries and those of other tenants are NOT_FOUND, like the deliveries', async () => {
    const { webhooks } = await runEngine();
    await register(webhooks);
    const id = await publishOne(webhooks);
    const unknown = '019b76da-a800-7000-8000-000000000000';
    for (const [given, scope] of [
      [unknown, {}],
      ['no uuid', {}],
      [id, { tenant: 'other' }],
    ] as const) {
      for (const call of ['get', 'attempts', 'resend'] as const) {
        await expect(webhooks.deliveries[call](given, scope)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      }
    }
    expect(await webhooks.deliveries.list({}, { tenant: 'other' })).toMatchObject({ total: 0 });
  });
});

describe('resend (DE-7)', () => {
  const formats: readonly PayloadFormatName[] = ['crm', 'standard', 'cloudevents'];

  it.each(formats)('sends the same bytes under a new id, to today’s url with today’s secret: %s', async (format) => {
    const { webhooks, sender, clock } = await runEngine();
    const { id: webhookId } = await register(webhooks, { url: urlA, settings: { format } });
    const first = await publishOne(webhooks, 'Zoë & "Söhne"');
    await clock.advance(hour);
    await webhooks.registry.update(webhookId, { url: urlB, options: { skip_keys: ['x'] } });
    const { secret } = await webhooks.registry.rotateSecret(webhookId);
    await clock.advance(2 * day);
    const { deliveryIds, notifications } = await webhooks.deliveries.resend(first);
    await clock.advance(0);
    const [again = ''] = deliveryIds;
    const third = (await webhooks.deliveries.resend(again)).deliveryIds[0] ?? '';
    await clock.advance(0);
    expect(new Set([first, again, third]).size).toBe(3);
    expect(notifications).toBe(1);
    expect(sender.requests.map(({ url }) => url)).toEqual([urlA, urlB, urlB]);
    const [one, two, three] = sender.requests.map(({ body }) => Buffer.from(body));
    expect(two).toEqual(one);
    expect(three).toEqual(one);
    expect(sender.requests.map(({ headers }) => headers['webhook-id'])).toEqual([first, again, third]);
    expect(sender.requests.slice(1).every((request) => verifySignature(request, { secret: secret ?? '' }))).toBe(true);
    expect(await webhooks.deliveries.get(again)).toMatchObject({ resendOf: first, bodyId: first, status: 'succeeded' });
    expect(await webhooks.deliveries.get(third)).toMatchObject({ resendOf: again, bodyId: first });
    expect(await standing(webhooks, first)).toMatchObject({ status: 'succeeded', attempts: 1 });
  });

  it('repeats a chunk whole', async () => {
    const engine = await runEngine();
    const { webhooks, sender, clock } = engine;
    await register(webhooks, { options: { chunk_size: 2 } });
    const { deliveryIds } = await webhooks.publish(
      ['a', 'b', 'c'].map((name) => ({ event: 'Account.Create' as const, entity: { id: name, name } })),
    );
    await clock.advance(0);
    sender.clear();
    expect(await webhooks.deliveries.resend(deliveryIds[0] as string)).toMatchObject({ notifications: 2 });
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['a', 'b']);
  });

  it('has a schedule of its own', async () => {
    const { webhooks, sender, clock } = await runEngine({ retry: { delaysMs: [second], jitter: 0 } });
    await register(webhooks);
    sender.respond(500, 500, 500);
    const first = await publishOne(webhooks);
    await clock.advance(second);
    const { deliveryIds } = await webhooks.deliveries.resend(first);
    await clock.advance(second);
    expect(await standing(webhooks, deliveryIds[0] as string)).toMatchObject({ status: 'succeeded', attempts: 2 });
    expect(await standing(webhooks, first)).toMatchObject({ status: 'exhausted', attempts: 2 });
  });

  it('is refused for a deleted webhook, and works again once that is restored', async () => {
    const { webhooks, sender, clock } = await runEngine();
    const { id: webhookId } = await register(webhooks);
    const id = await publishOne(webhooks);
    await clock.advance(0);
    await webhooks.registry.delete(webhookId);
    await expect(webhooks.deliveries.resend(id)).rejects.toMatchObject({ code: 'WEBHOOK_DELETED' });
    await expect(webhooks.deliveries.replay({ webhookId })).rejects.toMatchObject({ code: 'WEBHOOK_DELETED' });
    await clock.advance(hour);
    expect(sender.requests).toHaveLength(1);
    await webhooks.registry.restore(webhookId);
    await webhooks.deliveries.resend(id);
    await clock.advance(0);
    expect(sender.requests).toHaveLength(2);
  });

  it.each(['pause', 'disable'] as const)('is held after %s, until enable', async (call) => {
    const { webhooks, sender, clock } = await runEngine();
    const { id: webhookId } = await register(webhooks);
    const id = await publishOne(webhooks);
    await clock.advance(0);
    await webhooks.registry[call](webhookId);
    const resent = (await webhooks.deliveries.resend(id)).deliveryIds[0] ?? '';
    const replayed = (await webhooks.deliveries.replay({ webhookId })).deliveryIds[0] ?? '';
    await clock.advance(hour);
    expect(await statusesOf(webhooks, [resent, replayed])).toEqual(['held', 'held']);
    await webhooks.registry.enable(webhookId);
    await clock.advance(0);
    expect(await statusesOf(webhooks, [resent, replayed])).toEqual(['succeeded', 'succeeded']);
    expect(sender.requests).toHaveLength(3);
  });

  it('of one that is still under way makes another beside it', async () => {
    const { webhooks, sender, clock } = await runEngine();
    await register(webhooks);
    const answer = gate<number>();
    sender.respond(() => answer.opened);
    const first = await publishOne(webhooks);
    await clock.advance(0);
    const { deliveryIds } = await webhooks.deliveries.resend(first);
    await clock.advance(0);
    expect(await statusesOf(webhooks, [first, ...deliveryIds])).toEqual(['sending', 'succeeded']);
    answer.open(200);
    await clock.advance(0);
    expect(await statusOf(webhooks, first)).toBe('succeeded');
  });
});

describe('replay (DE-7)', () => {
  it('sends what finished in a time span again, in its order, once', async () => {
    const engine = await runEngine({ retry: { delaysMs: [] } });
    const { webhooks, sender, clock } = engine;
    const { id: webhookId } = await register(webhooks, { settings: { ordering: 'strict' } });
    await register(webhooks, { url: urlB });
    await publish(webhooks, 'before');
    await clock.advance(hour);
    const from = clock.now();
    sender.respondTo(urlA, 200, 500);
    await publish(webhooks, 'good', 'bad');
    await clock.advance(hour);
    const until = new Date(clock.now());
    await publish(webhooks, 'after');
    await clock.advance(hour);
    sender.clear();
    const receipt = await webhooks.deliveries.replay({ webhookId, from, until });
    expect(receipt).toMatchObject({ notifications: 2, deliveryIds: { length: 2 } });
    await clock.advance(0);
    expect(sender.requests.map(({ url }) => url)).toEqual([urlA, urlA]);
    expect(sentNames(engine)).toEqual(['good', 'bad']);
    sender.clear();
    await webhooks.deliveries.replay({ webhookId, from, until, statuses: ['exhausted'] });
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['bad']);
  });

  it('leaves what still waits, and its own deliveries', async () => {
    const { webhooks, sender, clock } = await runEngine();
    const { id: webhookId } = await register(webhooks);
    sender.respond(200, 500);
    await publish(webhooks, 'done', 'waiting');
    await clock.advance(0);
    expect((await webhooks.deliveries.replay({ webhookId })).deliveryIds).toHaveLength(1);
    expect((await webhooks.deliveries.replay({ webhookId, until: clock.now() })).deliveryIds).toHaveLength(0);
  });

  it('takes more than a page, each once and in order', async () => {
    const engine = await runEngine();
    const { webhooks, sender, clock } = engine;
    const events = recordEvents(webhooks, ['delivery-succeeded']);
    const { id: webhookId } = await register(webhooks, { options: { chunk_size: 1 } });
    const names = Array.from({ length: 2_345 }, (_, index) => `A${index}`);
    await webhooks.publish(names.map((name) => ({ event: 'Account.Create' as const, entity: { id: name, name } })));
    await clock.advance(0);
    expect(events).toHaveLength(2_345);
    sender.clear();
    const { deliveryIds, notifications } = await webhooks.deliveries.replay({ webhookId });
    expect([new Set(deliveryIds).size, notifications]).toEqual([2_345, 2_345]);
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(names);
  });

  it('of a span that ends before it begins is refused, as is a list of one', async () => {
    const { webhooks, clock } = await runEngine();
    const { id: webhookId } = await register(webhooks);
    const span = { webhookId, from: clock.now(), until: new Date(clock.now() - 1) };
    const refused = { code: 'VALIDATION_FAILED', issues: [{ path: 'until', code: 'OUT_OF_RANGE' }] };
    await expect(webhooks.deliveries.replay(span)).rejects.toMatchObject(refused);
    await expect(webhooks.deliveries.list(span)).rejects.toMatchObject(refused);
    const instant = { ...span, until: span.from };
    expect((await webhooks.deliveries.replay(instant)).deliveryIds).toEqual([]);
  });

  it('of a webhook that is unknown here is NOT_FOUND', async () => {
    const { webhooks } = await runEngine();
    const { id: webhookId } = await register(webhooks);
    await expect(webhooks.deliveries.replay({ webhookId: 'nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(webhooks.deliveries.replay({ webhookId }, { tenant: 'other' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
