import { describe, expectTypeOf, it } from 'vitest';
import type { Catalog, EntityName, EventName, EventPattern } from './catalog.ts';
import { crmCatalog } from './crm-catalog.ts';
import { defineCatalog } from './define-catalog.ts';

function subscribe<C extends Catalog>(_catalog: C, _events: readonly EventPattern<C>[]): void {}

const own = defineCatalog({
  entities: { ...crmCatalog.entities, Invoice: { actions: ['Create', 'Paid'] } },
});

describe('event names of crmCatalog (EV-3)', () => {
  it('are a closed union', () => {
    expectTypeOf<'Account.*'>().toExtend<EventPattern<typeof crmCatalog>>();
    expectTypeOf<'*'>().toExtend<EventPattern<typeof crmCatalog>>();
    expectTypeOf<'Opportunity.Won'>().toExtend<EventName<typeof crmCatalog>>();
    expectTypeOf<'CustomEntity.OwnerChanged'>().toExtend<EventName<typeof crmCatalog>>();
    expectTypeOf<'Acount.*'>().not.toExtend<EventPattern<typeof crmCatalog>>();
    expectTypeOf<'Account.Move'>().not.toExtend<EventName<typeof crmCatalog>>();
    expectTypeOf<'Account.*'>().not.toExtend<EventName<typeof crmCatalog>>();
    expectTypeOf<string>().not.toExtend<EventPattern<typeof crmCatalog>>();
    expectTypeOf<'Invoice'>().not.toExtend<EntityName<typeof crmCatalog>>();
  });

  it('are checked where they are written', () => {
    subscribe(crmCatalog, ['*', 'Account.*', 'Lead.BackToLead']);
    // @ts-expect-error misspelt
    subscribe(crmCatalog, ['Acount.*']);
    // @ts-expect-error no partial wildcard
    subscribe(crmCatalog, ['*.Create']);
  });
});

describe("event names of a host's own catalogue (EV-3)", () => {
  it('are a closed union', () => {
    expectTypeOf<'Invoice.Paid'>().toExtend<EventName<typeof own>>();
    expectTypeOf<'Invoice.*'>().toExtend<EventPattern<typeof own>>();
    expectTypeOf<'Account.Create'>().toExtend<EventName<typeof own>>();
    expectTypeOf<'Invoice.Payed'>().not.toExtend<EventName<typeof own>>();
    expectTypeOf<string>().not.toExtend<EventName<typeof own>>();
  });

  it('are checked where they are written', () => {
    subscribe(own, ['Invoice.*', 'Account.*']);
    // @ts-expect-error misspelt
    subscribe(own, ['Invoices.*']);
  });

  it('are those of the entities that replace the built-in ones', () => {
    const alone = defineCatalog({ entities: { Bid: { actions: ['Create'] } } });
    expectTypeOf<EventPattern<typeof alone>>().toEqualTypeOf<'*' | 'Bid.*' | 'Bid.Create'>();
  });
});

describe('event names of any catalogue', () => {
  it('are strings', () => {
    expectTypeOf<EventName<Catalog>>().toExtend<string>();
  });
});
