import { describe, expect, it } from 'vitest';
import type { EntityOptions } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';
import { notified, notifiedOnce, storeModes, subscribe } from './host-fixture.ts';

describe.each(storeModes)('filters over $mode', ({ newStore }) => {
  /** The ids of the opportunities, of some changes, that a webhook with this block hears of. */
  async function heard(Opportunity: EntityOptions, changes: readonly { before?: object; after?: object }[]) {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, ['Opportunity.Create', 'Opportunity.Update', 'Opportunity.Delete', 'Account.*'], {
      options: { entity: { Opportunity } },
    });
    await engine.webhooks.recordChange('Opportunity', changes);
    return (await notified(engine)).map(({ entity }) => entity.id);
  }

  it('FI-1: ask for all of their fields', async () => {
    const filter = { name: ['a', 'b'], value: 5 };
    const records = [
      { id: 1, name: 'a', value: 5 },
      { id: 2, name: 'b', value: '5.0' },
      { id: 3, name: 'a' },
      { id: 4, value: 5 },
    ];
    expect(
      await heard(
        { filter },
        records.map((after) => ({ after })),
      ),
    ).toEqual([1, 2]);
  });

  it('FI-2: by operators', async () => {
    const block = {
      filter: { name: 'Deal', value: [1, 5] },
      'filter-op': { name: 'istarts', value: 'between' },
    } as const;
    const records = [
      { id: 1, name: 'DEAL 1', value: 5 },
      { id: 2, name: 'deal', value: 6 },
      { id: 3, name: 'x', value: 2 },
    ];
    expect(
      await heard(
        block,
        records.map((after) => ({ after })),
      ),
    ).toEqual([1]);
  });

  it('FI-7: by the name, the number or the numeric text of a status', async () => {
    const records = [1, 'Open', '1', 2, 'Won', 'open', null].map((status, id) => ({ after: { id, status } }));
    expect(await heard({ filter: { status: 'Open' } }, records)).toEqual([0, 1, 2]);
    expect(await heard({ filter: { status: 1 } }, records)).toEqual([0, 1, 2]);
    expect(await heard({ filter: { status: 'Open' }, 'filter-op': { status: 'not-eq' } }, records)).toEqual([
      3, 4, 5, 6,
    ]);
  });

  it('FI-9: see the record after the change', async () => {
    const changes = [
      { before: { id: 1, status: 1, name: 'a' }, after: { id: 1, status: 3, name: 'a' } },
      { before: { id: 2, status: 3, name: 'a' }, after: { id: 2, status: 1, name: 'a' } },
    ];
    expect(await heard({ filter: { status: 'Open' } }, changes)).toEqual([2]);
  });

  it('FI-9: see the last state of what was deleted', async () => {
    expect(
      await heard({ filter: { status: 'Open' } }, [{ before: { id: 1, status: 1 } }, { before: { id: 2, status: 3 } }]),
    ).toEqual([1]);
  });

  it('FI-9: see the record whole, before load-only', async () => {
    const engine = startEngine({ store: newStore() });
    const block = { filter: { 'owner.name': 'Ann', secret: 1 }, 'load-only': ['id'] };
    await subscribe(engine, 'Account.*', { options: { entity: { Account: block } } });
    await engine.webhooks.publish({ event: 'Account.Create', entity: { id: 1, secret: 1, owner: { name: 'Ann' } } });
    expect((await notifiedOnce(engine)).entity).toEqual({ id: 1 });
  });

  it('FI-9: let nothing pass that they cannot compare', async () => {
    const block = { filter: { value: 5 }, 'filter-op': { value: 'gt' } } as const;
    const values = [6, '6', 'x', null, undefined, {}, [], true, 6n];
    expect(
      await heard(
        block,
        values.map((value, id) => ({ after: { id, value } })),
      ),
    ).toEqual([0, 1, 8]);
  });

  it('FI-10: see the record before the change under previous', async () => {
    const block = { filter: { status: 'Won', 'previous.status': 'Open' } };
    const changes = [
      { before: { id: 1, status: 1 }, after: { id: 1, status: 3 } },
      { before: { id: 2, status: 2 }, after: { id: 2, status: 3 } },
      { after: { id: 3, status: 3 } },
      { after: { id: 4, status: 3, 'previous.status': 'Open' } },
    ];
    expect(await heard(block, changes)).toEqual([1, 4]);
    const created = { filter: { 'previous.status': null } };
    expect(await heard(created, changes)).toEqual([3]);
  });

  it('OP-4: are asked of their entity alone', async () => {
    const engine = startEngine({ store: newStore() });
    const options = { entity: { Account: { filter: { name: 'a' }, 'load-only': ['name'] } } };
    await subscribe(engine, '*', { options });
    await engine.webhooks.publish([
      { event: 'Account.Create', entity: { id: 1, name: 'a' } },
      { event: 'Account.Create', entity: { id: 2, name: 'b' } },
      { event: 'Contact.Create', entity: { id: 3, name: 'b' } },
    ]);
    expect((await notified(engine)).map(({ entity }) => entity)).toEqual([{ name: 'a' }, { id: 3, name: 'b' }]);
  });

  it('OP-2: are read in either spelling, lists from comma strings', async () => {
    const engine = startEngine({ store: newStore() });
    const Account = {
      filter: { name: 'a' },
      filter_op: { name: 'starts' },
      load_only: 'id, name',
      on_field_change: 'name,id',
    } as const;
    await subscribe(engine, 'Account.*', { options: { entity: { Account } } });
    await engine.webhooks.recordChange('Account', [
      { before: { id: 1, name: 'ab' }, after: { id: 1, name: 'ac', more: 1 } },
      { before: { id: 2, name: 'ab' }, after: { id: 2, name: 'ab', more: 1 } },
    ]);
    expect((await notifiedOnce(engine)).entity).toEqual({ id: 1, name: 'ac' });
  });
});

