import { lostBy, moved, ownerChanged, wonBy } from './crm-rules.ts';
import { defineCatalog } from './define-catalog.ts';

const stored = ['Create', 'Update', 'Delete'] as const;
const linked = [...stored, 'DocumentLinked'] as const;
const owned = [...linked, 'OwnerChanged'] as const;

// FI-7
const open = { number: 1, name: 'Open' } as const;
const lost = { number: 2, name: 'Lost' } as const;
const won = { number: 3, name: 'Won' } as const;
const dealStatus = { [open.number]: open.name, [lost.number]: lost.name, [won.number]: won.name } as const;
const leadStatus = { [open.number]: open.name, [lost.number]: lost.name } as const;
const taskStatus = { 1: 'NotStarted', 2: 'InProgress', 3: 'Waiting', 4: 'Completed', 5: 'Deferred' } as const;
const appointmentStatus = { ...taskStatus, 6: 'Canceled' } as const;

// EV-6
const dealRules = [ownerChanged, moved, wonBy(won), lostBy(lost, won)] as const;

const storedEntity = { actions: stored } as const;

/** The entities and events of the CRM (EV-2), with its enums (FI-7) and what a before/after pair shows (EV-6). */
export const crmCatalog = defineCatalog({
  entities: {
    Account: { actions: owned, rules: [ownerChanged] },
    Contact: { actions: owned, rules: [ownerChanged] },
    Opportunity: {
      actions: [...owned, 'Move', 'Lost', 'Won', 'Qualify'],
      enums: { status: dealStatus },
      rules: dealRules,
    },
    Lead: {
      actions: [...owned, 'Lost', 'BackToLead'],
      enums: { status: leadStatus },
      rules: [ownerChanged, lostBy(lost, null)],
    },
    Task: { actions: [...owned, 'Comment'], enums: { status: taskStatus }, rules: [ownerChanged] },
    Appointment: { actions: [...owned, 'Comment'], enums: { status: appointmentStatus }, rules: [ownerChanged] },
    Email: { actions: linked },
    Product: storedEntity,
    OpptyProductRelation: storedEntity,
    CustomEntity: { actions: owned, rules: [ownerChanged], custom: true },

    Project: { actions: owned, rules: [ownerChanged] },
    Quote: { actions: [...owned, 'Move', 'Lost', 'Won'], enums: { status: dealStatus }, rules: dealRules },
    Message: { actions: linked },
    Memo: { actions: [...linked, 'Comment'] },
    Note: storedEntity,
    Currency: storedEntity,
    CurrencyExchangeRate: storedEntity,
    CurrencyExchangeRatesList: storedEntity,
    ProductPriceList: storedEntity,
    ProductPriceListPrice: storedEntity,
    ActivityRelation: storedEntity,
    ContactAccountRelation: storedEntity,
    LeadOpptyAccountRelation: storedEntity,
    LeadOpptyContactRelation: storedEntity,
    QuoteAccountRelation: storedEntity,
    QuoteContactRelation: storedEntity,
  },
});
