import { failure, response, seededRandom } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../src/index.ts';
import {
  day,
  hour,
  minute,
  publish,
  publishOne,
  recordEvents,
  register,
  runEngine,
  second,
  sentNames,
  standing,
  statusesOf,
  urlA,
  urlB,
} from './delivery-fixture.ts';
import type { EngineFixture } from './engine-fixture.ts';

const scheduleMs = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** Chance that is always the same for jitter. */
const fixedRandom = (number: number) => ({ number: () => number, bytes: seededRandom(1).bytes });

/** Answers every request alike and notes when it came, in ms since now. */
function noteTimes({ sender, clock }: EngineFixture, outcome: SendOutcome | number): number[] {
  const startAt = clock.now();
  const times: number[] = [];
  sender.respondOtherwise(() => {
    times.push(clock.now() - startAt);
    return outcome;
  });
  return times;
}

function httpDate(instant: number): string {
  return new Date(instant).toUTCString();
}

describe('the retry schedule (DE-3)', () => {
  it.each([
    { random: 0, factor: 0.8 },
    { random: 0.25, factor: 0.9 },
    { random: 0.5, factor: 1 },
    { random: 0.75, factor: 1.1 },
  ])('is ten tries, each delay × $factor where chance is $random, then it is exhausted', async ({ random, factor }) => {
    const engine = await runEngine({ random: fixedRandom(random) });
    const { webhooks, clock } = engine;
    const times = noteTimes(engine, 500);
    const events = recordEvents(webhooks);
    const { id: webhookId } = await register(webhooks);
    const id = await publishOne(webhooks);
    await clock.advance(4.5 * day);
    let at = 0;
    const expected = [0, ...scheduleMs.map((step) => (at += Math.round(step * factor)))];
    expect(times).toEqual(expected);
    expect(await standing(webhooks, id)).toEqual({ status: 'exhausted', attempts: 10, code: 'HTTP_500', dueAt: null });
    expect(events.map(([name]) => name)).toEqual([...Array(9).fill('delivery-retrying'), 'delivery-exhausted']);
    expect(events.at(-1)?.[1]).toMatchObject({
      webhookId,
      deliveryId: id,
      attempts: 10,
      status: 500,
      code: 'HTTP_500',
    });
  });

  it('varies each delay by at most a fifth, and not always alike', async () => {
    const engine = await runEngine({ random: seededRandom(7) });
    const { webhooks, clock, sender } = engine;
    await register(webhooks);
    const triesOf = new Map<string | undefined, number[]>();
    sender.respondOtherwise(({ headers }) => {
      const id = headers['webhook-id'];
      triesOf.set(id, [...(triesOf.get(id) ?? []), clock.now()]);
      return 503;
    });
    await publish(webhooks, ...Array.from({ length: 8 }, (_, index) => `A${index}`));
    await clock.advance(4.5 * day);
    const shares: number[] = [];
    expect(triesOf.size).toBe(8);
    for (const tries of triesOf.values()) {
      expect(tries).toHaveLength(10);
      for (const [index, step] of scheduleMs.entries()) {
        const delay = (tries[index + 1] as number) - (tries[index] as number);
        expect(delay).toBeGreaterThanOrEqual(Math.floor(step * 0.8));
        expect(delay).toBeLessThanOrEqual(Math.ceil(step * 1.2));
        shares.push(Math.round((delay / step) * 100));
      }
    }
    expect(new Set(shares).size).toBeGreaterThan(20);
    expect(Math.min(...shares)).toBeLessThan(85);
    expect(Math.max(...shares)).toBeGreaterThan(115);
  });

  it('is the host’s where it gives one', async () => {
    const engine = await runEngine({ retry: { delaysMs: [second, 2 * second], jitter: 0 } });
    const times = noteTimes(engine, 500);
    await register(engine.webhooks);
    const id = await publishOne(engine.webhooks);
    await engine.clock.advance(day);
    expect(times).toEqual([0, second, 3 * second]);
    expect(await standing(engine.webhooks, id)).toMatchObject({ status: 'exhausted', attempts: 3 });
  });

  it('ends with the first 2xx', async () => {
    const { webhooks, sender, clock } = await runEngine();
    sender.respond(500, failure('TIMEOUT'), 204);
    const events = recordEvents(webhooks);
    const { id: webhookId } = await register(webhooks);
    const deliveryId = await publishOne(webhooks);
    await clock.advance(5 * day);
    expect(sender.requests).toHaveLength(3);
    expect(await standing(webhooks, deliveryId)).toEqual({ status: 'succeeded', attempts: 3, code: null, dueAt: null });
    expect(events.map(([name]) => name)).toEqual(['delivery-retrying', 'delivery-retrying', 'delivery-succeeded']);
    expect(events[2]?.[1]).toEqual({
      tenant: 'default',
      webhookId,
      deliveryId,
      attempts: 3,
      status: 204,
      durationMs: 0,
    });
  });

  it('leaves an exhausted delivery that can be resent', async () => {
    const { webhooks, sender, clock } = await runEngine({ retry: { delaysMs: [] } });
    sender.respond(500);
    await register(webhooks);
    const id = await publishOne(webhooks);
    await clock.advance(0);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'exhausted', attempts: 1 });
    const { deliveryIds } = await webhooks.deliveries.resend(id);
    await clock.advance(0);
    expect(await statusesOf(webhooks, [id, ...deliveryIds])).toEqual(['exhausted', 'succeeded']);
  });
});

