import { describe, expect, it } from 'vitest';
import { createWebhooks } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';
import { deliver, faultsOf, issuesOf, storeModes, subscribe } from './host-fixture.ts';

describe.each(storeModes)('what publish refuses over $mode', ({ newStore }) => {
  const good = { event: 'Account.Create', entity: { id: 1 } };

  it.each<[string, change: unknown, faults: string[]]>([
    ['no change', undefined, ['changes[1] REQUIRED']],
    ['text', 'Account.Create', ['changes[1] WRONG_TYPE']],
    ['a list in the list', [good], ['changes[1] WRONG_TYPE']],
    ['an unknown event', { ...good, event: 'Acount.Create' }, ['changes[1].event UNKNOWN_EVENT']],
    ['another case', { ...good, event: 'account.create' }, ['changes[1].event UNKNOWN_EVENT']],
    ['a pattern', { ...good, event: 'Account.*' }, ['changes[1].event UNKNOWN_EVENT']],
    ['an action that the entity lacks', { ...good, event: 'Account.Won' }, ['changes[1].event UNKNOWN_EVENT']],
    ['what every object has', { ...good, event: 'constructor' }, ['changes[1].event UNKNOWN_EVENT']],
    ['no event', { entity: {} }, ['changes[1].event REQUIRED']],
    ['a number for the event', { ...good, event: 5 }, ['changes[1].event WRONG_TYPE']],
    ['no entity', { event: 'Account.Create' }, ['changes[1].entity REQUIRED']],
    ['null for the entity', { event: 'Account.Create', entity: null }, ['changes[1].entity REQUIRED']],
    ['text for the entity', { event: 'Account.Create', entity: 'x' }, ['changes[1].entity WRONG_TYPE']],
    ['a list for the entity', { event: 'Account.Create', entity: [] }, ['changes[1].entity WRONG_TYPE']],
    ['text for before', { ...good, before: 'x' }, ['changes[1].before WRONG_TYPE']],
    ['text for the secondary record', { ...good, relatedEntity: 'x' }, ['changes[1].relatedEntity WRONG_TYPE']],
    ['text for what has changed', { ...good, changedFields: 'name' }, ['changes[1].changedFields WRONG_TYPE']],
    ['numbers in it', { ...good, changedFields: [1] }, ['changes[1].changedFields WRONG_TYPE']],
    ['text for the time', { ...good, occurredAt: '2024-01-01' }, ['changes[1].occurredAt WRONG_TYPE']],
    ['NaN for the time', { ...good, occurredAt: Number.NaN }, ['changes[1].occurredAt WRONG_TYPE']],
    ['an invalid Date for it', { ...good, occurredAt: new Date(Number.NaN) }, ['changes[1].occurredAt WRONG_TYPE']],
    [
      'a time that no Date can hold',
      { ...good, occurredAt: 8_640_000_000_000_001 },
      ['changes[1].occurredAt WRONG_TYPE'],
    ],
    [
      'all of it',
      { event: 'x', before: 1 },
      ['changes[1].event UNKNOWN_EVENT', 'changes[1].entity REQUIRED', 'changes[1].before WRONG_TYPE'],
    ],
  ])('%s, with all of its batch, whoever listens', async (_name, change, faults) => {
    const engine = startEngine({ store: newStore() });
    const publish = () => engine.webhooks.publish([good, change, good] as never);
    expect(await faultsOf(publish())).toEqual(faults);
    await subscribe(engine, '*');
    expect(await faultsOf(publish())).toEqual(faults);
    expect(await deliver(engine)).toEqual([]);
  });

  it('names the nearest event that there is', async () => {
    const engine = startEngine({ store: newStore() });
    const [issue] = await issuesOf(engine.webhooks.publish({ event: 'Acount.Create' as 'Account.Create', entity: {} }));
    expect(issue?.message).toBe('unknown event "Acount.Create"; did you mean "Account.Create"?');
  });

  it('more changes than the bound, in publish and recordChange', async () => {
    const engine = startEngine({ store: newStore(), limits: { maxChanges: 2 } });
    const change = { event: 'Account.Create', entity: {} } as const;
    await engine.webhooks.publish([change, change]);
    expect(await faultsOf(engine.webhooks.publish([change, change, change]))).toEqual(['changes TOO_LARGE']);
    const pairs = [{ after: {} }, { after: {} }, { after: {} }];
    expect(await faultsOf(engine.webhooks.recordChange('Account', pairs))).toEqual(['pairs TOO_LARGE']);
  });

  it('what breaks the rules of both halves of a call', async () => {
    const engine = startEngine({ store: newStore() });
    const call = engine.webhooks.publish(
      { event: 'Account.Create', entity: {} },
      { tenant: '', idempotencyKey: '', skipKeys: 1 as never },
    );
    expect((await faultsOf(call)).sort()).toEqual([
      'idempotencyKey OUT_OF_RANGE',
      'skipKeys WRONG_TYPE',
      'tenant OUT_OF_RANGE',
    ]);
  });
});

describe('what createWebhooks refuses', () => {
  it('names all of it at once', async () => {
    const options = {
      senders: [],
      dispatch: { concurrency: 0, leaseMs: 1.5 },
      limits: { maxRecordBytes: -1, expandTimeoutMs: 0 },
      payload: { format: 'xml' },
      tenancy: 'maybe',
      validate: 'never',
      retry: { delaysMs: [-1], jitter: 2 },
      webhookCache: { maxStaleMs: -1 },
      entities: {},
    };
    const faults = await faultsOf(new Promise(() => createWebhooks(options as never)));
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([
      'dispatch.concurrency',
      'dispatch.leaseMs',
      'entities',
      'limits.expandTimeoutMs',
      'limits.maxRecordBytes',
      'payload.format',
      'retry.delaysMs',
      'retry.jitter',
      'senders',
      'store',
      'tenancy',
      'validate',
      'webhookCache.maxStaleMs',
    ]);
  });
});
