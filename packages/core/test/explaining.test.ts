import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, crmCatalog, EventName, EventPattern, Explanation, WebhookOptions } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';
import { deliver, faultsOf, notified, type Subscription, storeModes, subscribe } from './host-fixture.ts';

type Name = EventName<typeof crmCatalog>;
type Pattern = EventPattern<typeof crmCatalog>;

describe.each(storeModes)('explain over $mode (RE-1)', ({ newStore }) => {
  async function explained(
    pattern: Pattern,
    subscription: Subscription,
    change: Change<Name>,
    skipKeys?: string,
  ): Promise<Explanation> {
    const engine = startEngine({ store: newStore(), canSee: async ({ changes }) => changes.map(() => false) });
    const { webhook } = await subscribe(engine, pattern, subscription);
    const explanations = await engine.webhooks.explain(change, { skipKeys });
    expect(explanations.map(({ webhookId }) => webhookId)).toEqual([webhook.id]);
    const receipt = await engine.webhooks.publish(change, { skipKeys });
    expect(receipt.notifications).toBe(explanations[0]?.decision === 'matched' ? 1 : 0);
    return { ...(explanations[0] as Explanation), webhookId: '' };
  }

  const update: Change<Name> = {
    event: 'Opportunity.Update',
    entity: { status: 3, value: 1 },
    before: { status: 1, value: 1 },
  };
  const bid: Change<Name> = { event: 'CustomEntity.Create', entity: { table_name: 'CE_Bid', name: 'x' } };
  const options = (Opportunity: object, more: WebhookOptions = {}): Subscription => ({
    options: { entity: { Opportunity }, ...more },
  });

  it.each<[string, Pattern, Subscription, Change<Name>, string | undefined, Omit<Explanation, 'webhookId'>]>([
    ['matched', 'Opportunity.*', {}, update, undefined, { decision: 'matched' }],
    ['event-not-subscribed', 'Account.*', {}, update, undefined, { decision: 'event-not-subscribed' }],
    [
      'custom-entity-not-selected',
      '*',
      { options: { custom_entity_api_name: ['CE_Sale'] } },
      bid,
      undefined,
      { decision: 'custom-entity-not-selected' },
    ],
    ['skip-key', '*', { options: { skip_keys: ['k'] } }, update, 'k', { decision: 'skip-key' }],
    [
      'no-listed-field-changed',
      '*',
      options({ 'on-field-change': ['value'] }),
      update,
      undefined,
      { decision: 'no-listed-field-changed' },
    ],
    ['not-visible', '*', { scope: { clientId: 'c' } }, update, undefined, { decision: 'not-visible' }],
    [
      'filter, by a value',
      '*',
      options({ filter: { status: 'Open' } }),
      update,
      undefined,
      { decision: 'filter', mismatch: { field: 'status', operator: 'eq', wanted: 'Open', actual: 3 } },
    ],
    [
      'filter, by the first field that says no',
      '*',
      options({
        filter: { value: 1, 'previous.status': [2, 3], name: 'x' },
        'filter-op': { 'previous.status': 'ieq' },
      }),
      update,
      undefined,
      { decision: 'filter', mismatch: { field: 'previous.status', operator: 'ieq', wanted: [2, 3], actual: 1 } },
    ],
    [
      'matched, with nothing to compare with',
      '*',
      options({ 'on-field-change': ['value'] }),
      { event: 'Opportunity.Update', entity: {} },
      undefined,
      { decision: 'matched', notes: ['no-before'] },
    ],
    [
      'matched, told what has changed',
      '*',
      options({ 'on-field-change': ['value'] }),
      { event: 'Opportunity.Update', entity: {}, changedFields: ['value'] },
      undefined,
      { decision: 'matched' },
    ],
    [
      'matched, where the gate is for Update alone',
      '*',
      options({ 'on-field-change': ['value'] }),
      { event: 'Opportunity.Create', entity: {} },
      undefined,
      { decision: 'matched' },
    ],
  ])('%s', async (_name, pattern, subscription, change, skipKeys, expected) => {
    expect(await explained(pattern, subscription, change, skipKeys)).toEqual({ ...expected, webhookId: '' });
  });

  it('gives the first reason of several, in the order of the list', async () => {
    const engine = startEngine({ store: newStore(), canSee: async ({ changes }) => changes.map(() => false) });
    const everything: WebhookOptions = {
      custom_entity_api_name: ['CE_Sale'],
      skip_keys: ['k'],
      entity: { CE_Bid: { filter: { name: 'y' }, 'on-field-change': ['name'] }, CE_Sale: {} },
    };
    const { webhook } = await subscribe(engine, 'Account.*', { options: everything, scope: { clientId: 'c' } });
    await engine.webhooks.registry.disable(webhook.id);
    const change = {
      event: 'CustomEntity.Update',
      customEntity: 'CE_Bid',
      entity: { name: 'x' },
      before: { name: 'x' },
    } as const;
    const decide = async (skipKeys?: string) => (await engine.webhooks.explain(change, { skipKeys }))[0]?.decision;
    const update = (patch: { events?: Pattern[]; options?: WebhookOptions }) =>
      engine.webhooks.registry.update(webhook.id, patch);
    expect(await decide('k')).toBe('event-not-subscribed');
    await update({ events: ['CustomEntity.*'] });
    expect(await decide('k')).toBe('custom-entity-not-selected');
    await update({ options: { ...everything, custom_entity_api_name: [] } });
    expect(await decide('k')).toBe('skip-key');
    expect(await decide()).toBe('filter');
    await update({ options: { entity: { CE_Bid: { 'on-field-change': ['name'] } } } });
    expect(await decide()).toBe('no-listed-field-changed');
    await update({ options: {} });
    expect(await decide()).toBe('not-visible');
  });

  it('tells of disabled and paused webhooks, and not of deleted ones', async () => {
    const engine = startEngine({ store: newStore() });
    const { registry } = engine.webhooks;
    const { webhook } = await subscribe(engine, '*');
    const explain = async () => (await engine.webhooks.explain(update)).map(({ webhookId: _, ...rest }) => rest);
    await registry.pause(webhook.id);
    expect(await explain()).toEqual([{ decision: 'matched', held: true }]);
    await registry.disable(webhook.id);
    expect(await explain()).toEqual([{ decision: 'disabled' }]);
    await registry.delete(webhook.id);
    expect(await explain()).toEqual([]);
    await registry.restore(webhook.id);
    await registry.enable(webhook.id);
    expect(await explain()).toEqual([{ decision: 'matched' }]);
  });

  it('changes nothing and sends nothing', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, '*');
    await engine.webhooks.explain(update, { idempotencyKey: 'once' });
    expect(await deliver(engine)).toEqual([]);
    expect((await engine.webhooks.publish(update, { idempotencyKey: 'once' })).notifications).toBe(1);
  });

  it('refuses what publish refuses', async () => {
    const engine = startEngine({ store: newStore() });
    const explain = (change: object) => faultsOf(engine.webhooks.explain(change as Change<Name>));
    expect(await explain({ event: 'Acount.Create', entity: {} })).toEqual(['change.event UNKNOWN_EVENT']);
    expect(await explain({ event: 'CustomEntity.Create', entity: {} })).toEqual(['change.customEntity REQUIRED']);
    expect(await explain({ event: 'Account.Create', entity: { n: Number.NaN } })).toEqual([
      'change.entity.n UNSERIALISABLE',
    ]);
  });
});