describe('what is retried (DE-2, DE-3)', () => {
  it.each([100, 199, 300, 301, 302, 304, 307, 308, 400, 401, 403, 404, 408, 409, 411, 429, 499, 500, 502, 503, 599])(
    'a %i',
    async (status) => {
      const { webhooks, sender, clock } = await runEngine();
      sender.respond(response(status, { headers: { location: 'https://elsewhere.example/' } }));
      await register(webhooks);
      const id = await publishOne(webhooks);
      await clock.advance(0);
      expect(await standing(webhooks, id)).toMatchObject({ status: 'pending', attempts: 1, code: `HTTP_${status}` });
      await clock.advance(6 * second);
      expect(sender.requests.map(({ url }) => url)).toEqual([urlA, urlA]);
      expect(await standing(webhooks, id)).toMatchObject({ status: 'succeeded', attempts: 2 });
    },
  );

  it.each([200, 201, 202, 204, 226, 299])('not a %i', async (status) => {
    const { webhooks, sender, clock } = await runEngine();
    sender.respond(status);
    await register(webhooks);
    const id = await publishOne(webhooks);
    await clock.advance(day);
    expect(sender.requests).toHaveLength(1);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'succeeded', attempts: 1 });
  });

  it.each([
    'TIMEOUT',
    'DNS_FAILED',
    'CONNECT_FAILED',
    'CONNECTION_RESET',
    'TLS_FAILED',
    'INVALID_RESPONSE',
    'ABORTED',
    'SENDER_FAILED',
  ] as const)('a failure %s', async (code) => {
    const { webhooks, sender, clock } = await runEngine();
    sender.respond(failure(code));
    await register(webhooks);
    const id = await publishOne(webhooks);
    await clock.advance(0);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'pending', attempts: 1, code });
    await clock.advance(6 * second);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'succeeded', attempts: 2 });
  });

  it('a refusal by the address guard, whose address only the host is told', async () => {
    const { webhooks, sender, clock } = await runEngine();
    const message = 'the address is not allowed';
    sender.respond({ kind: 'failure', code: 'ADDRESS_NOT_ALLOWED', message, detail: '10.0.0.7' });
    const events = recordEvents(webhooks);
    await register(webhooks);
    const id = await publishOne(webhooks);
    await clock.advance(0);
    expect(events).toMatchObject([['delivery-retrying', { code: 'ADDRESS_NOT_ALLOWED', message, detail: '10.0.0.7' }]]);
    expect(JSON.stringify(await webhooks.deliveries.attempts(id))).not.toContain('10.0.0.7');
    await clock.advance(6 * second);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'succeeded', attempts: 2 });
  });
});

