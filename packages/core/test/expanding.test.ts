import { describe, expect, it } from 'vitest';
import type { EntityLoadAnswer, EntityLoader, EntityLoadRequest, ExpandFailedEvent } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';
import { deliver, notified, notifiedOnce, storeModes, subscribe } from './host-fixture.ts';

type Answer = (request: EntityLoadRequest<never>) => readonly EntityLoadAnswer[] | Promise<readonly EntityLoadAnswer[]>;

/** A loader that answers by path; one that it does not have is unknown. */
function loaderOf(answers: Readonly<Record<string, Answer>>) {
  const calls: EntityLoadRequest<never>[] = [];
  const entities: EntityLoader<never> = {
    load: async (request) => {
      calls.push(request);
      return answers[request.path]?.(request) ?? request.records.map(() => undefined);
    },
  };
  return { entities, calls };
}

const each =
  (answer: (record: Readonly<Record<string, unknown>>) => EntityLoadAnswer): Answer =>
  ({ records }) =>
    records.map((record) => answer(record as Readonly<Record<string, unknown>>));

const expanding = (...paths: string[]) => ({ entity: { Contact: { expand: paths } } });
const contact = { id: 'c1', account: '/entities/Accounts/a1', account_id: 'a1', tasks: ['/t1', '/t2'], boss: null };

