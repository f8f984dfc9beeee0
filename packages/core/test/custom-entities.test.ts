import { describe, expect, it } from 'vitest';
import type { WebhookOptions } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';
import { deliver, faultsOf, notified, storeModes, subscribe } from './host-fixture.ts';

/** Which of some CE_Bid, CE_Campaign and Account records reach a webhook with these options. */
async function reached(options: WebhookOptions): Promise<string[]> {
  const engine = startEngine();
  await subscribe(engine, ['CustomEntity.*', 'Account.*'], { options });
  await engine.webhooks.publish([
    { event: 'CustomEntity.Create', customEntity: 'CE_Bid', entity: { id: 'bid', name: 'a' } },
    { event: 'CustomEntity.Create', customEntity: 'CE_Bid', entity: { id: 'bid b', name: 'b' } },
    { event: 'CustomEntity.Create', entity: { id: 'campaign', table_name: 'CE_Campaign', name: 'a' } },
    { event: 'CustomEntity.Update', entity: { id: 'campaign b', table_name: 'CE_Campaign', name: 'b' } },
    { event: 'Account.Create', entity: { id: 'account', name: 'b' } },
  ]);
  return (await notified(engine)).map(({ entity }) => String(entity.id));
}

const everything = ['bid', 'bid b', 'campaign', 'campaign b', 'account'];

describe('the types that a webhook wants (CE-2)', () => {
  it.each<[string, WebhookOptions, string[]]>([
    ['all, where it says nothing', {}, everything],
    ['all, where its list is empty', { custom_entity_api_name: [] }, everything],
    ['those of a list', { custom_entity_api_name: ['CE_Bid'] }, ['bid', 'bid b', 'account']],
    ['those of a comma string', { custom_entity_api_name: 'CE_Bid, CE_Campaign' }, everything],
    ['none that there is', { custom_entity_api_name: ['CE_Other'] }, ['account']],
    ['exactly so named', { custom_entity_api_name: ['ce_bid'] }, ['account']],
  ])('are %s', async (_name, options, expected) => {
    expect(await reached(options)).toEqual(expected);
  });
});

describe('the blocks of types (CE-3)', () => {
  const b = { filter: { name: 'b' } };

  it.each<[string, WebhookOptions, string[]]>([
    ['its own', { entity: { CE_Bid: b } }, ['bid b', 'campaign', 'campaign b', 'account']],
    ['that of CustomEntity', { entity: { CustomEntity: b } }, ['bid b', 'campaign b', 'account']],
    [
      'its own before that of CustomEntity',
      { entity: { CustomEntity: b, CE_Bid: { filter: { name: 'a' } } } },
      ['bid', 'campaign b', 'account'],
    ],
    [
      'its own, empty, before that of CustomEntity',
      { entity: { CustomEntity: b, CE_Bid: {} } },
      ['bid', 'bid b', 'campaign b', 'account'],
    ],
    [
      'its own, among the types wanted',
      { entity: { CE_Bid: b }, custom_entity_api_name: ['CE_Bid', 'CE_Campaign'] },
      ['bid b', 'campaign', 'campaign b', 'account'],
    ],
  ])('%s', async (_name, options, expected) => {
    expect(await reached(options)).toEqual(expected);
  });

  it('that is left out is a warning', async () => {
    const engine = startEngine();
    const options = { custom_entity_api_name: ['CE_Campaign'], entity: { CE_Bid: b, CustomEntity: {} } };
    const { warnings } = await subscribe(engine, 'CustomEntity.*', { options });
    expect(warnings.map(({ path }) => path)).toEqual(['options.entity.CE_Bid']);
  });
});

describe.each(storeModes)("a custom entity's type over $mode (CE-1)", ({ newStore }) => {
  const options = { custom_entity_api_name: ['CE_Bid'] };

  it('is what the change says, before what the record says', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, 'CustomEntity.*', { options });
    await engine.webhooks.publish([
      { event: 'CustomEntity.Create', customEntity: 'CE_Bid', entity: { id: 1, table_name: 'CE_Campaign' } },
      { event: 'CustomEntity.Create', customEntity: 'CE_Campaign', entity: { id: 2, table_name: 'CE_Bid' } },
      { event: 'CustomEntity.Create', entity: { id: 3, table_name: 'CE_Bid' } },
    ]);
    expect((await notified(engine)).map(({ event, entity }) => [event, entity.id])).toEqual([
      ['CustomEntity.Create', 1],
      ['CustomEntity.Create', 3],
    ]);
  });

  it('is found in what toJSON returns, which is asked once', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, 'CustomEntity.*', { options });
    let asked = 0;
    class Bid {
      readonly #id: number;
      constructor(id: number) {
        this.#id = id;
      }
      toJSON() {
        asked += 1;
        return { id: this.#id, table_name: 'CE_Bid', asked };
      }
    }
    await engine.webhooks.publish({ event: 'CustomEntity.Create', entity: new Bid(7) });
    await engine.webhooks.recordChange('CustomEntity', { after: new Bid(8) });
    expect((await notified(engine)).map(({ entity }) => entity)).toEqual([
      { id: 7, table_name: 'CE_Bid', asked: 1 },
      { id: 8, table_name: 'CE_Bid', asked: 2 },
    ]);
    expect(asked).toBe(2);
  });

  it('is required, and of the whole batch nothing is enqueued', async () => {
    const engine = startEngine({ store: newStore() });
    const { publish } = engine.webhooks;
    const bad = () =>
      publish.call(engine.webhooks, [
        { event: 'Account.Create', entity: { id: 1 } },
        { event: 'CustomEntity.Create', entity: { id: 2 } },
        { event: 'CustomEntity.Create', entity: { id: 3, table_name: '' } },
        { event: 'CustomEntity.Create', entity: { id: 4, table_name: 5 } },
        { event: 'CustomEntity.Create', entity: { toJSON: () => null } },
      ]);
    const faults = [
      'changes[1].customEntity REQUIRED',
      'changes[2].customEntity REQUIRED',
      'changes[3].customEntity WRONG_TYPE',
      'changes[4].customEntity REQUIRED',
    ];
    // Whoever listens: types are always checked.
    expect(await faultsOf(bad())).toEqual(faults);
    await subscribe(engine, '*');
    expect(await faultsOf(bad())).toEqual(faults);
    expect(await deliver(engine)).toEqual([]);
  });

  it('that cannot be read is a ValidationError', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, '*');
    const throws = () => {
      throw new Error('gone');
    };
    const getter = {
      get table_name(): string {
        return throws();
      },
    };
    for (const entity of [{ toJSON: throws }, getter]) {
      const faults = await faultsOf(engine.webhooks.publish({ event: 'CustomEntity.Create', entity }));
      expect(faults).toEqual(['changes[0].customEntity UNSERIALISABLE']);
    }
  });
});
