import { describe, expect, it } from 'vitest';
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
} from './delivery-fixture.ts';

const change = { event: 'Account.Create', entity: { id: '1', name: 'Acme' } } as const;
const nothing = { deliveryIds: [], notifications: 0 };

describe('a disabled webhook (DE-4)', () => {
  it('makes no new notifications and holds what waits; enable sends that', async () => {
    const engine = await runEngine();
    const { webhooks, sender, clock } = engine;
    const events = recordEvents(webhooks, ['webhook-paused', 'webhook-disabled']);
    const { id } = await register(webhooks);
    sender.respond(500);
    const waiting = await publishOne(webhooks, 'waiting');
    await clock.advance(0);
    expect(await webhooks.registry.disable(id)).toMatchObject({ status: 'disabled' });
    expect(await webhooks.publish(change)).toEqual(nothing);
    expect(await webhooks.recordChange('Account', { after: { id: '2' } })).toEqual(nothing);
    await clock.advance(day);
    expect(sender.requests).toHaveLength(1);
    expect(await statusOf(webhooks, waiting)).toBe('held');
    expect(await webhooks.registry.enable(id)).toMatchObject({ status: 'active' });
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['waiting', 'waiting']);
    expect(await standing(webhooks, waiting)).toMatchObject({ status: 'succeeded', attempts: 2 });
    await publish(webhooks, 'new again');
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['waiting', 'waiting', 'new again']);
    expect(events).toEqual([
      ['webhook-disabled', { tenant: 'default', webhookId: id, status: 'disabled', reason: 'HOST' }],
    ]);
  });

  it('may have been paused: then disable ends the notifications and enable sends all that was held', async () => {
    const engine = await runEngine();
    const { webhooks, clock } = engine;
    const { id } = await register(webhooks);
    await webhooks.registry.pause(id);
    await publish(webhooks, 'held');
    await webhooks.registry.disable(id);
    expect(await webhooks.publish(change)).toEqual(nothing);
    await clock.advance(hour);
    await webhooks.registry.enable(id);
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['held']);
  });

  it('enable works on a paused one too', async () => {
    const engine = await runEngine();
    const { webhooks, clock } = engine;
    const { id } = await register(webhooks);
    await webhooks.registry.pause(id);
    await publish(webhooks, 'held');
    expect((await webhooks.registry.enable(id)).status).toBe('active');
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['held']);
  });

  it('holds what fails on its way, and takes a success', async () => {
    const { webhooks, sender, clock } = await runEngine();
    const { id } = await register(webhooks);
    const answer = gate();
    sender.respond(
      () => answer.opened.then(() => 500),
      () => answer.opened.then(() => 200),
    );
    const ids = await publish(webhooks, 'bad', 'good');
    await clock.advance(0);
    await webhooks.registry.disable(id);
    answer.open();
    await clock.advance(hour);
    expect(await statusesOf(webhooks, ids)).toEqual(['held', 'succeeded']);
  });

  it('is left alone by a publish that still saw it active: what it makes is held', async () => {
    const one = await runEngine();
    const { store, clock } = one;
    const stale = await runEngine({ store, clock, seed: 2, webhookCache: { maxStaleMs: hour } });
    const { id } = await register(one.webhooks);
    await publish(stale.webhooks, 'before');
    await clock.advance(0);
    await one.webhooks.registry.disable(id);
    const late = await publishOne(stale.webhooks, 'late');
    await clock.advance(10 * second);
    expect([...sentNames(one), ...sentNames(stale)]).toEqual(['before']);
    expect(await statusOf(one.webhooks, late)).toBe('held');
  });
});