describe.each(storeModes)('expand over $mode', ({ newStore }) => {
  it('EX-1: replaces relations in place, nests, keeps order and null', async () => {
    const { entities, calls } = loaderOf({
      account: each(({ account_id }) => ({ id: account_id, name: 'Acme', owner: '/u1' })),
      'account.owner': each(() => ({ id: 'u1' })),
      tasks: each(() => [{ id: 't1' }, { id: 't2' }]),
      boss: each(() => ({ id: 'never' })),
    });
    const engine = startEngine({ store: newStore(), entities });
    await subscribe(engine, 'Contact.*', { options: expanding('account.owner', 'tasks', 'boss', 'boss.account') });
    await engine.webhooks.publish({ event: 'Contact.Create', entity: contact });
    const { entity } = await notifiedOnce(engine);
    expect(JSON.stringify(entity)).toBe(
      '{"id":"c1","account":{"id":"a1","name":"Acme","owner":{"id":"u1"}},"account_id":"a1",' +
        '"tasks":[{"id":"t1"},{"id":"t2"}],"boss":null}',
    );
    expect(calls.map(({ path }) => path).sort()).toEqual(['account', 'account.owner', 'tasks']);
  });

  it('EX-1: leaves a record as the host has it where nothing is to be expanded', async () => {
    const { entities, calls } = loaderOf({});
    const engine = startEngine({ store: newStore(), entities });
    await subscribe(engine, 'Contact.*');
    await engine.webhooks.publish({ event: 'Contact.Create', entity: contact });
    expect((await notifiedOnce(engine)).entity).toEqual(contact);
    expect(calls).toEqual([]);
  });

  it('EX-1: does so, too, without a loader', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, 'Contact.*', { options: expanding('account') });
    await engine.webhooks.publish({ event: 'Contact.Create', entity: contact });
    expect((await notifiedOnce(engine)).entity).toEqual(contact);
  });

  it('EX-2: calls once per path and client, for all records and webhooks of a publish', async () => {
    const { entities, calls } = loaderOf({ account: each(({ account_id }) => ({ id: account_id })) });
    const engine = startEngine({ store: newStore(), entities });
    const clients = [null, 'client-1', 'client-2'];
    for (const clientId of [...clients, ...clients]) {
      await subscribe(engine, 'Contact.*', { options: expanding('account'), scope: { clientId } });
    }
    await engine.webhooks.recordChange('Contact', [
      { before: { account_id: 1, owner_id: 1 }, after: { account_id: 1, owner_id: 2 } },
      { after: { account_id: 2 } },
      { before: { account_id: 3 } },
    ]);
    expect(
      calls.map(({ tenant, clientId, entity, root, path, records }) => ({
        tenant,
        clientId,
        entity,
        root,
        path,
        records,
      })),
    ).toEqual(
      clients.map((clientId) => ({
        tenant: 'default',
        clientId,
        entity: 'Contact',
        root: 'entity',
        path: 'account',
        records: [{ account_id: 1, owner_id: 2 }, { account_id: 2 }, { account_id: 3 }],
      })),
    );
    // No timer is left of the loading.
    expect(engine.clock.pendingTimers).toBe(0);
    const bodies = await deliver(engine);
    expect(bodies).toHaveLength(6);
    for (const body of bodies) {
      expect(body.map(({ entity }) => entity.account)).toEqual([{ id: 1 }, { id: 1 }, { id: 2 }, { id: 3 }]);
    }
  });

  it('EX-2: never shows one client what was loaded for another', async () => {
    const { entities } = loaderOf({ account: ({ clientId, records }) => records.map(() => ({ seenBy: clientId })) });
    const engine = startEngine({ store: newStore(), entities });
    for (const clientId of ['client-1', 'client-2', null, 'client-1']) {
      await subscribe(engine, 'Contact.*', { options: expanding('account'), scope: { clientId } });
    }
    await engine.webhooks.publish({ event: 'Contact.Create', entity: contact });
    const seen = (await notified(engine)).map(({ webhook, entity }) => [webhook.client_id, entity.account]);
    expect(seen).toEqual([
      ['client-1', { seenBy: 'client-1' }],
      ['client-2', { seenBy: 'client-2' }],
      [null, { seenBy: null }],
      ['client-1', { seenBy: 'client-1' }],
    ]);
  });

  it('EX-2: asks only for what a webhook gets', async () => {
    const { entities, calls } = loaderOf({});
    const engine = startEngine({ store: newStore(), entities });
    const Contact = { expand: ['account'], filter: { vip: true } };
    await subscribe(engine, 'Contact.*', { options: { entity: { Contact } } });
    await engine.webhooks.publish([
      { event: 'Contact.Create', entity: { id: 1, vip: false } },
      { event: 'Contact.Create', entity: { id: 2, vip: true } },
    ]);
    expect(calls.map(({ records }) => records)).toEqual([[{ id: 2, vip: true }]]);
  });

  it('CE-3, EX-2: tells the type of a custom entity', async () => {
    const { entities, calls } = loaderOf({ owner: each(() => ({ id: 'u' })) });
    const engine = startEngine({ store: newStore(), entities });
    await subscribe(engine, 'CustomEntity.*', { options: { entity: { CE_Bid: { expand: 'owner' } } } });
    await engine.webhooks.publish({ event: 'CustomEntity.Create', customEntity: 'CE_Bid', entity: { owner: 'uri' } });
    expect((await notifiedOnce(engine)).entity).toEqual({ owner: { id: 'u' } });
    expect(calls[0]?.entity).toBe('CE_Bid');
  });

  it('EX-5: shapes the secondary record by related_entity', async () => {
    const { entities, calls } = loaderOf({
      document: ({ root, records }) => records.map(() => ({ id: 'd', root, size: 5 })),
    });
    const engine = startEngine({ store: newStore(), entities });
    const related_entity = { expand: ['document'], 'load-only': ['id', 'document.root'] };
    await subscribe(engine, 'Contact.*', {
      options: { related_entity, entity: { Contact: { expand: ['document'] } } },
    });
    await engine.webhooks.publish([
      {
        event: 'Contact.DocumentLinked',
        entity: { id: 1, document: 'x' },
        relatedEntity: { id: 2, document: 'y', by: 3 },
      },
      { event: 'Contact.DocumentLinked', entity: { id: 4, document: null }, relatedEntity: null },
    ]);
    expect((await notified(engine)).map(({ entity, related_entity: related }) => [entity, related])).toEqual([
      [
        { id: 1, document: { id: 'd', root: 'entity', size: 5 } },
        { id: 2, document: { root: 'related_entity' } },
      ],
      [{ id: 4, document: null }, null],
    ]);
    expect(calls.map(({ root }) => root).sort()).toEqual(['entity', 'related_entity']);
  });

  it('EX-4: load-only comes last, on what was expanded too', async () => {
    const { entities } = loaderOf({
      account: each(() => ({ id: 'a1', name: 'Acme', secret: 1 })),
      tasks: each(() => [
        { id: 't1', name: 'x' },
        { id: 't2', name: 'y' },
      ]),
    });
    const engine = startEngine({ store: newStore(), entities });
    const Contact = {
      expand: ['account', 'tasks'],
      'load-only': ['account.name', 'tasks.id', 'boss.name', 'account_id.x'],
    };
    await subscribe(engine, 'Contact.*', { options: { entity: { Contact } } });
    await engine.webhooks.publish({ event: 'Contact.Create', entity: { ...contact, boss: '/b' } });
    expect((await notifiedOnce(engine)).entity).toEqual({
      account: { name: 'Acme' },
      account_id: 'a1',
      tasks: [{ id: 't1' }, { id: 't2' }],
      boss: '/b',
    });
  });

  it('EX-1, FI-9: the filter sees the record before it is expanded', async () => {
    const { entities } = loaderOf({ account: each(() => ({ name: 'Acme' })) });
    const engine = startEngine({ store: newStore(), entities });
    const filtered = (filter: Record<string, string>) => ({
      options: { entity: { Contact: { expand: ['account'], filter } } },
    });
    await subscribe(engine, 'Contact.*', filtered({ 'account.name': 'Acme' }));
    const { webhook } = await subscribe(engine, 'Contact.*', filtered({ account: '/entities/Accounts/a1' }));
    await engine.webhooks.publish({ event: 'Contact.Create', entity: contact });
    expect((await notifiedOnce(engine)).webhook.id).toBe(webhook.id);
  });
});