const fieldValues = fc.constantFrom<unknown>('a', 'b', 'A', 1, '1', 3, 'Open', null, true, ['a', 1], [], '2024-01-01');
const wanted = fc.oneof(
  fc.constantFrom('a', '1', 1, null, 'Open', '2024-01-01T00:00:00Z'),
  fc.subarray(['a', 'b', 1, 'Open']),
);
const block = fc.record(
  {
    filter: fc.dictionary(fc.constantFrom('name', 'status', 'tags', 'owner.name', 'previous.status'), wanted, {
      maxKeys: 2,
    }),
    'on-field-change': fc.subarray(['name', 'status', 'owner.name']),
    'load-only': fc.subarray(['name', 'owner.name']),
  },
  { requiredKeys: [] },
);
const subscription = fc.record({
  events: fc.uniqueArray(
    fc.constantFrom<Pattern>(
      '*',
      'Opportunity.*',
      'Opportunity.Update',
      'Opportunity.Create',
      'CustomEntity.*',
      'CustomEntity.Update',
    ),
    { minLength: 1, maxLength: 3 },
  ),
  options: fc.record({
    entity: fc.dictionary(fc.constantFrom('Opportunity', 'CE_Bid', 'CE_Sale', 'CustomEntity'), block, { maxKeys: 3 }),
    custom_entity_api_name: fc.subarray(['CE_Bid', 'CE_Sale']),
    skip_keys: fc.subarray(['k1', 'k2']),
  }),
  clientId: fc.constantFrom(null, 'c1', 'c2'),
  status: fc.constantFrom('active', 'active', 'active', 'disabled', 'deleted'),
});
const record = fc.record(
  { name: fieldValues, status: fieldValues, tags: fieldValues, owner: fc.record({ name: fieldValues }) },
  { requiredKeys: [] },
);
const change = fc.record(
  {
    event: fc.constantFrom<Name>(
      'Opportunity.Update',
      'Opportunity.Create',
      'CustomEntity.Update',
      'CustomEntity.Create',
    ),
    entity: record,
    customEntity: fc.constantFrom('CE_Bid', 'CE_Sale'),
    before: record,
    changedFields: fc.subarray(['name', 'status', 'owner']),
  },
  { requiredKeys: ['event', 'entity', 'customEntity'] },
);

describe('explain and publish (RE-1)', () => {
  it.each(storeModes)('agree for all webhooks and changes, over $mode', async ({ newStore }) => {
    let matched = 0;
    const property = fc.asyncProperty(
      fc.array(subscription, { minLength: 1, maxLength: 6 }),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      fc.subarray(['k1', 'k2']),
      async (subscriptions, changes, skipKeys) => {
        const engine = startEngine({
          store: newStore(),
          canSee: async ({ clientId, changes: asked }) =>
            asked.map(({ event }) => clientId === 'c1' || event.endsWith('.Update')),
        });
        const { registry } = engine.webhooks;
        for (const { events, options, clientId, status } of subscriptions) {
          const { webhook } = await subscribe(engine, events, { options, scope: { clientId } });
          if (status === 'disabled') await registry.disable(webhook.id);
          if (status === 'deleted') await registry.delete(webhook.id);
        }
        for (const one of changes) {
          const explanations = await engine.webhooks.explain(one, { skipKeys });
          const receipt = await engine.webhooks.publish(one, { skipKeys });
          const expected = explanations
            .filter(({ decision }) => decision === 'matched')
            .map(({ webhookId }) => webhookId);
          expect(receipt.notifications).toBe(expected.length);
          expect((await notified(engine)).map(({ webhook }) => webhook.id).sort()).toEqual(expected.sort());
          matched += expected.length;
        }
      },
    );
    await fc.assert(property, { numRuns: 60 });
    expect(matched).toBeGreaterThan(20);
  });
});
