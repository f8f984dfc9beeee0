import { describe, expect, it } from 'vitest';
import { startEngine } from './engine-fixture.ts';
import { deliver, faultsOf, notified, notifiedOnce, storeModes, subscribe } from './host-fixture.ts';

// SEMANTICS, "Words": what a record's values may be.

const circular: { id: number; self?: object } = { id: 1 };
circular.self = circular;

class Money {
  readonly #amount: number;
  constructor(amount: number) {
    this.#amount = amount;
  }
  toJSON() {
    return this.#amount;
  }
}

class Row {
  id = 1;
  name = 'own';
  get derived(): string {
    return 'inherited';
  }
}

const bad: readonly [name: string, value: unknown, path: string, code: string][] = [
  ['NaN', Number.NaN, 'x', 'UNSERIALISABLE'],
  ['an infinity', Number.NEGATIVE_INFINITY, 'x', 'UNSERIALISABLE'],
  ['an invalid Date', new Date(Number.NaN), 'x', 'UNSERIALISABLE'],
  ['a function', () => 1, 'x', 'UNSERIALISABLE'],
  ['a symbol', Symbol('s'), 'x', 'UNSERIALISABLE'],
  ['a Map', new Map(), 'x', 'UNSERIALISABLE'],
  ['a Set', new Set([1]), 'x', 'UNSERIALISABLE'],
  ['a cycle', circular, 'x.self', 'UNSERIALISABLE'],
  ['NaN in a list', [1, [Number.NaN]], 'x[1][0]', 'UNSERIALISABLE'],
  ['NaN of a toJSON', { toJSON: () => ({ n: Number.NaN }) }, 'x.n', 'UNSERIALISABLE'],
  [
    'a toJSON that throws',
    {
      toJSON: () => {
        throw new Error('no');
      },
    },
    'x',
    'UNSERIALISABLE',
  ],
];

