import { describe, expect, it } from 'vitest';
import { type EngineFixture, startEngine } from './engine-fixture.ts';
import { deliver, faultsOf, notified, storeModes, subscribe } from './host-fixture.ts';

const change = { event: 'Account.Create', entity: { id: 1 } } as const;

describe.each(storeModes)('an idempotency key over $mode', ({ newStore }) => {
  it('gives a repeat the first receipt, and sends once', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, '*', { options: { chunk_size: 1 } });
    const first = await engine.webhooks.publish([change, { ...change, entity: { id: 2 } }], { idempotencyKey: 'k' });
    expect(first).toEqual({ deliveryIds: [expect.any(String), expect.any(String)], notifications: 2 });
    expect(await engine.webhooks.publish([change, change], { idempotencyKey: 'k' })).toEqual(first);
    await engine.webhooks.drain();
    await engine.clock.advance(60_000);
    // Whatever the repeat says.
    expect(await engine.webhooks.publish({ event: 'Lead.Create', entity: {} }, { idempotencyKey: 'k' })).toEqual(first);
    expect(await engine.webhooks.recordChange('Account', { after: { id: 3 } }, { idempotencyKey: 'k' })).toEqual(first);
    expect((await notified(engine)).map(({ entity }) => entity.id)).toEqual([1, 2]);
  });

  it('holds for calls at the same time', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, '*');
    const calls = Array.from({ length: 5 }, () => engine.webhooks.publish(change, { idempotencyKey: 'k' }));
    const [first, ...repeats] = await Promise.all(calls);
    expect(repeats).toEqual([first, first, first, first]);
    expect(await deliver(engine)).toHaveLength(1);
  });

  it('is of one tenant, and one of many', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, '*', { scope: { tenant: 'a' } });
    await subscribe(engine, '*', { scope: { tenant: 'b' } });
    for (const tenant of ['a', 'b', 'a']) await engine.webhooks.publish(change, { tenant, idempotencyKey: 'k' });
    await engine.webhooks.publish(change, { tenant: 'a', idempotencyKey: 'K' });
    await engine.webhooks.publish(change, { tenant: 'a' });
    await engine.webhooks.publish(change, { tenant: 'a' });
    expect((await notified(engine)).map(({ team_space_id }) => team_space_id).sort()).toEqual([
      'a',
      'a',
      'a',
      'a',
      'b',
    ]);
  });

  it.each<[string, (engine: EngineFixture, id: string) => Promise<unknown>]>([
    ['is deleted', ({ webhooks }, id) => webhooks.registry.delete(id)],
    ['is disabled', ({ webhooks }, id) => webhooks.registry.disable(id)],
    ['listens to something else', ({ webhooks }, id) => webhooks.registry.update(id, { events: ['Lead.*'] })],
  ])('gives the first receipt also when the webhook %s by then', async (_name, happen) => {
    const engine = startEngine({ store: newStore() });
    const { webhook } = await subscribe(engine, 'Account.*');
    const first = await engine.webhooks.publish(change, { idempotencyKey: 'k' });
    expect(first.notifications).toBe(1);
    await happen(engine, webhook.id);
    expect(await engine.webhooks.publish(change, { idempotencyKey: 'k' })).toEqual(first);
    expect(await engine.webhooks.publish(change, { idempotencyKey: 'other' })).toEqual({
      deliveryIds: [],
      notifications: 0,
    });
  });

  it('gives the first receipt also when the client may not see the change any more', async () => {
    const answers = [true, false];
    const engine = startEngine({ store: newStore(), canSee: async () => [answers.shift() === true] });
    await subscribe(engine, 'Account.*', { scope: { clientId: 'c' } });
    const first = await engine.webhooks.publish(change, { idempotencyKey: 'k' });
    expect(first.notifications).toBe(1);
    expect(await engine.webhooks.publish(change, { idempotencyKey: 'k' })).toEqual(first);
    expect(answers).toEqual([]);
  });

  it('of a publish that was refused is free', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, '*');
    const refused = engine.webhooks.publish({ ...change, entity: { n: Number.NaN } }, { idempotencyKey: 'k' });
    expect(await faultsOf(refused)).toEqual(['changes[0].entity.n UNSERIALISABLE']);
    expect((await engine.webhooks.publish(change, { idempotencyKey: 'k' })).notifications).toBe(1);
  });

  it.each([
    ['', 'OUT_OF_RANGE'],
    ['x'.repeat(256), 'OUT_OF_RANGE'],
    [5, 'WRONG_TYPE'],
  ])('has 1…255 characters, not %j', async (idempotencyKey, code) => {
    const engine = startEngine({ store: newStore() });
    const publishing = engine.webhooks.publish(change, { idempotencyKey: idempotencyKey as string });
    expect(await faultsOf(publishing)).toEqual([`idempotencyKey ${code}`]);
  });
});
