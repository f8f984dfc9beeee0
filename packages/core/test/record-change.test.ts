import { describe, expect, it } from 'vitest';
import { type ChangePair, crmCatalog, defineCatalog, type EntityName } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';
import { deliver, faultsOf, notified, storeModes, subscribe } from './host-fixture.ts';

/** The events that a pair gives a webhook that listens to everything. */
async function derived(entity: EntityName<typeof crmCatalog>, pair: ChangePair): Promise<string[]> {
  const engine = startEngine();
  await subscribe(engine, '*');
  await engine.webhooks.recordChange(entity, pair);
  return (await notified(engine)).map(({ event }) => event.slice(event.indexOf('.') + 1));
}

describe('recordChange derives (EV-6)', () => {
  it.each<[name: string, pair: ChangePair, events: string[]]>([
    ['a creation', { after: { id: 1 } }, ['Create']],
    ['a creation, before null', { before: null, after: { id: 1, status: 3 } }, ['Create']],
    ['a deletion', { before: { id: 1 } }, ['Delete']],
    ['a deletion, after null', { before: { id: 1, status: 3 }, after: null }, ['Delete']],
    ['an update', { before: { id: 1, name: 'a' }, after: { id: 1, name: 'b' } }, ['Update']],
    [
      'nothing where nothing differs',
      { before: { id: 1, a: null, at: new Date(0) }, after: { at: new Date(0), id: 1 } },
      [],
    ],
    ['a new owner', { before: { owner_id: 1 }, after: { owner_id: 2 } }, ['Update', 'OwnerChanged']],
    ['a new step', { before: { step_id: 1 }, after: { step_id: 2 } }, ['Update', 'Move']],
    ['won by number', { before: { status: 1 }, after: { status: 3 } }, ['Update', 'Won']],
    ['won by name', { before: { status: 'Open' }, after: { status: 'Won' } }, ['Update', 'Won']],
    ['still won', { before: { status: 'Won', a: 1 }, after: { status: 3, a: 2 } }, ['Update']],
    ['lost', { before: { status: 1 }, after: { status: 2 } }, ['Update', 'Lost']],
    [
      'archived',
      { before: { is_archived: false, status: 1 }, after: { is_archived: true, status: 1 } },
      ['Update', 'Lost'],
    ],
    [
      'lost, later archived',
      { before: { status: 2, is_archived: false }, after: { status: 2, is_archived: true } },
      ['Update'],
    ],
    [
      'won and archived at once',
      { before: { status: 1, is_archived: false }, after: { status: 3, is_archived: true } },
      ['Update', 'Won'],
    ],
    ['a status that before lacks', { before: { name: 'a' }, after: { name: 'b', status: 3 } }, ['Update']],
    [
      'all at once',
      { before: { owner_id: 1, step_id: 1, status: 1 }, after: { owner_id: 2, step_id: 2, status: 3 } },
      ['Update', 'OwnerChanged', 'Move', 'Won'],
    ],
  ])('%s', async (_name, pair, events) => {
    expect(await derived('Opportunity', pair)).toEqual(events);
  });

  it('only what the entity has', async () => {
    const pair = { before: { owner_id: 1, step_id: 1, status: 1 }, after: { owner_id: 2, step_id: 2, status: 2 } };
    expect(await derived('Account', pair)).toEqual(['Update', 'OwnerChanged']);
    expect(await derived('Lead', pair)).toEqual(['Update', 'OwnerChanged', 'Lost']);
    expect(await derived('Quote', pair)).toEqual(['Update', 'OwnerChanged', 'Move', 'Lost']);
    expect(await derived('Product', pair)).toEqual(['Update']);
  });

  it('by the rules of the host, where it changes them', async () => {
    const { Account } = crmCatalog.entities;
    const signed = { action: 'Signed', when: (_before: object, after: object) => 'signed_at' in after };
    const catalog = defineCatalog({
      entities: { Account: { actions: [...Account.actions, 'Signed'], rules: [signed] } },
    });
    const engine = startEngine({ catalog });
    await engine.webhooks.registry.create({ url: 'https://hooks.example', insecure_ssl: false, events: ['*'] });
    await engine.webhooks.recordChange('Account', {
      before: { owner_id: 1 },
      after: { owner_id: 2, signed_at: new Date(0) },
    });
    expect((await notified(engine)).map(({ event }) => event)).toEqual(['Account.Update', 'Account.Signed']);
  });
});

