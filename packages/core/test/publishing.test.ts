import { describe, expect, it } from 'vitest';
import { crmCatalog, defineCatalog, type EventName, type EventPattern } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';
import { deliver, faultsOf, issuesOf, notified, notifiedOnce, storeModes, subscribe } from './host-fixture.ts';

type Name = EventName<typeof crmCatalog>;
type Pattern = EventPattern<typeof crmCatalog>;

/** The seed's table, and the vendor's later entities (EV-2). */
const table = {
  Account: 'Create Update Delete DocumentLinked OwnerChanged',
  Contact: 'Create Update Delete DocumentLinked OwnerChanged',
  CustomEntity: 'Create Update Delete DocumentLinked OwnerChanged',
  Opportunity: 'Create Update Delete DocumentLinked OwnerChanged Move Lost Won Qualify',
  Lead: 'Create Update Delete DocumentLinked OwnerChanged Lost BackToLead',
  Task: 'Create Update Delete DocumentLinked OwnerChanged Comment',
  Appointment: 'Create Update Delete DocumentLinked OwnerChanged Comment',
  Email: 'Create Update Delete DocumentLinked',
  Product: 'Create Update Delete',
  OpptyProductRelation: 'Create Update Delete',
  Project: 'Create Update Delete DocumentLinked OwnerChanged',
  Quote: 'Create Update Delete DocumentLinked OwnerChanged Move Lost Won',
  Message: 'Create Update Delete DocumentLinked',
  Memo: 'Create Update Delete DocumentLinked Comment',
  Note: 'Create Update Delete',
  Currency: 'Create Update Delete',
  CurrencyExchangeRate: 'Create Update Delete',
  CurrencyExchangeRatesList: 'Create Update Delete',
  ProductPriceList: 'Create Update Delete',
  ProductPriceListPrice: 'Create Update Delete',
  ActivityRelation: 'Create Update Delete',
  ContactAccountRelation: 'Create Update Delete',
  LeadOpptyAccountRelation: 'Create Update Delete',
  LeadOpptyContactRelation: 'Create Update Delete',
  QuoteAccountRelation: 'Create Update Delete',
  QuoteContactRelation: 'Create Update Delete',
};

const names = Object.entries(table).flatMap(([entity, actions]) =>
  actions.split(' ').map((action) => `${entity}.${action}` as Name),
);

function changeOf(event: Name) {
  return { event, entity: { id: event, table_name: 'CE_Bid' } };
}

describe('event names', () => {
  it.each(Object.keys(table))(
    'EV-1, EV-2: each event of %s reaches its name, its entity and the star alone',
    async (entity) => {
      const engine = startEngine();
      const own = names.filter((name) => name.startsWith(`${entity}.`));
      const other: Pattern = entity === 'Account' ? 'Contact.*' : 'Account.*';
      const patterns: Pattern[] = [...own, `${entity}.*` as Pattern, '*', other];
      for (const pattern of patterns) await subscribe(engine, pattern, { url: `https://hooks.example/${pattern}` });
      for (const event of own) {
        await engine.webhooks.publish(changeOf(event));
        await engine.webhooks.drain();
        const urls = engine.sender.requests.map(({ url }) => url.slice('https://hooks.example/'.length)).sort();
        expect(urls).toEqual([event, `${entity}.*`, '*'].sort());
        // EV-5
        expect((await notified(engine)).map((notification) => notification.event)).toEqual([event, event, event]);
      }
    },
  );

  it('EV-2: are these and no others', () => {
    const known = Object.entries(crmCatalog.entities).map(([entity, { actions }]) => [entity, actions.join(' ')]);
    expect(Object.fromEntries(known)).toEqual(table);
  });

  it('EV-5: give a webhook one notification, however many of its patterns match', async () => {
    const engine = startEngine();
    await subscribe(engine, ['*', 'Account.*', 'Account.Create', 'Account.Create']);
    const receipt = await engine.webhooks.publish({ event: 'Account.Create', entity: { id: 1 } });
    expect(receipt).toEqual({ deliveryIds: [expect.any(String)], notifications: 1 });
    expect((await notifiedOnce(engine)).event).toBe('Account.Create');
  });

  it('EV-3: are those of the catalogue that the host gives', async () => {
    const catalog = defineCatalog({ entities: { ...crmCatalog.entities, Invoice: { actions: ['Create', 'Paid'] } } });
    const engine = startEngine({ catalog });
    const input = { url: 'https://hooks.example', insecure_ssl: false };
    await engine.webhooks.registry.create({ ...input, events: ['Invoice.Paid', 'Account.*'] });
    await engine.webhooks.publish({ event: 'Invoice.Paid', entity: { id: 1 } });
    await engine.webhooks.publish({ event: 'Invoice.Create', entity: { id: 2 } });
    await engine.webhooks.publish({ event: 'Account.Create', entity: { id: 3 } });
    expect((await notified(engine)).map(({ event }) => event)).toEqual(['Invoice.Paid', 'Account.Create']);
    const misspelt = engine.webhooks.publish({ event: 'Invoice.Payed' as 'Invoice.Paid', entity: {} });
    expect((await issuesOf(misspelt))[0]?.message).toContain('did you mean "Invoice.Paid"?');
  });

  it('EV-3: of a catalogue that has none of the built-in ones', async () => {
    const engine = startEngine({ catalog: defineCatalog({ entities: { Bid: { actions: ['Create'] } } }) });
    await engine.webhooks.registry.create({ url: 'https://hooks.example', insecure_ssl: false, events: ['*'] });
    await engine.webhooks.publish({ event: 'Bid.Create', entity: { id: 1 } });
    expect(await notified(engine)).toMatchObject([{ event: 'Bid.Create' }]);
    const other = engine.webhooks.publish({ event: 'Account.Create' as 'Bid.Create', entity: {} });
    expect(await faultsOf(other)).toEqual(['changes[0].event UNKNOWN_EVENT']);
  });
});

