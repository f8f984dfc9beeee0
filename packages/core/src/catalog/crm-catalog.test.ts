import { describe, expect, it } from 'vitest';
import { crmCatalog } from './crm-catalog.ts';
import { eventIndex } from './event-name.ts';

const owned = ['Create', 'Update', 'Delete', 'DocumentLinked', 'OwnerChanged'];
const stored = ['Create', 'Update', 'Delete'];

// EV-2, word for word.
const table: Readonly<Record<string, readonly string[]>> = {
  Account: owned,
  Contact: owned,
  CustomEntity: owned,
  Opportunity: [...owned, 'Move', 'Lost', 'Won', 'Qualify'],
  Lead: [...owned, 'Lost', 'BackToLead'],
  Task: [...owned, 'Comment'],
  Appointment: [...owned, 'Comment'],
  Email: [...stored, 'DocumentLinked'],
  Product: stored,
  OpptyProductRelation: stored,
  Project: owned,
  Quote: [...owned, 'Move', 'Lost', 'Won'],
  Message: [...stored, 'DocumentLinked'],
  Memo: [...stored, 'DocumentLinked', 'Comment'],
  Note: stored,
  Currency: stored,
  CurrencyExchangeRate: stored,
  CurrencyExchangeRatesList: stored,
  ProductPriceList: stored,
  ProductPriceListPrice: stored,
  ActivityRelation: stored,
  ContactAccountRelation: stored,
  LeadOpptyAccountRelation: stored,
  LeadOpptyContactRelation: stored,
  QuoteAccountRelation: stored,
  QuoteContactRelation: stored,
};

describe('crmCatalog', () => {
  it('EV-2: has the entities and events of the table', () => {
    const actions = Object.entries(crmCatalog.entities).map(([name, definition]) => [name, definition.actions]);
    expect(Object.fromEntries(actions)).toEqual(table);
  });

  it('FI-7: has the enums', () => {
    const deal = { 1: 'Open', 2: 'Lost', 3: 'Won' };
    const task = { 1: 'NotStarted', 2: 'InProgress', 3: 'Waiting', 4: 'Completed', 5: 'Deferred' };
    const enums = Object.entries(crmCatalog.entities).flatMap(([name, definition]) =>
      'enums' in definition ? [[name, definition.enums.status]] : [],
    );
    expect(Object.fromEntries(enums)).toEqual({
      Opportunity: deal,
      Quote: deal,
      Lead: { 1: 'Open', 2: 'Lost' },
      Task: task,
      Appointment: { ...task, 6: 'Canceled' },
    });
  });

  it('EV-6: has a rule for each event that a pair shows', () => {
    for (const [name, definition] of Object.entries(crmCatalog.entities)) {
      const shown = ['OwnerChanged', 'Move', 'Won', 'Lost'].filter((action) => table[name]?.includes(action));
      const rules = 'rules' in definition ? definition.rules.map((rule) => rule.action) : [];
      expect(rules).toEqual(shown);
    }
  });

  it('CE-1: only CustomEntity has records of types of their own', () => {
    const custom = [...eventIndex(crmCatalog).values()].filter((event) => event.custom).map((event) => event.name);
    expect(custom).toEqual(owned.map((action) => `CustomEntity.${action}`));
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(crmCatalog.entities.Opportunity.enums.status)).toBe(true);
    expect(Object.isFrozen(crmCatalog.entities.Opportunity.rules[0])).toBe(true);
  });
});

describe('eventIndex', () => {
  it('is made once per catalogue', () => {
    expect(eventIndex(crmCatalog)).toBe(eventIndex(crmCatalog));
  });

  it('takes each event apart', () => {
    expect(eventIndex(crmCatalog).get('Opportunity.Won')).toEqual({
      name: 'Opportunity.Won',
      entity: 'Opportunity',
      action: 'Won',
      pattern: 'Opportunity.*',
      custom: false,
    });
  });
});