describe.each(storeModes)('expand that fails, over $mode (EX-3)', ({ newStore }) => {
  async function publishWith(entities: EntityLoader<never>, limits = {}) {
    const engine = startEngine({ store: newStore(), entities, limits });
    const events: ExpandFailedEvent[] = [];
    engine.webhooks.on('expand-failed', (event) => void events.push(event));
    await subscribe(engine, 'Contact.*', { options: expanding('account', 'tasks'), scope: { clientId: 'client-1' } });
    const publishing = engine.webhooks.publish({ event: 'Contact.Create', entity: contact });
    return { engine, events, publishing };
  }
  const tasks = each(() => [{ id: 't1' }]);
  const event = { tenant: 'default', clientId: 'client-1', entity: 'Contact', path: 'account' };

  it('an unknown path changes nothing and is no failure', async () => {
    const { engine, events, publishing } = await publishWith(loaderOf({ tasks }).entities);
    await publishing;
    expect((await notifiedOnce(engine)).entity).toEqual({ ...contact, tasks: [{ id: 't1' }] });
    expect(events).toEqual([]);
  });

  it.each<[string, Answer]>([
    [
      'throws',
      () => {
        throw new Error('no database');
      },
    ],
    ['answers too few', () => []],
    ['answers what is no record', () => ['text' as never]],
    ['answers NaN', () => [{ n: Number.NaN }]],
  ])('a loader that %s leaves the field as it was', async (_name, account) => {
    const { engine, events, publishing } = await publishWith(loaderOf({ account, tasks }).entities);
    expect((await publishing).notifications).toBe(1);
    expect((await notifiedOnce(engine)).entity).toEqual({ ...contact, tasks: [{ id: 't1' }] });
    expect(events).toEqual([{ ...event, code: 'LOADER_FAILED', message: expect.any(String) as unknown }]);
  });

  it('a loader that answers more than the bound leaves the field as it was', async () => {
    const account: Answer = each(() => ({ x: 'y'.repeat(1_048_576) }));
    const { engine, events, publishing } = await publishWith(loaderOf({ account, tasks }).entities);
    await publishing;
    expect((await notifiedOnce(engine)).entity).toEqual({ ...contact, tasks: [{ id: 't1' }] });
    expect(events).toMatchObject([{ ...event, code: 'TOO_LARGE' }]);
  });

  it.each([
    { limits: {}, waitsMs: 2_000 },
    { limits: { expandTimeoutMs: 50 }, waitsMs: 50 },
  ])('a loader that hangs holds a publish for $waitsMs ms and no longer', async ({ limits, waitsMs }) => {
    const signals: AbortSignal[] = [];
    const account: Answer = ({ signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    const { engine, events, publishing } = await publishWith(loaderOf({ account, tasks }).entities, limits);
    let isDone = false;
    void publishing.then(() => {
      isDone = true;
    });
    await engine.clock.advance(waitsMs - 1);
    expect([isDone, signals[0]?.aborted]).toEqual([false, false]);
    await engine.clock.advance(1);
    expect([isDone, signals[0]?.aborted]).toEqual([true, true]);
    expect((await notifiedOnce(engine)).entity).toEqual({ ...contact, tasks: [{ id: 't1' }] });
    expect(events).toMatchObject([{ ...event, code: 'TIMEOUT' }]);
    expect(engine.clock.pendingTimers).toBe(0);
  });

  it('a listener that throws holds up nothing', async () => {
    const { entities } = loaderOf({
      account: () => {
        throw new Error('no');
      },
    });
    const { engine, publishing } = await publishWith(entities);
    engine.webhooks.on('expand-failed', () => {
      throw new Error('listener');
    });
    const errors: string[] = [];
    engine.webhooks.on('error', ({ code }) => void errors.push(code));
    await publishing;
    expect((await notifiedOnce(engine)).entity).toEqual(contact);
    expect(errors).toEqual(['LISTENER_FAILED']);
  });
});
