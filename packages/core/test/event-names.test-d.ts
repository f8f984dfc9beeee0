import { describe, expectTypeOf, it } from 'vitest';
import {
  type Change,
  type crmCatalog,
  defineCatalog,
  type EventName,
  type EventPattern,
  type Webhooks,
} from '../src/index.ts';
import { startEngine, type TestWebhooks } from './engine-fixture.ts';

const url = 'https://hooks.example';
const entity = { id: 1 };

declare const webhooks: TestWebhooks;
declare const ofAny: string;

describe('with crmCatalog, the compiler checks (EV-3)', () => {
  it('the events of a registration', () => {
    void webhooks.registry.create({ url, events: ['*', 'Account.*', 'Lead.BackToLead'], insecure_ssl: false });
    // @ts-expect-error misspelt
    void webhooks.registry.create({ url, events: ['Acount.*'], insecure_ssl: false });
    // @ts-expect-error the second is misspelt
    void webhooks.registry.create({ url, events: ['Account.*', 'Account.Created'], insecure_ssl: false });
    // @ts-expect-error no partial wildcard
    void webhooks.registry.create({ url, events: ['*.Create'], insecure_ssl: false });
    // @ts-expect-error a type is no entity
    void webhooks.registry.create({ url, events: ['CE_Bid.Create'], insecure_ssl: false });
    // @ts-expect-error text of any kind is for parse
    void webhooks.registry.create({ url, events: [ofAny], insecure_ssl: false });
    // @ts-expect-error the seed requires insecure_ssl
    void webhooks.registry.create({ url, events: ['*'] });
  });

  it('the events of a change of it', () => {
    void webhooks.registry.update('id', { events: ['Task.Comment'] });
    // @ts-expect-error misspelt
    void webhooks.registry.update('id', { events: ['Task.Commented'] });
  });

  it('the event of a change', () => {
    void webhooks.publish({ event: 'Opportunity.Won', entity });
    void webhooks.publish([
      { event: 'Opportunity.Won', entity },
      { event: 'CustomEntity.Create', entity },
    ]);
    // @ts-expect-error misspelt
    void webhooks.publish({ event: 'Oportunity.Won', entity });
    // @ts-expect-error an action that the entity lacks
    void webhooks.publish({ event: 'Account.Won', entity });
    // @ts-expect-error a pattern is no event
    void webhooks.publish({ event: 'Account.*', entity });
    void webhooks.publish([
      { event: 'Account.Create', entity },
      // @ts-expect-error misspelt
      { event: 'Account.Created', entity },
    ]);
    // @ts-expect-error there is no entity
    void webhooks.publish({ event: 'Account.Create' });
    // @ts-expect-error a record is an object
    void webhooks.publish({ event: 'Account.Create', entity: 'a1' });
    // @ts-expect-error misspelt
    void webhooks.explain({ event: 'Acount.Create', entity });
  });

  it('the entity of a pair', () => {
    void webhooks.recordChange('Account', { after: entity });
    // @ts-expect-error misspelt
    void webhooks.recordChange('Acount', { after: entity });
    // @ts-expect-error a type is no entity
    void webhooks.recordChange('CE_Bid', { after: entity });
  });

  it('filters and operators', () => {
    void webhooks.registry.create({
      url,
      events: ['Account.*'],
      insecure_ssl: false,
      options: { entity: { Account: { filter: { name: ['a', 5, true, null] }, 'filter-op': { name: 'not-ieq' } } } },
    });
    void webhooks.registry.create({
      url,
      events: ['Account.*'],
      insecure_ssl: false,
      // @ts-expect-error operators are values: not_eq is none
      options: { entity: { Account: { filter: { name: 'a' }, 'filter-op': { name: 'not_eq' } } } },
    });
  });

  it("a host's own interfaces as records", () => {
    interface Account {
      readonly id: string;
      readonly owner?: { readonly name: string };
    }
    const account: Account = { id: 'a1' };
    void webhooks.publish({ event: 'Account.Create', entity: account, before: null, relatedEntity: undefined });
    void webhooks.recordChange('Account', [{ before: account, after: account }]);
  });

  it('the types that name them', () => {
    expectTypeOf<Parameters<TestWebhooks['registry']['create']>[0]['events'][number]>().toEqualTypeOf<
      EventPattern<typeof crmCatalog>
    >();
    expectTypeOf<'Acount.*'>().not.toExtend<EventPattern<typeof crmCatalog>>();
    expectTypeOf<Change<EventName<typeof crmCatalog>>['event']>().toEqualTypeOf<EventName<typeof crmCatalog>>();
    expectTypeOf<ReturnType<TestWebhooks['registry']['parse']>['events'][number]>().toEqualTypeOf<
      EventPattern<typeof crmCatalog>
    >();
    expectTypeOf(startEngine().webhooks).toEqualTypeOf<TestWebhooks>();
  });
});

describe("with a host's own catalogue, the compiler checks (EV-3)", () => {
  const catalog = defineCatalog({
    entities: { Bid: { actions: ['Create', 'Accepted'] }, Lot: { actions: ['Delete'] } },
  });
  const own = startEngine({ catalog });

  it('its events', () => {
    expectTypeOf(own.webhooks).toEqualTypeOf<Webhooks<typeof catalog, never>>();
    void own.webhooks.registry.create({
      url,
      events: ['*', 'Bid.*', 'Bid.Accepted', 'Lot.Delete'],
      insecure_ssl: false,
    });
    // @ts-expect-error misspelt
    void own.webhooks.registry.create({ url, events: ['Bids.*'], insecure_ssl: false });
    // @ts-expect-error an action of another entity
    void own.webhooks.registry.create({ url, events: ['Lot.Create'], insecure_ssl: false });
    // @ts-expect-error of the catalogue that it replaces
    void own.webhooks.registry.create({ url, events: ['Account.*'], insecure_ssl: false });
    void own.webhooks.publish({ event: 'Bid.Accepted', entity });
    // @ts-expect-error misspelt
    void own.webhooks.publish({ event: 'Bid.Acepted', entity });
    void own.webhooks.recordChange('Lot', { before: entity });
    // @ts-expect-error of the catalogue that it replaces
    void own.webhooks.recordChange('Account', { before: entity });
  });
});