describe.each(storeModes)('a publish over $mode', ({ newStore }) => {
  it('CH-1: is a batch per webhook, in the order published', async () => {
    const engine = startEngine({ store: newStore() });
    const all = await subscribe(engine, '*');
    await subscribe(engine, 'Contact.*', { url: 'https://other.example' });
    const receipt = await engine.webhooks.publish([
      { event: 'Contact.Update', entity: { id: 1 } },
      { event: 'Account.Create', entity: { id: 2 } },
      { event: 'Contact.Create', entity: { id: 3 } },
    ]);
    expect(receipt).toEqual({ deliveryIds: [expect.any(String), expect.any(String)], notifications: 5 });
    const bodies = await deliver(engine);
    expect(bodies.map((body) => body.map(({ entity }) => entity.id)).sort()).toEqual([
      [1, 2, 3],
      [1, 3],
    ]);
    expect(bodies.flat().filter(({ webhook }) => webhook.id === all.webhook.id)).toHaveLength(3);
  });

  it('tells nobody when nobody listens', async () => {
    const engine = startEngine({ store: newStore() });
    const change = { event: 'Account.Create', entity: { id: 1 } } as const;
    expect(await engine.webhooks.publish(change)).toEqual({ deliveryIds: [], notifications: 0 });
    await subscribe(engine, 'Contact.*');
    expect(await engine.webhooks.publish(change)).toEqual({ deliveryIds: [], notifications: 0 });
    expect(await engine.webhooks.publish([])).toEqual({ deliveryIds: [], notifications: 0 });
    expect(await deliver(engine)).toEqual([]);
  });

  it('DE-1: has its deliveries in the store when it resolves', async () => {
    const engine = startEngine({ store: newStore() });
    const { webhook } = await subscribe(engine, 'Account.*');
    const { deliveryIds } = await engine.webhooks.publish({ event: 'Account.Create', entity: { id: 1 } });
    expect(await engine.webhooks.deliveries.get(deliveryIds[0] ?? '')).toMatchObject({
      status: 'pending',
      webhookId: webhook.id,
      items: [{ event: 'Account.Create', subject: '1' }],
    });
  });

  it('sees a registration at once, and its changes', async () => {
    const engine = startEngine({ store: newStore() });
    const { registry } = engine.webhooks;
    const heard = async () => {
      await engine.webhooks.publish({ event: 'Account.Create', entity: { id: 1 } });
      return (await notified(engine)).length;
    };
    expect(await heard()).toBe(0);
    const { webhook } = await subscribe(engine, 'Account.*');
    expect(await heard()).toBe(1);
    await registry.update(webhook.id, { events: ['Contact.*'] });
    expect(await heard()).toBe(0);
    await registry.update(webhook.id, { events: ['*'] });
    expect(await heard()).toBe(1);
    await registry.delete(webhook.id);
    expect(await heard()).toBe(0);
    await registry.restore(webhook.id);
    expect(await heard()).toBe(1);
    await registry.disable(webhook.id);
    expect(await heard()).toBe(0);
    await registry.enable(webhook.id);
    expect(await heard()).toBe(1);
  });
});
