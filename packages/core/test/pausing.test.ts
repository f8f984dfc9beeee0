import { response } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';
import {
  day,
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
import type { EngineFixture } from './engine-fixture.ts';

describe('a paused webhook (DE-4, DE-4a)', () => {
  it('holds what waits and what is new; resume sends it now, with its tries kept', async () => {
    const engine = await runEngine();
    const { webhooks, sender, clock } = engine;
    const { id } = await register(webhooks);
    sender.respond(500, 500);
    const tried = await publishOne(webhooks, 'tried');
    await clock.advance(10 * second);
    expect(await standing(webhooks, tried)).toMatchObject({ status: 'pending', attempts: 2 });
    expect(await webhooks.registry.pause(id)).toMatchObject({ status: 'paused' });
    const fresh = await publishOne(webhooks, 'fresh');
    expect(await statusesOf(webhooks, [tried, fresh])).toEqual(['held', 'held']);
    await clock.advance(5 * hour);
    expect(sender.requests).toHaveLength(2);
    sender.clear();
    expect(await webhooks.registry.resume(id)).toMatchObject({ status: 'active' });
    await clock.advance(0);
    expect(sentNames(engine).sort()).toEqual(['fresh', 'tried']);
    expect(await standing(webhooks, tried)).toMatchObject({ status: 'succeeded', attempts: 3 });
    expect(await standing(webhooks, fresh)).toMatchObject({ status: 'succeeded', attempts: 1 });
  });

  it('sends what was held at the lane’s pace', async () => {
    const { webhooks, sender, clock } = await runEngine();
    const { id } = await register(webhooks, { settings: { rate: 2 } });
    await webhooks.registry.pause(id);
    await publish(webhooks, ...Array.from({ length: 6 }, (_, index) => `A${index}`));
    await clock.advance(hour);
    await webhooks.registry.resume(id);
    const counts: number[] = [];
    for (let tick = 0; tick < 4; tick += 1) {
      await clock.advance(tick === 0 ? 0 : second);
      counts.push(sender.requests.length);
    }
    expect(counts).toEqual([2, 4, 6, 6]);
  });

  it('still takes the answer to what is under way', async () => {
    const { webhooks, sender, clock } = await runEngine();
    const { id } = await register(webhooks);
    const answers = [gate<number>(), gate<number>()];
    sender.respond(
      ...answers.map(
        ({ opened }) =>
          () =>
            opened,
      ),
    );
    const ids = await publish(webhooks, 'good', 'bad');
    await clock.advance(0);
    expect(await statusesOf(webhooks, ids)).toEqual(['sending', 'sending']);
    await webhooks.registry.pause(id);
    answers[0]?.open(200);
    answers[1]?.open(500);
    await clock.advance(0);
    expect(await statusesOf(webhooks, ids)).toEqual(['succeeded', 'held']);
    await clock.advance(day);
    expect(sender.requests).toHaveLength(2);
    await webhooks.registry.resume(id);
    await clock.advance(0);
    expect(await statusesOf(webhooks, ids)).toEqual(['succeeded', 'succeeded']);
  });

  it('stays registered, and a second pause or resume changes nothing and tells nothing', async () => {
    const { webhooks } = await runEngine();
    const events = recordEvents(webhooks);
    const { id } = await register(webhooks);
    const first = await webhooks.registry.pause(id);
    expect(await webhooks.registry.pause(id)).toEqual(first);
    await webhooks.registry.resume(id);
    await webhooks.registry.resume(id);
    expect(events).toEqual([
      ['webhook-paused', { tenant: 'default', webhookId: id, status: 'paused', reason: 'HOST' }],
    ]);
    expect((await webhooks.registry.list()).total).toBe(1);
  });

  it('is told from a disabled one: resume does not enable, pause does not', async () => {
    const { webhooks } = await runEngine();
    const { id } = await register(webhooks);
    await webhooks.registry.disable(id);
    expect((await webhooks.registry.pause(id)).status).toBe('disabled');
    expect((await webhooks.registry.resume(id)).status).toBe('disabled');
  });

  it('keeps an earlier Retry-After over a resume', async () => {
    const { webhooks, sender, clock } = await runEngine();
    const { id } = await register(webhooks);
    sender.respond(response(429, { headers: { 'retry-after': '60' } }));
    await publish(webhooks);
    await clock.advance(0);
    await webhooks.registry.pause(id);
    await webhooks.registry.resume(id);
    await clock.advance(minute - 1);
    expect(sender.requests).toHaveLength(1);
    await clock.advance(1);
    expect(sender.requests).toHaveLength(2);
  });
});

describe('a webhook that fails for five days (DE-4)', () => {
  const pauses = ({ webhooks }: EngineFixture) => recordEvents(webhooks, ['webhook-paused']);

  /** Publishes `count` deliveries now, whose retries all fail and end within the four days that pass. */
  async function failFor4Days({ webhooks, clock }: EngineFixture, count: number): Promise<void> {
    await publish(webhooks, ...Array.from({ length: count }, (_, index) => `A${index}`));
    await clock.advance(4 * day);
  }

  it('is paused by itself once ten deliveries were tried, and its host is told', async () => {
    const engine = await runEngine();
    const { webhooks, sender, clock } = engine;
    const events = pauses(engine);
    sender.respondOtherwise(500);
    const { id } = await register(webhooks);
    await failFor4Days(engine, 9);
    await clock.advance(day);
    expect(events).toEqual([]);
    const last = await publishOne(webhooks, 'the tenth');
    await clock.advance(0);
    expect(events).toEqual([
      ['webhook-paused', { tenant: 'default', webhookId: id, status: 'paused', reason: 'FAILING' }],
    ]);
    expect(await webhooks.registry.get(id)).toMatchObject({ status: 'paused', is_deleted: false });
    expect(await standing(webhooks, last)).toMatchObject({ status: 'held', attempts: 1 });
    sender.respondOtherwise(200);
    await webhooks.registry.resume(id);
    await clock.advance(0);
    expect(await standing(webhooks, last)).toMatchObject({ status: 'succeeded', attempts: 2 });
    expect(events).toHaveLength(1);
  });

  it('is not before five days are over', async () => {
    const engine = await runEngine();
    const { webhooks, sender, clock } = engine;
    const events = pauses(engine);
    sender.respondOtherwise(500);
    const { id } = await register(webhooks);
    await failFor4Days(engine, 20);
    await clock.advance(day - 1);
    await publish(webhooks, 'a millisecond early');
    await clock.advance(0);
    expect([events, (await webhooks.registry.get(id)).status]).toEqual([[], 'active']);
    await clock.advance(1);
    await publish(webhooks, 'just in time');
    await clock.advance(0);
    expect(events).toHaveLength(1);
  });

  it('is not after fewer than ten deliveries, however often they are tried', async () => {
    const engine = await runEngine();
    const { webhooks, sender, clock } = engine;
    const events = pauses(engine);
    sender.respondOtherwise(500);
    const { id } = await register(webhooks);
    await failFor4Days(engine, 8);
    await clock.advance(2 * day);
    await publish(webhooks, 'the ninth');
    await clock.advance(4 * day);
    expect([events, (await webhooks.registry.get(id)).status]).toEqual([[], 'active']);
  });

  it('is not when a 2xx came between', async () => {
    const engine = await runEngine();
    const { webhooks, sender, clock } = engine;
    const events = pauses(engine);
    sender.respondOtherwise(500);
    await register(webhooks);
    await failFor4Days(engine, 12);
    sender.respond(200);
    await publish(webhooks, 'one that arrives');
    await failFor4Days(engine, 12);
    expect(events).toEqual([]);
    await clock.advance(day);
    await publish(webhooks, 'five days after the failure that followed it');
    await clock.advance(0);
    expect(events).toHaveLength(1);
  });

  it('alone is: others go on', async () => {
    const engine = await runEngine();
    const { webhooks, sender, clock } = engine;
    const bad = await register(webhooks);
    const good = await register(webhooks, { url: 'https://good.example/' });
    sender.respondOtherwise(({ url }) => (url.startsWith('https://good') ? 200 : 500));
    await failFor4Days(engine, 12);
    await clock.advance(day);
    await publish(webhooks);
    await clock.advance(0);
    expect((await webhooks.registry.get(bad.id)).status).toBe('paused');
    expect((await webhooks.registry.get(good.id)).status).toBe('active');
  });

  it('was deleted meanwhile: nothing is paused and no error reported', async () => {
    const engine = await runEngine();
    const { webhooks, sender, clock } = engine;
    const events = pauses(engine);
    const errors = recordErrors(webhooks);
    sender.respondOtherwise(500);
    const { id } = await register(webhooks);
    await failFor4Days(engine, 12);
    await clock.advance(day);
    const answer = gate<number>();
    sender.respond(() => answer.opened);
    const last = await publishOne(webhooks);
    await clock.advance(0);
    await webhooks.registry.delete(id);
    answer.open(500);
    await clock.advance(0);
    expect(await statusOf(webhooks, last)).toBe('cancelled');
    expect([events, errors]).toEqual([[], []]);
  });
});

describe('what is held for longer than retentionDays (DE-4)', () => {
  it.each(['paused', 'disabled'] as const)(
    'is exhausted as HELD_TOO_LONG while %s, and its host told',
    async (status) => {
      const { webhooks, sender, clock } = await runEngine({ retentionDays: 2 });
      const events = recordEvents(webhooks, ['delivery-exhausted']);
      const { id: webhookId } = await register(webhooks);
      sender.respond(500);
      const tried = await publishOne(webhooks, 'tried');
      await clock.advance(0);
      await (status === 'paused' ? webhooks.registry.pause(webhookId) : webhooks.registry.disable(webhookId));
      await clock.advance(2 * day);
      expect(await standing(webhooks, tried)).toMatchObject({ status: 'held', attempts: 1 });
      expect(events).toEqual([]);
      await clock.advance(2 * minute);
      expect(await standing(webhooks, tried)).toEqual({
        status: 'exhausted',
        attempts: 1,
        code: 'HELD_TOO_LONG',
        dueAt: null,
      });
      expect(events).toEqual([
        [
          'delivery-exhausted',
          {
            tenant: 'default',
            webhookId,
            deliveryId: tried,
            attempts: 1,
            status: null,
            code: 'HELD_TOO_LONG',
            message: expect.stringMatching(/\w/),
            detail: null,
          },
        ],
      ]);
      await webhooks.registry.enable(webhookId);
      await clock.advance(day);
      expect(sender.requests).toHaveLength(1);
      expect(await webhooks.registry.get(webhookId)).toMatchObject({ status: 'active', is_deleted: false });
      const { deliveryIds } = await webhooks.deliveries.resend(tried);
      await clock.advance(0);
      expect(await statusesOf(webhooks, deliveryIds)).toEqual(['succeeded']);
    },
  );

  it('is counted from when it was published: a later one stays held', async () => {
    const { webhooks, clock } = await runEngine({ retentionDays: 2 });
    const { id } = await register(webhooks);
    await webhooks.registry.pause(id);
    const early = await publishOne(webhooks, 'early');
    await clock.advance(day);
    const late = await publishOne(webhooks, 'late');
    await clock.advance(day + 2 * minute);
    expect(await statusesOf(webhooks, [early, late])).toEqual(['exhausted', 'held']);
  });

  it('is ended in small batches, however much it is', async () => {
    const engine = await runEngine({ retentionDays: 1 });
    const { webhooks, clock } = engine;
    const events = recordEvents(webhooks, ['delivery-exhausted']);
    const { id } = await register(webhooks, { options: { chunk_size: 1 } });
    await webhooks.registry.pause(id);
    const changes = Array.from({ length: 1_234 }, (_, index) => ({
      event: 'Account.Create' as const,
      entity: { id: String(index) },
    }));
    const { deliveryIds } = await webhooks.publish(changes);
    await clock.advance(day + 2 * minute);
    expect(events).toHaveLength(1_234);
    expect(new Set(await statusesOf(webhooks, deliveryIds))).toEqual(new Set(['exhausted']));
  });
});