describe('Retry-After (DE-3)', () => {
  const jitterless = { random: fixedRandom(0.5) };

  it.each([
    { status: 503, after: '600', dueMs: 600 * second, freeMs: 600 * second },
    { status: 503, after: '2', dueMs: 5 * second, freeMs: 2 * second },
    { status: 429, after: '2', dueMs: 2 * second, freeMs: 2 * second },
    { status: 429, after: '600', dueMs: 600 * second, freeMs: 600 * second },
    { status: 404, after: '60', dueMs: 60 * second, freeMs: 60 * second },
    { status: 302, after: '60', dueMs: 60 * second, freeMs: 60 * second },
    { status: 503, after: '86400', dueMs: day, freeMs: day },
    { status: 503, after: '86401', dueMs: day, freeMs: day },
    { status: 429, after: '999999999999', dueMs: day, freeMs: day },
    { status: 429, after: '0', dueMs: 0, freeMs: 0 },
    { status: 429, after: 'soon', dueMs: 5 * second, freeMs: 0 },
    { status: 503, after: '-5', dueMs: 5 * second, freeMs: 0 },
  ])('of $after after a $status: again after $dueMs ms, others after $freeMs ms', async (vector) => {
    const { status, after, dueMs, freeMs } = vector;
    const { webhooks, sender, clock } = await runEngine(jitterless);
    await register(webhooks);
    sender.respond(response(status, { headers: { 'retry-after': after } }));
    const startAt = clock.now();
    const times = new Map<string, number[]>();
    sender.respondOtherwise(({ text }) => {
      const name = (JSON.parse(text) as [{ entity: { name: string } }])[0].entity.name;
      times.set(name, [...(times.get(name) ?? []), clock.now() - startAt]);
      return 200;
    });
    await publish(webhooks, 'first');
    await clock.advance(0);
    await publish(webhooks, 'second');
    await clock.advance(2 * day);
    expect(times).toEqual(
      new Map([
        ['first', [dueMs]],
        ['second', [freeMs]],
      ]),
    );
  });

  it.each([
    { waitMs: 90 * second, dueMs: 90 * second },
    { waitMs: 3 * day, dueMs: day },
    { waitMs: -hour, dueMs: 0 },
  ])('as a date $waitMs ms away holds back for $dueMs ms', async ({ waitMs, dueMs }) => {
    const engine = await runEngine(jitterless);
    const { webhooks, sender, clock } = engine;
    await register(webhooks);
    sender.respond(response(429, { headers: { 'retry-after': httpDate(clock.now() + waitMs) } }));
    const times = noteTimes(engine, 200);
    await publish(webhooks, 'first');
    await clock.advance(2 * day);
    expect(times).toEqual([dueMs]);
  });

  it('holds back neither other webhooks nor, after a 2xx, its own', async () => {
    const { webhooks, sender, clock } = await runEngine(jitterless);
    await register(webhooks, { url: urlA });
    await register(webhooks, { url: urlB });
    sender.respondTo(urlA, response(503, { headers: { 'retry-after': '600' } }));
    sender.respondTo(urlB, response(200, { headers: { 'retry-after': '600' } }));
    await publish(webhooks, 'first');
    await clock.advance(0);
    sender.clear();
    await publish(webhooks, 'second');
    await clock.advance(0);
    expect(sender.requests.map(({ url }) => url)).toEqual([urlB]);
  });

  it('holds back the webhook in every process', async () => {
    const one = await runEngine(jitterless);
    const { store, clock, webhooks } = one;
    await register(webhooks);
    one.sender.respond(response(429, { headers: { 'retry-after': '600' } }));
    const first = await publishOne(webhooks, 'first');
    await clock.advance(0);
    await webhooks.stop();
    const other = await runEngine({ ...jitterless, store, clock, seed: 2 });
    await publish(other.webhooks, 'second');
    await clock.advance(599 * second);
    expect(other.sender.requests).toHaveLength(0);
    await clock.advance(second);
    expect(sentNames(other).sort()).toEqual(['first', 'second']);
    expect(await standing(other.webhooks, first)).toMatchObject({ status: 'succeeded', attempts: 2 });
  });

  it('of the last try still holds back the others', async () => {
    const engine = await runEngine({ retry: { delaysMs: [] } });
    const { webhooks, sender, clock } = engine;
    await register(webhooks);
    sender.respond(response(503, { headers: { 'retry-after': '60' } }));
    await publish(webhooks, 'first');
    await clock.advance(0);
    await publish(webhooks, 'second');
    await clock.advance(minute - 1);
    expect(sentNames(engine)).toEqual(['first']);
    await clock.advance(1);
    expect(sentNames(engine)).toEqual(['first', 'second']);
  });

  it('that is shorter never takes back a longer one', async () => {
    const engine = await runEngine({ ...jitterless, dispatch: { perWebhookConcurrency: 2 } });
    const { webhooks, sender, clock } = engine;
    await register(webhooks);
    sender.respond(
      response(429, { headers: { 'retry-after': '600' } }),
      response(429, { headers: { 'retry-after': '1' } }),
    );
    await publish(webhooks, 'first', 'second');
    await clock.advance(599 * second);
    expect(sender.requests).toHaveLength(2);
    await clock.advance(second);
    expect(sender.requests).toHaveLength(4);
  });
});