describe.each(storeModes)('recordChange over $mode', ({ newStore }) => {
  it('EV-5: gives one webhook as many notifications as there are events it listens to', async () => {
    const engine = startEngine({ store: newStore() });
    const wide = await subscribe(engine, 'Opportunity.*');
    const narrow = await subscribe(engine, 'Opportunity.Won');
    const receipt = await engine.webhooks.recordChange('Opportunity', {
      before: { id: 1, owner_id: 1, status: 1 },
      after: { id: 1, owner_id: 2, status: 3 },
    });
    expect(receipt.notifications).toBe(4);
    const all = await notified(engine);
    const of = (id: string) => all.filter(({ webhook }) => webhook.id === id).map(({ event }) => event);
    expect(of(wide.webhook.id)).toEqual(['Opportunity.Update', 'Opportunity.OwnerChanged', 'Opportunity.Won']);
    expect(of(narrow.webhook.id)).toEqual(['Opportunity.Won']);
  });

  it('CH-1: makes one batch of a list of pairs', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, 'Account.*');
    await engine.webhooks.recordChange('Account', [
      { after: { id: 1 } },
      { before: { id: 2, name: 'a' }, after: { id: 2, name: 'b' } },
      { before: { id: 3 } },
    ]);
    const bodies = await deliver(engine);
    expect(bodies.map((body) => body.map(({ event, entity }) => [event, entity.id]))).toEqual([
      [
        ['Account.Create', 1],
        ['Account.Update', 2],
        ['Account.Delete', 3],
      ],
    ]);
  });

  it('FI-9: shows the last state of what was deleted', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, 'Account.Delete', { options: { entity: { Account: { filter: { name: 'Acme' } } } } });
    await engine.webhooks.recordChange('Account', [
      { before: { id: 1, name: 'Acme' } },
      { before: { id: 2, name: 'B' } },
    ]);
    expect(await notified(engine)).toMatchObject([{ event: 'Account.Delete', entity: { id: 1, name: 'Acme' } }]);
  });

  it('passes on the secondary record, the type and the time', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, '*');
    await engine.webhooks.recordChange('CustomEntity', {
      after: { id: 1 },
      relatedEntity: { id: 2 },
      customEntity: 'CE_Bid',
      occurredAt: Date.UTC(2024, 0, 2, 3, 4, 5, 6),
    });
    expect(await notified(engine)).toMatchObject([
      { entity: { id: 1 }, related_entity: { id: 2 }, event_time: '2024-01-02 03:04:05.006000+00:00' },
    ]);
  });

  it.each<[string, () => [entity: EntityName<typeof crmCatalog>, pairs: ChangePair | ChangePair[]], string[]]>([
    ['neither record', () => ['Account', {}], ['pairs[0] REQUIRED']],
    ['both null', () => ['Account', { before: null, after: null }], ['pairs[0] REQUIRED']],
    ['no pair', () => ['Account', undefined as never], ['pairs[0] REQUIRED']],
    ['text for a record', () => ['Account', { after: 'x' as never }], ['pairs[0].after WRONG_TYPE']],
    ['text for before', () => ['Account', { before: 'x' as never, after: {} }], ['pairs[0].before WRONG_TYPE']],
    ['a custom entity without a type', () => ['CustomEntity', { after: {} }], ['pairs[0].customEntity REQUIRED']],
    ['an entity that there is not', () => ['Acount' as never, { after: {} }], ['entity UNKNOWN_EVENT']],
    ['an entity of every object', () => ['constructor' as never, { after: {} }], ['entity UNKNOWN_EVENT']],
    [
      'NaN in the second',
      () => ['Account', [{ after: {} }, { after: { n: Number.NaN } }]],
      ['pairs[1].after.n UNSERIALISABLE'],
    ],
    ['NaN in a deleted one', () => ['Account', { before: { n: Number.NaN } }], ['pairs[0].before.n UNSERIALISABLE']],
  ])('refuses %s, and all of the batch with it', async (_name, call, faults) => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, '*');
    expect(await faultsOf(engine.webhooks.recordChange(...call()))).toEqual(faults);
    expect(await deliver(engine)).toEqual([]);
  });
});
