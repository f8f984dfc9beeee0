import { describe, expect, it } from 'vitest';
import {
  day,
  gate,
  hour,
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

const change = { event: 'Account.Create', entity: { id: '1', name: 'Acme' } } as const;
const nothing = { deliveryIds: [], notifications: 0 };

describe('a deleted webhook (DE-4)', () => {
  it('has what waited cancelled, and restore does not revive that', async () => {
    const engine = await runEngine();
    const { webhooks, sender, clock } = engine;
    const { id } = await register(webhooks, { options: { chunk_size: 1, chunk_delay: 60 } });
    sender.respond(500);
    const { deliveryIds } = await webhooks.publish([change, change]);
    await clock.advance(0);
    expect(await webhooks.registry.delete(id)).toMatchObject({ is_deleted: true });
    expect(await statusesOf(webhooks, deliveryIds)).toEqual(['cancelled', 'cancelled']);
    expect(await standing(webhooks, deliveryIds[0] as string)).toMatchObject({ attempts: 1, dueAt: null });
    expect(await webhooks.publish(change)).toEqual(nothing);
    expect(await webhooks.registry.restore(id)).toMatchObject({ is_deleted: false, status: 'active' });
    await clock.advance(5 * day);
    expect(sender.requests).toHaveLength(1);
    expect(await statusesOf(webhooks, deliveryIds)).toEqual(['cancelled', 'cancelled']);
    await publish(webhooks, 'after the restore');
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['Acme', 'after the restore']);
  });

  it('has what was held cancelled too', async () => {
    const { webhooks, sender, clock } = await runEngine();
    const { id } = await register(webhooks);
    await webhooks.registry.pause(id);
    const held = await publishOne(webhooks);
    await webhooks.registry.delete(id);
    expect(await statusOf(webhooks, held)).toBe('cancelled');
    expect(await webhooks.registry.restore(id)).toMatchObject({ status: 'paused' });
    await webhooks.registry.resume(id);
    await clock.advance(day);
    expect(sender.requests).toHaveLength(0);
  });

  it('takes the answer to what is under way: a success stands, a failure is not tried again', async () => {
    const { webhooks, sender, clock } = await runEngine();
    const { id } = await register(webhooks);
    const answer = gate();
    sender.respond(
      () => answer.opened.then(() => 200),
      () => answer.opened.then(() => 500),
    );
    const ids = await publish(webhooks, 'good', 'bad');
    await clock.advance(0);
    await webhooks.registry.delete(id);
    answer.open();
    await clock.advance(0);
    expect(await statusesOf(webhooks, ids)).toEqual(['succeeded', 'cancelled']);
    expect((await webhooks.deliveries.attempts(ids[1] as string)).map(({ code }) => code)).toEqual(['HTTP_500']);
    await webhooks.registry.restore(id);
    await clock.advance(day);
    expect(sender.requests).toHaveLength(2);
  });

  it('answers 410 in vain: there is nothing to disable and nothing to report', async () => {
    const { webhooks, sender, clock } = await runEngine();
    const errors = recordErrors(webhooks);
    const events = recordEvents(webhooks, ['webhook-disabled']);
    const { id } = await register(webhooks);
    const answer = gate<number>();
    sender.respond(() => answer.opened);
    const deliveryId = await publishOne(webhooks);
    await clock.advance(0);
    await webhooks.registry.delete(id);
    answer.open(410);
    await clock.advance(0);
    expect(await standing(webhooks, deliveryId)).toMatchObject({ status: 'exhausted', code: 'GONE' });
    expect([errors, events]).toEqual([[], []]);
  });

  it('is left alone by a publish that still saw it: what it makes is cancelled', async () => {
    const one = await runEngine();
    const { store, clock } = one;
    const stale = await runEngine({ store, clock, seed: 2, webhookCache: { maxStaleMs: hour } });
    const { id } = await register(one.webhooks);
    await publish(stale.webhooks, 'before');
    await clock.advance(0);
    await one.webhooks.registry.delete(id);
    const late = await publishOne(stale.webhooks, 'late');
    await clock.advance(10 * second);
    expect([...sentNames(one), ...sentNames(stale)]).toEqual(['before']);
    expect(await statusOf(one.webhooks, late)).toBe('cancelled');
  });

  it('refuses pause, resume, disable and enable, and stays readable', async () => {
    const { webhooks } = await runEngine();
    const { id } = await register(webhooks);
    await webhooks.registry.delete(id);
    await webhooks.registry.delete(id);
    for (const call of ['pause', 'resume', 'disable', 'enable', 'rotateSecret', 'sendTest'] as const) {
      await expect(webhooks.registry[call](id)).rejects.toMatchObject({ code: 'WEBHOOK_DELETED', retryable: false });
    }
    expect(await webhooks.registry.list()).toMatchObject({ total: 0 });
    expect(await webhooks.registry.list({ includeDeleted: true })).toMatchObject({ total: 1 });
  });
});