describe.each(storeModes)('on-field-change over $mode', ({ newStore }) => {
  async function engineWith(fields: readonly string[]) {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, 'Opportunity.*', { options: { entity: { Opportunity: { 'on-field-change': fields } } } });
    return engine;
  }

  it.each<[string, fields: string[], before: object, after: object, expected: number]>([
    ['a listed field', ['value'], { value: 1 }, { value: 2 }, 1],
    ['another field', ['value'], { value: 1, name: 'a' }, { value: 1, name: 'b' }, 0],
    ['one of several', ['closing_date', 'value'], { closing_date: '2024-01-01' }, { closing_date: '2024-01-02' }, 1],
    ['deep inside', ['value'], { value: { base: { n: 1 } } }, { value: { base: { n: 2 } } }, 1],
    ['a dotted path', ['value.base'], { value: { base: 1, other: 1 } }, { value: { base: 1, other: 2 } }, 0],
    ['a relation by its id', ['owner'], { owner_id: 1, a: 1 }, { owner_id: 2, a: 1 }, 1],
    ['an id by its relation', ['owner_id'], { owner: 'u1' }, { owner: 'u2' }, 1],
    ['null for missing', ['value'], { value: null, a: 1 }, { a: 2 }, 0],
    ['a Date for its text', ['at'], { at: new Date(0), a: 1 }, { at: '1970-01-01 00:00:00.000000+00:00', a: 2 }, 0],
    ['no list', [], { a: 1 }, { a: 2 }, 1],
  ])('FC-1, FC-2: %s', async (_name, fields, before, after, expected) => {
    const engine = await engineWith(fields);
    await engine.webhooks.publish({ event: 'Opportunity.Update', entity: after, before });
    expect(await notified(engine)).toHaveLength(expected);
  });

  it('FC-1: holds back Update alone', async () => {
    const engine = await engineWith(['value']);
    const [before, after] = [
      { id: 1, value: 1, owner_id: 1 },
      { id: 1, value: 1, owner_id: 2 },
    ];
    await engine.webhooks.recordChange('Opportunity', [{ before, after }, { after }, { before }]);
    expect((await notified(engine)).map(({ event }) => event)).toEqual([
      'Opportunity.OwnerChanged',
      'Opportunity.Create',
      'Opportunity.Delete',
    ]);
  });

  it.each<[string, changedFields: string[] | null | undefined, expected: number]>([
    ['the field', ['value'], 1],
    ['its ancestor', ['deal'], 1],
    ['its descendant', ['deal.size.unit'], 1],
    ['another', ['name', 'valu', 'deal.name'], 0],
    ['nothing', [], 0],
    ['null', null, 1],
    ['undefined', undefined, 1],
  ])('FC-3: without before, goes by what the host says has changed: %s', async (_name, changedFields, expected) => {
    const engine = await engineWith(['value', 'deal.size']);
    await engine.webhooks.publish({ event: 'Opportunity.Update', entity: { value: 1 }, changedFields });
    expect(await notified(engine)).toHaveLength(expected);
  });

  it('FC-3: before counts more than what the host says', async () => {
    const engine = await engineWith(['value']);
    const change = {
      event: 'Opportunity.Update',
      entity: { value: 1 },
      before: { value: 1 },
      changedFields: ['value'],
    } as const;
    await engine.webhooks.publish(change);
    expect(await notified(engine)).toEqual([]);
  });

  it('FC-3: what the host says is read when it says it', async () => {
    const engine = await engineWith(['value']);
    const changedFields = ['name'];
    const publishing = engine.webhooks.publish({ event: 'Opportunity.Update', entity: { value: 1 }, changedFields });
    changedFields.push('value');
    await publishing;
    expect(await notified(engine)).toEqual([]);
  });

  it('FC-1: compares the records whole, before load-only', async () => {
    const engine = startEngine({ store: newStore() });
    const Opportunity = { 'on-field-change': ['value'], 'load-only': ['id'] };
    await subscribe(engine, 'Opportunity.*', { options: { entity: { Opportunity } } });
    await engine.webhooks.publish({
      event: 'Opportunity.Update',
      entity: { id: 1, value: 2 },
      before: { id: 1, value: 1 },
    });
    expect((await notifiedOnce(engine)).entity).toEqual({ id: 1 });
  });
});
