import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntityDefinition } from '../catalog/catalog.ts';
import { crmCatalog } from '../catalog/crm-catalog.ts';
import { eventIndex } from '../catalog/event-name.ts';
import type { StoredWebhook } from '../model/stored-webhook.ts';
import type { WebhookOptions } from '../model/webhook-options.ts';
import { ChangeSubject } from './change-subject.ts';
import { explainMatch } from './explain-match.ts';
import { TenantIndex } from './tenant-index.ts';

const events = eventIndex(crmCatalog);

function webhook(
  id: string,
  patterns: readonly string[],
  options: WebhookOptions = {},
  more: Partial<StoredWebhook> = {},
): StoredWebhook {
  return {
    id,
    tenant: 'acme',
    url: 'https://example.com',
    events: patterns,
    options,
    insecureSsl: false,
    signature: null,
    secrets: [],
    settings: {},
    status: 'active',
    statusSince: 0,
    deletedAt: null,
    isDeleteProtected: false,
    createdAt: 0,
    modifiedAt: 0,
    applicationId: null,
    clientId: null,
    revision: 1,
    ...more,
  };
}

function subject(
  name: string,
  record: object,
  more: { type?: string; before?: object; changedFields?: string[] } = {},
): ChangeSubject {
  const event = events.get(name);
  if (event === undefined) throw new Error(`no event ${name}`);
  return new ChangeSubject(event, more.type ?? null, record, more.before ?? null, more.changedFields ?? null);
}

function indexOf(...webhooks: StoredWebhook[]): TenantIndex {
  const index = new TenantIndex(crmCatalog, { changes: false });
  index.apply(1, webhooks);
  return index;
}

function idsOf(index: TenantIndex, change: ChangeSubject, skipKeys: readonly string[] = []): string[] {
  return index
    .match(change, skipKeys)
    .map(({ compiled }) => compiled.webhook.id)
    .sort();
}

describe('what an index finds', () => {
  it('matches by name, entity and star, each webhook once (EV-1, EV-5)', () => {
    const index = indexOf(
      webhook('name', ['Account.Create']),
      webhook('entity', ['Account.*']),
      webhook('star', ['*']),
      webhook('all three', ['*', 'Account.*', 'Account.Create', 'Account.Create']),
      webhook('other', ['Account.Update', 'Contact.*']),
    );
    expect(idsOf(index, subject('Account.Create', {}))).toEqual(['all three', 'entity', 'name', 'star']);
  });

  it('takes the block of the custom type, else that of CustomEntity, else none (CE-2, CE-3)', () => {
    const entity = { CE_Bid: { filter: { name: 'a' } }, CustomEntity: { filter: { name: 'b' } } };
    const index = indexOf(
      webhook('blocks', ['CustomEntity.*'], { entity }),
      webhook('only sales', ['CustomEntity.*'], { custom_entity_api_name: 'CE_Sale' }),
      webhook('any', ['CustomEntity.Create']),
      webhook('bids with a block', ['CustomEntity.*'], { entity, custom_entity_api_name: ['CE_Bid'] }),
    );
    const found = (type: string, name: string) => idsOf(index, subject('CustomEntity.Create', { name }, { type }));
    expect(found('CE_Bid', 'a')).toEqual(['any', 'bids with a block', 'blocks']);
    expect(found('CE_Bid', 'b')).toEqual(['any']);
    expect(found('CE_Sale', 'b')).toEqual(['any', 'blocks', 'only sales']);
    expect(found('CE_Sale', 'a')).toEqual(['any', 'only sales']);
  });

  it('finds by loosely equal values, in lists once (FI-7, FI-8)', () => {
    const filtered = (filter: Record<string, string | number | string[]>) => ({ entity: { Opportunity: { filter } } });
    const index = indexOf(
      webhook('enum', ['Opportunity.*'], filtered({ status: 'Open' })),
      webhook('number', ['Opportunity.*'], filtered({ value: '5' })),
      webhook('tags', ['Opportunity.*'], filtered({ tags: ['hot', 'vip'] })),
    );
    expect(idsOf(index, subject('Opportunity.Update', { status: 1, value: 5, tags: ['vip', 'hot'] }))).toEqual([
      'enum',
      'number',
      'tags',
    ]);
    expect(idsOf(index, subject('Opportunity.Update', { status: 2, value: 6, tags: [] }))).toEqual([]);
  });

  it('leaves out by skip key, exactly (SK-1)', () => {
    const index = indexOf(webhook('a', ['Account.*'], { skip_keys: ['sync', 'x'] }), webhook('b', ['Account.*']));
    expect(idsOf(index, subject('Account.Create', {}), ['sync'])).toEqual(['b']);
    expect(idsOf(index, subject('Account.Create', {}), ['SYNC', 'sync,x'])).toEqual(['a', 'b']);
  });

  it.each([
    ['Update of a listed field', 'Contact.Update', { email1: 'a' }, { email1: 'b' }, ['gated']],
    ['Update of another field', 'Contact.Update', { email1: 'a', name: 'x' }, { email1: 'a', name: 'y' }, []],
    ['every other event', 'Contact.Delete', { email1: 'a' }, { email1: 'a' }, ['gated']],
  ])('gates by on-field-change: %s (FC-1)', (_name, event, record, before, expected) => {
    const index = indexOf(webhook('gated', ['Contact.*'], { entity: { Contact: { 'on-field-change': ['email1'] } } }));
    expect(idsOf(index, subject(event, record, { before }))).toEqual(expected);
  });

  it('decides by changedFields without before, and passes without both (FC-3)', () => {
    const index = indexOf(
      webhook('gated', ['Contact.*'], { entity: { Contact: { 'on-field-change': 'owner.name' } } }),
    );
    expect(idsOf(index, subject('Contact.Update', {}, { changedFields: ['owner'] }))).toEqual(['gated']);
    expect(idsOf(index, subject('Contact.Update', {}, { changedFields: ['name'] }))).toEqual([]);
    expect(idsOf(index, subject('Contact.Update', {}))).toEqual(['gated']);
  });

  it('follows saves: disabled, changed, deleted, restored', () => {
    const index = indexOf(webhook('a', ['Account.*']));
    const create = subject('Account.Create', { name: 'x' });
    const save = (revision: number, more: Partial<StoredWebhook>) =>
      index.apply(revision, [webhook('a', ['Account.*'], {}, { revision, ...more })]);
    save(2, { status: 'disabled' });
    expect([idsOf(index, create), index.listensTo(create.event), index.size]).toEqual([[], false, 1]);
    save(3, { status: 'paused' });
    expect(idsOf(index, create)).toEqual(['a']);
    save(4, { options: { entity: { Account: { filter: { name: 'y' } } } } });
    expect(idsOf(index, create)).toEqual([]);
    save(5, { deletedAt: 1 });
    expect([idsOf(index, create), index.listensTo(create.event), index.size]).toEqual([[], false, 0]);
    save(6, {});
    expect(idsOf(index, create)).toEqual(['a']);
  });

  it('keeps what it has when an older save comes late', () => {
    const index = indexOf(webhook('a', ['Account.*'], {}, { revision: 5 }));
    index.apply(3, [webhook('a', ['Contact.*'], {}, { revision: 3 })]);
    expect(idsOf(index, subject('Account.Create', {}))).toEqual(['a']);
  });
});

