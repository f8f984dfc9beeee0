import { describe, expect, it } from 'vitest';
import type { EntityLoader } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';
import { deliver, notified, storeModes } from './host-fixture.ts';
import examples from './seed-examples.vectors.json' with { type: 'json' };

/** Registers an example as JSON that a customer sent, and gives the engine. */
async function register(example: unknown, options: Parameters<typeof startEngine>[0]) {
  const engine = startEngine(options);
  const text = JSON.stringify(example);
  const { webhook, warnings } = await engine.webhooks.registry.create(engine.webhooks.registry.parse(JSON.parse(text)));
  expect(JSON.stringify({ ...(example as object), options: webhook.options })).toBe(text);
  return { engine, warnings };
}

describe.each(storeModes)("the seed's examples over $mode", ({ newStore }) => {
  it('trigger when an account is created', async () => {
    const { engine, warnings } = await register(examples.accountCreated, { store: newStore() });
    expect(warnings).toEqual([]);
    await engine.webhooks.recordChange('Account', [
      { after: { id: 1, name: 'Acme' } },
      { before: { id: 1, name: 'Acme' }, after: { id: 1, name: 'Acme Inc.' } },
      { before: { id: 1 } },
    ]);
    await engine.webhooks.recordChange('Contact', { after: { id: 2 } });
    const bodies = await deliver(engine);
    expect(bodies).toMatchObject([
      [{ event: 'Account.Create', entity: { id: 1, name: 'Acme' }, webhook: { url: examples.accountCreated.url } }],
    ]);
  });

  it('trigger on field change', async () => {
    const { engine, warnings } = await register(examples.fieldChanged, { store: newStore() });
    expect(warnings).toEqual([]);
    const before = { id: 1, name: 'Deal', value: 10, closing_date: '2024-07-09' };
    await engine.webhooks.recordChange('Opportunity', [
      { before, after: { ...before, id: 1, value: 11 } },
      { before, after: { ...before, id: 1, closing_date: '2024-07-10' } },
      { before, after: { ...before, id: 1, name: 'Big deal' } },
      { after: before },
    ]);
    expect((await notified(engine)).map(({ event, entity }) => [event, entity.value, entity.closing_date])).toEqual([
      ['Opportunity.Update', 11, '2024-07-09'],
      ['Opportunity.Update', 10, '2024-07-10'],
    ]);
  });

  it('trigger on filtered data', async () => {
    const { engine, warnings } = await register(examples.filtered, { store: newStore() });
    expect(warnings).toEqual([]);
    const update = (id: number, status: unknown) => ({ before: { id, status, n: 1 }, after: { id, status, n: 2 } });
    await engine.webhooks.recordChange('Opportunity', [
      update(1, 'Open'),
      update(2, 1),
      update(3, 3),
      update(4, 'Lost'),
    ]);
    await engine.webhooks.recordChange('Opportunity', {
      before: { id: 5, status: 'Open' },
      after: { id: 5, status: 'Won' },
    });
    expect((await notified(engine)).map(({ entity }) => entity.id)).toEqual([1, 2]);
  });

  it('trigger for custom entities', async () => {
    const { engine, warnings } = await register(examples.customEntities, { store: newStore() });
    expect(warnings).toEqual([]);
    const create = (customEntity: string, name: string) =>
      ({ event: 'CustomEntity.Create', customEntity, entity: { name } }) as const;
    await engine.webhooks.publish([
      create('CE_Bid', 'an important bid'),
      create('CE_Bid', 'a bid'),
      create('CE_Bid', 'IMPORTANT'),
      create('CE_Campaign', 'a campaign'),
      create('CE_Other', 'important'),
      { event: 'CustomEntity.Update', entity: { name: 'important', table_name: 'CE_Bid' } },
      { event: 'CustomEntity.Delete', entity: { name: 'important', table_name: 'CE_Bid' } },
    ]);
    expect((await notified(engine)).map(({ event, entity }) => [event, entity.name])).toEqual([
      ['CustomEntity.Create', 'an important bid'],
      ['CustomEntity.Create', 'a campaign'],
      ['CustomEntity.Update', 'important'],
    ]);
  });

  it('take all options together', async () => {
    const loaded: string[] = [];
    const entities: EntityLoader<never> = {
      load: async ({ root, path, records }) => {
        loaded.push(`${root} ${path}`);
        const answers: Readonly<Record<string, object | object[]>> = {
          primary_account: { id: 'a1', name: 'Acme' },
          task_relations: [
            { id: 'r1', task: '/t1' },
            { id: 'r2', task: '/t2' },
          ],
          contact: { id: 'c9', first_name: 'Ann' },
        };
        if (path === 'task_relations.task') return records.map((record) => ({ of: (record as { id: string }).id }));
        return records.map(() => answers[path]);
      },
    };
    const example = {
      url: 'https://hooks.example',
      insecure_ssl: false,
      events: ['Contact.*', 'Account.*', 'CustomEntity.*'],
      options: examples.allOptions,
    };
    const { engine, warnings } = await register(example, { store: newStore(), entities });
    expect(warnings).toEqual([]);
    const contact = {
      id: 'c1',
      email1: 'test@example.net',
      email2: 'test@example.com',
      first_name: 'Bob',
      primary_account: '/entities/Accounts/a1',
      task_relations: ['/r1', '/r2'],
    };
    const before = { ...contact, email1: 'old@example.com' };
    await engine.webhooks.recordChange('Contact', { before, after: contact });
    expect((await notified(engine)).map(({ entity }) => entity)).toEqual([
      {
        id: 'c1',
        primary_account: { id: 'a1', name: 'Acme' },
        task_relations: [{ task: { of: 'r1' } }, { task: { of: 'r2' } }],
      },
    ]);
    expect(loaded.sort()).toEqual([
      'entity primary_account',
      'entity primary_contact',
      'entity task_relations',
      'entity task_relations.task',
    ]);

    // Neither of the emails wanted; the listed field unchanged; another email2; a skip key.
    await engine.webhooks.recordChange('Contact', { before, after: { ...contact, email1: 'TEST@example.com' } });
    await engine.webhooks.recordChange('Contact', { before: { ...contact, first_name: 'B' }, after: contact });
    await engine.webhooks.recordChange('Contact', { before, after: { ...contact, email2: 'x@example.com' } });
    await engine.webhooks.recordChange('Contact', { before, after: contact }, { skipKeys: 'gmail_sync' });
    expect(await notified(engine)).toEqual([]);

    await engine.webhooks.publish([
      { event: 'Account.Update', entity: { id: 'a1', owner_id: '9900CCE6-bcd6-412a-bcd1-1904556c949a' } },
      { event: 'Account.Update', entity: { id: 'a2', owner_id: '00000000-bcd6-412a-bcd1-1904556c949a' } },
      {
        event: 'CustomEntity.DocumentLinked',
        customEntity: 'CE_Bid',
        entity: { id: 'b1' },
        relatedEntity: { id: 'd1', contact: '/c9', size: 5 },
      },
      { event: 'CustomEntity.Create', customEntity: 'CE_Sale', entity: { id: 's1' } },
    ]);
    expect((await notified(engine)).map(({ entity, related_entity }) => [entity.id, related_entity])).toEqual([
      ['a1', null],
      ['b1', { id: 'd1', contact: { id: 'c9', first_name: 'Ann' } }],
    ]);
  });
});