describe.each(storeModes)('record values over $mode', ({ newStore }) => {
  it.each<[string, value: unknown, shown: string]>([
    ['a Date', new Date(Date.UTC(2024, 6, 9, 12, 51, 48, 50)), '{"x":"2024-07-09 12:51:48.050000+00:00"}'],
    ['a bigint', 9_007_199_254_740_993n, '{"x":9007199254740993}'],
    ['what toJSON returns', new Money(5), '{"x":5}'],
    ['undefined in an object', { a: undefined, b: 1 }, '{"x":{"b":1}}'],
    ['undefined in a list', [undefined, 1], '{"x":[null,1]}'],
    ['own fields alone', new Row(), '{"x":{"id":1,"name":"own"}}'],
    ['an object without prototype', Object.assign(Object.create(null), { a: 1 }), '{"x":{"a":1}}'],
    ['fields by symbols left out', { a: 1, [Symbol('s')]: 2 }, '{"x":{"a":1}}'],
    ['a lone surrogate', '\ud800', '{"x":"\\ud800"}'],
    ['minus zero', -0, '{"x":0}'],
    ['text of a URI', '/entities/Accounts/1', '{"x":"/entities/Accounts/1"}'],
  ])('PA-4: %s', async (_name, value, shown) => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, '*');
    await engine.webhooks.publish({ event: 'Account.Create', entity: { x: value } });
    await engine.webhooks.drain();
    expect(engine.sender.requests[0]?.text).toContain(`"entity":${shown},"related_entity"`);
  });

  it('filters, differences and payload see what toJSON returns, which is asked once', async () => {
    const engine = startEngine({ store: newStore(), payload: { changes: true } });
    const asked = { entity: 0, before: 0, relatedEntity: 0 };
    const record = (name: keyof typeof asked, fields: object) => ({
      toJSON() {
        asked[name] += 1;
        return { ...fields };
      },
    });
    const block = { filter: { name: 'new', 'previous.name': 'old' }, 'on-field-change': ['name'] };
    for (let number = 0; number < 3; number += 1) {
      const options = { entity: { Account: { ...block, 'load-only': ['id', 'name', `x${number}`] } } };
      await subscribe(engine, ['Account.*'], { options });
    }
    await engine.webhooks.publish({
      event: 'Account.Update',
      entity: record('entity', { id: 1, name: 'new' }),
      before: record('before', { id: 1, name: 'old' }),
      relatedEntity: record('relatedEntity', { id: 2 }),
    });
    const notifications = await notified(engine);
    expect(notifications).toHaveLength(3);
    expect(notifications[0]).toMatchObject({
      entity: { id: 1, name: 'new' },
      related_entity: { id: 2 },
      previous: { name: 'old' },
    });
    expect(asked).toEqual({ entity: 1, before: 1, relatedEntity: 1 });
  });

  it.each(bad)('refuse %s, and nothing of the batch is enqueued', async (_name, value, path, code) => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, 'Account.*');
    const good = { event: 'Account.Create', entity: { id: 1 } } as const;
    const refused = engine.webhooks.publish([good, { event: 'Account.Create', entity: { x: value } }, good]);
    expect(await faultsOf(refused)).toEqual([`changes[1].entity.${path} ${code}`]);
    expect(await deliver(engine)).toEqual([]);
  });

  it('are refused in every record of a change, all problems at once', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, '*');
    const entity = { n: Number.NaN };
    const refused = engine.webhooks.publish([
      { event: 'Account.Update', entity: { a: entity, b: [entity] }, before: entity, relatedEntity: entity },
      { event: 'Account.Update', entity },
    ]);
    expect(await faultsOf(refused)).toEqual([
      'changes[0].entity.a.n UNSERIALISABLE',
      'changes[0].entity.b[0].n UNSERIALISABLE',
      'changes[0].before.n UNSERIALISABLE',
      'changes[0].relatedEntity.n UNSERIALISABLE',
      'changes[1].entity.n UNSERIALISABLE',
    ]);
    expect(await deliver(engine)).toEqual([]);
  });

  const mebibyte = 1_048_576;
  // {"x":"…"} has 8 bytes beside the text.
  it.each([
    { what: 'of exactly 1 MiB', record: { x: 'y'.repeat(mebibyte - 8) }, isTaken: true },
    { what: 'of a byte more', record: { x: 'y'.repeat(mebibyte - 7) }, isTaken: false },
    { what: 'of 1 MiB in bytes of UTF-8', record: { x: 'ä'.repeat(mebibyte / 2 - 4) }, isTaken: true },
    { what: 'of more, in fewer characters', record: { x: 'ä'.repeat(mebibyte / 2 - 3) }, isTaken: false },
    { what: 'of more by its escapes', record: { x: '\n'.repeat(mebibyte / 2) }, isTaken: false },
  ])('take a record $what: $isTaken', async ({ record, isTaken }) => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, '*');
    const publishing = engine.webhooks.publish({ event: 'Account.Create', entity: record });
    if (isTaken) expect((await publishing).notifications).toBe(1);
    else expect(await faultsOf(publishing)).toEqual(['changes[0].entity TOO_LARGE']);
    expect(await deliver(engine)).toHaveLength(isTaken ? 1 : 0);
  });

  it('are bounded as the host says, and the same for before and relatedEntity', async () => {
    const engine = startEngine({ store: newStore(), limits: { maxRecordBytes: 100 } });
    await subscribe(engine, '*');
    const large = { x: 'y'.repeat(93) };
    const refused = engine.webhooks.publish({
      event: 'Account.Update',
      entity: large,
      before: large,
      relatedEntity: large,
    });
    expect(await faultsOf(refused)).toEqual([
      'changes[0].entity TOO_LARGE',
      'changes[0].before TOO_LARGE',
      'changes[0].relatedEntity TOO_LARGE',
    ]);
    await engine.webhooks.publish({ event: 'Account.Update', entity: { x: 'y'.repeat(92) } });
    expect((await notifiedOnce(engine)).entity).toEqual({ x: 'y'.repeat(92) });
  });

  it.each(bad)('are not looked at while nobody listens: %s', async (_name, value) => {
    const engine = startEngine({ store: newStore() });
    const entity = { x: value };
    await engine.webhooks.publish({ event: 'Account.Create', entity, before: entity });
    await subscribe(engine, 'Account.Update');
    await engine.webhooks.publish([
      { event: 'Account.Create', entity },
      { event: 'Contact.Update', entity },
      { event: 'Account.Update', entity: { id: 1 } },
    ]);
    await engine.webhooks.recordChange('Account', { after: entity });
    expect((await notified(engine)).map(({ entity: shown }) => shown)).toEqual([{ id: 1 }]);
  });

  it('are looked at once somebody listens to an event that a pair could be', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, 'Opportunity.Won');
    const pair = { before: { status: 1 }, after: { status: 1, n: Number.NaN } };
    expect(await faultsOf(engine.webhooks.recordChange('Opportunity', pair))).toEqual([
      'pairs[0].after.n UNSERIALISABLE',
    ]);
    await engine.webhooks.recordChange('Opportunity', { after: { n: Number.NaN } });
    await engine.webhooks.recordChange('Account', pair);
  });

  it.each(bad)('are always looked at where the host says so: %s', async (_name, value, path, code) => {
    const engine = startEngine({ store: newStore(), validate: 'always' });
    const refused = engine.webhooks.publish({ event: 'Account.Create', entity: { x: value } });
    expect(await faultsOf(refused)).toEqual([`changes[0].entity.${path} ${code}`]);
    const pair = engine.webhooks.recordChange('Account', { before: { x: 1 }, after: { x: value } });
    expect(await faultsOf(pair)).toEqual([`pairs[0].after.${path} ${code}`]);
  });
});