const values = fc.constantFrom<unknown>(
  'a',
  'b',
  '5',
  5,
  5n,
  null,
  true,
  'true',
  'Open',
  1,
  '1',
  ['a', 5],
  [],
  '2024-01-01',
);
const filterValues = fc.constantFrom('a', '5', 5, null, 'true', 'Open', 1, '2024-01-01T00:00:00Z');
const operators = fc.constantFrom('eq', 'not-eq', 'ieq', 'contains', 'gt', 'null');
const blocks = fc.record({
  filter: fc.dictionary(
    fc.constantFrom('name', 'status', 'tags', 'owner.name', 'previous.name'),
    fc.oneof(filterValues, fc.array(filterValues, { maxLength: 3 })),
    { maxKeys: 3 },
  ),
  'filter-op': fc.dictionary(fc.constantFrom('name', 'status', 'tags'), operators, { maxKeys: 2 }),
  'on-field-change': fc.subarray(['name', 'status', 'owner.name']),
});
const optionsOf = fc.record({
  entity: fc.dictionary(fc.constantFrom('Opportunity', 'CE_Bid', 'CE_Sale', 'CustomEntity'), blocks, { maxKeys: 3 }),
  custom_entity_api_name: fc.subarray(['CE_Bid', 'CE_Sale']),
  skip_keys: fc.subarray(['k1', 'k2']),
});
const patterns = fc.uniqueArray(
  fc.constantFrom('*', 'Opportunity.*', 'Opportunity.Update', 'CustomEntity.*', 'CustomEntity.Update'),
  { minLength: 1 },
);
const records = fc.record(
  { name: values, status: values, tags: values, owner: fc.record({ name: values }) },
  { requiredKeys: [] },
);

describe('the index and explain (RE-1)', () => {
  it('agree on every webhook, whatever the options and the record', () => {
    const property = fc.property(
      fc.array(fc.record({ patterns, options: optionsOf }), { maxLength: 12 }),
      fc.constantFrom('Opportunity.Update', 'CustomEntity.Update'),
      fc.constantFrom('CE_Bid', 'CE_Sale'),
      records,
      fc.option(records, { nil: undefined }),
      fc.subarray(['k1', 'k2']),
      (specs, event, type, record, before, skipKeys) => {
        const index = new TenantIndex(crmCatalog, { changes: false });
        index.apply(
          1,
          specs.map((spec, position) => webhook(String(position), spec.patterns, spec.options as WebhookOptions)),
        );
        const custom = event.startsWith('Custom');
        const change = subject(event, record, {
          ...(custom ? { type } : {}),
          ...(before === undefined ? {} : { before }),
        });
        const definition = crmCatalog.entities[
          change.event.entity as keyof typeof crmCatalog.entities
        ] as EntityDefinition;
        const explained = [...index.webhooks()]
          .filter((compiled) => explainMatch(compiled, change, definition, skipKeys).decision === 'matched')
          .map(({ webhook: { id } }) => id)
          .sort();
        expect(idsOf(index, change, skipKeys)).toEqual(explained);
      },
    );
    fc.assert(property, { numRuns: 300 });
  });
});
