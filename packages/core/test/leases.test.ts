import { describe, expect, it } from 'vitest';
import type { ClaimedDelivery } from '../src/index.ts';
import {
  forever,
  gate,
  hour,
  minute,
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
import { troubledStore, unreachable } from './troubled-store.ts';

describe('leases', () => {
  it('are renewed while a request is under way: no other process sends it', async () => {
    const one = await runEngine({ dispatch: { leaseMs: 10 * second, timeoutMs: 10 * minute } });
    const { webhooks, store, clock } = one;
    const other = await runEngine({ store, clock, seed: 2, dispatch: { leaseMs: 10 * second } });
    await register(webhooks);
    const answer = gate<number>();
    one.sender.respond(() => answer.opened);
    other.sender.respond(() => answer.opened);
    const id = await publishOne(webhooks);
    await clock.advance(9 * minute);
    expect(one.sender.requests.length + other.sender.requests.length).toBe(1);
    answer.open(200);
    await clock.advance(0);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'succeeded', attempts: 1 });
  });

  it('end with a process that hangs: another sends again, and the late outcome is LEASE_LOST and changes nothing', async () => {
    const { store, trouble, heal } = troubledStore();
    const hanging = await runEngine({ store, dispatch: { leaseMs: 20 * second, timeoutMs: 10 * minute } });
    const { webhooks, clock } = hanging;
    await register(webhooks);
    const answer = gate<number>();
    hanging.sender.respond(() => answer.opened);
    const id = await publishOne(webhooks);
    await clock.advance(0);
    trouble('renew', unreachable);
    const other = await runEngine({ store, clock, seed: 2 });
    const errors = recordErrors(webhooks);
    const otherErrors = recordErrors(other.webhooks);
    await clock.advance(19 * second);
    expect(other.sender.requests).toHaveLength(0);
    await clock.advance(second);
    heal();
    expect(await standing(webhooks, id)).toMatchObject({ status: 'succeeded', attempts: 1 });
    expect(hanging.sender.requests.length + other.sender.requests.length).toBe(2);
    answer.open(410);
    await clock.advance(minute);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'succeeded', attempts: 1, code: null });
    expect(await webhooks.deliveries.attempts(id)).toHaveLength(1);
    const told = errors.filter((code) => code === 'LEASE_LOST').length;
    // The process that hung may have taken its own delivery anew; then its first outcome is not even judged.
    expect(told).toBe(other.sender.requests.length);
    expect(otherErrors).toEqual([]);
  });

  it('LEASE_LOST when the store took no outcome until another had taken over; both outcomes are one success', async () => {
    const { store: inner } = troubledStore();
    const broken = troubledStore(inner);
    const one = await runEngine({ store: broken.store, dispatch: { leaseMs: 20 * second } });
    const { webhooks, clock } = one;
    const errors = recordErrors(webhooks);
    await register(webhooks);
    for (const method of ['settle', 'renew', 'nextDueAt'] as const) broken.trouble(method, unreachable);
    const id = await publishOne(webhooks, 'twice');
    await clock.advance(0);
    expect(sentNames(one)).toEqual(['twice']);
    broken.trouble('claim', unreachable);
    const other = await runEngine({ store: inner, clock, seed: 2 });
    await clock.advance(minute);
    expect(sentNames(other)).toEqual(['twice']);
    expect(await standing(other.webhooks, id)).toMatchObject({ status: 'succeeded', attempts: 1 });
    broken.heal();
    await clock.advance(minute);
    expect(errors.filter((code) => code === 'LEASE_LOST')).toHaveLength(1);
    expect(await standing(other.webhooks, id)).toMatchObject({ status: 'succeeded', attempts: 1 });
    const next = await publishOne(webhooks, 'next');
    await clock.advance(0);
    expect(await standing(webhooks, next)).toMatchObject({ status: 'succeeded', attempts: 1 });
  });

  it('are renewed while an outcome waits for the store, so that no other worker sends it again', async () => {
    const { store: inner } = troubledStore();
    const broken = troubledStore(inner);
    const one = await runEngine({ store: broken.store, dispatch: { leaseMs: 20 * second } });
    const { webhooks, clock } = one;
    await register(webhooks);
    broken.trouble('settle', unreachable);
    const id = await publishOne(webhooks, 'once');
    await clock.advance(0);
    const other = await runEngine({ store: inner, clock, seed: 2 });
    await clock.advance(3 * minute);
    expect(sentNames(other)).toEqual([]);
    broken.heal();
    await clock.advance(minute);
    expect(sentNames(one)).toEqual(['once']);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'succeeded', attempts: 1 });
  });

  it('that end repeat a strict head and never let another pass it (DE-5)', async () => {
    const { store, trouble, heal } = troubledStore();
    const hanging = await runEngine({ store, dispatch: { leaseMs: 20 * second } });
    const { webhooks, clock, sender } = hanging;
    await register(webhooks, { settings: { ordering: 'strict' } });
    sender.respond(forever);
    await publish(webhooks, 'first', 'second', 'third');
    await clock.advance(0);
    trouble('renew', unreachable);
    const other = await runEngine({ store, clock, seed: 2, sender });
    await clock.advance(20 * second);
    heal();
    await clock.advance(minute);
    expect(sentNames(other)).toEqual(['first', 'first', 'second', 'third']);
  });

  it('of a claimed delivery whose process died end by themselves: nothing is lost (DE-1)', async () => {
    const { webhooks, store, clock, sender } = await runEngine();
    await webhooks.stop();
    await register(webhooks);
    const ids = await publish(webhooks, 'one', 'two');
    const dead: readonly ClaimedDelivery[] = await store.claim({
      now: clock.now(),
      leaseMs: minute,
      limit: 10,
      perWebhookConcurrency: 8,
      skipWebhooks: new Set(),
    });
    expect(dead).toHaveLength(2);
    await webhooks.start();
    await clock.advance(minute - 1);
    expect(sender.requests).toHaveLength(0);
    await clock.advance(1);
    expect(await statusesOf(webhooks, ids)).toEqual(['succeeded', 'succeeded']);
  });

  it('are not watched while nothing is under way', async () => {
    const { store, calls } = troubledStore();
    const { webhooks, clock } = await runEngine({ store });
    await register(webhooks);
    await publish(webhooks);
    await clock.advance(6 * hour);
    expect(calls('renew')).toBe(0);
  });
});