describe('a 410 (DE-3)', () => {
  it('ends the delivery and disables the webhook, with an event for each', async () => {
    const { webhooks, sender, clock } = await runEngine();
    const events = recordEvents(webhooks);
    const { id: webhookId } = await register(webhooks);
    sender.respond(410);
    const id = await publishOne(webhooks, 'first');
    await clock.advance(0);
    expect(await standing(webhooks, id)).toEqual({ status: 'exhausted', attempts: 1, code: 'GONE', dueAt: null });
    expect(await webhooks.registry.get(webhookId)).toMatchObject({ status: 'disabled', is_deleted: false });
    expect(events).toEqual([
      ['webhook-disabled', { tenant: 'default', webhookId, status: 'disabled', reason: 'GONE' }],
      [
        'delivery-exhausted',
        {
          tenant: 'default',
          webhookId,
          deliveryId: id,
          attempts: 1,
          status: 410,
          code: 'GONE',
          message: expect.stringContaining('410'),
          detail: null,
        },
      ],
    ]);
    expect(await webhooks.publish({ event: 'Account.Create', entity: { id: '2' } })).toEqual({
      deliveryIds: [],
      notifications: 0,
    });
    await clock.advance(5 * day);
    expect(sender.requests).toHaveLength(1);
  });

  it('holds what waits, and enable sends it', async () => {
    const engine = await runEngine({ dispatch: { perWebhookConcurrency: 1 } });
    const { webhooks, sender, clock } = engine;
    const { id: webhookId } = await register(webhooks);
    sender.respond(410);
    const ids = await publish(webhooks, 'first', 'second', 'third');
    await clock.advance(day);
    expect(await statusesOf(webhooks, ids)).toEqual(['exhausted', 'held', 'held']);
    await webhooks.registry.enable(webhookId);
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['first', 'second', 'third']);
    expect(await statusesOf(webhooks, ids)).toEqual(['exhausted', 'succeeded', 'succeeded']);
  });

  it('of a paused webhook disables it', async () => {
    const { webhooks, sender, clock } = await runEngine();
    const { id: webhookId } = await register(webhooks);
    sender.respond(async () => {
      await webhooks.registry.pause(webhookId);
      return 410;
    });
    await publish(webhooks);
    await clock.advance(0);
    expect((await webhooks.registry.get(webhookId)).status).toBe('disabled');
  });

  it('disables once, whatever the others under way say', async () => {
    const { webhooks, sender, clock } = await runEngine();
    const events = recordEvents(webhooks, ['webhook-disabled', 'error']);
    await register(webhooks);
    sender.respond(410, 410, 500, 200, 410);
    const ids = await publish(webhooks, 'a', 'b', 'c', 'd', 'e');
    await clock.advance(0);
    expect(events).toHaveLength(1);
    expect(await statusesOf(webhooks, ids)).toEqual(['exhausted', 'exhausted', 'held', 'succeeded', 'exhausted']);
  });
});
