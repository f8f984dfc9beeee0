import { randomUUID } from 'node:crypto';
import { seedExamples } from '../seed/seed-examples.ts';

/** A webhook that a customer registers, and what its receiver does. The url is added when the receiver is up. */
export interface RegistrationPlan {
  /** Also the path at the receiver. */
  readonly name: string;
  /** For people: what it wants. */
  readonly about: string;
  /** Whether it is an example of the seed. */
  readonly isSeedExample: boolean;
  readonly input: object;
  /** At the port that can be shut. */
  readonly canBeDown?: boolean;
  /** Status of the receiver's answers. Default 200. */
  readonly answers?: number;
  /** The receiver sets these fields on each lead it is told of, under this skip key. */
  readonly scoresLeads?: { readonly fields: Readonly<Record<string, unknown>>; readonly skipKey: string };
}

export function registrationPlans(): readonly RegistrationPlan[] {
  return [...seedPlans(), ...ownPlans()];
}

/** The seed's examples as they are; the one that shows options alone gets events to go with them. */
function seedPlans(): readonly RegistrationPlan[] {
  const seed = seedExamples();
  const isSeedExample = true;
  const events = ['Contact.*', 'Account.*'];
  return [
    { name: 'account-created', about: 'every new account', isSeedExample, input: seed.accountCreated },
    { name: 'deal-value', about: 'closing_date or value of a deal changes', isSeedExample, input: seed.fieldChange },
    { name: 'open-deals', about: 'deals whose status is Open', isSeedExample, input: seed.openOpportunities },
    {
      name: 'important-bids',
      about: 'bids with "important" in the name; campaigns',
      isSeedExample,
      input: seed.customEntities,
    },
    {
      name: 'full-options',
      about: 'test contacts, expanded and cut down; accounts of one owner',
      isSeedExample,
      input: { insecure_ssl: false, events, options: seed.fullOptions },
    },
  ];
}

function ownPlans(): readonly RegistrationPlan[] {
  const isSeedExample = false;
  const skipKey = 'lead_scoring';
  return [
    {
      name: 'contact-import',
      about: 'imported contacts, 0.2 s between chunks',
      isSeedExample,
      input: {
        insecure_ssl: false,
        events: ['Contact.Create'],
        options: { entity: { Contact: { filter: { source: 'import' } } }, chunk_delay: 0.2 },
      },
    },
    {
      name: 'lead-scoring',
      about: `leads, but not what it wrote itself (skip key "${skipKey}")`,
      isSeedExample,
      input: { insecure_ssl: false, events: ['Lead.*'], options: { skip_keys: [skipKey] } },
      scoresLeads: { fields: { score: 87 }, skipKey },
    },
    {
      name: 'lead-audit',
      about: 'every edited lead',
      isSeedExample,
      input: { insecure_ssl: false, events: ['Lead.Update'] },
    },
    {
      name: 'task-board',
      about: "tasks, signed the vendor's way",
      isSeedExample,
      input: { insecure_ssl: false, events: ['Task.*'], signature: randomUUID() },
    },
    {
      name: 'sales-board',
      about: 'new deals; its server will be down',
      isSeedExample,
      input: { insecure_ssl: false, events: ['Opportunity.Create'] },
      canBeDown: true,
    },
    {
      name: 'retired-service',
      about: 'edited accounts; its server answers 410 Gone',
      isSeedExample,
      input: { insecure_ssl: false, events: ['Account.Update'] },
      answers: 410,
    },
  ];
}
