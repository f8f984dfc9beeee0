import { describe, expect, it } from 'vitest';
import { crmCatalog } from '../catalog/crm-catalog.ts';
import { checkWebhook } from './check-webhook.ts';

const valid = { url: 'https://example.com/hook', events: ['Account.Create'], insecure_ssl: false, options: {} };
const check = (input: unknown) =>
  checkWebhook(input, { catalog: crmCatalog, schemes: ['http', 'https'], maxEvents: 1_000 });
const issuesOf = (input: unknown) => check(input).issues.map(({ path, code }) => `${path} ${code}`);
const warningsOf = (input: unknown) => check(input).warnings.map(({ path }) => path);
const withOptions = (options: unknown, events = ['Contact.*', 'CustomEntity.*']) => ({ ...valid, events, options });
const withContact = (block: unknown) => withOptions({ entity: { Contact: block } });

describe('a registration (OP-3, EV-4, RS-2)', () => {
  it.each([
    ['the smallest', valid],
    ['without options (RS-2)', { url: valid.url, events: ['*'], insecure_ssl: true }],
    ['options null (OP-2)', { ...valid, options: null }],
    ['a vendor signature (SI-1)', { ...valid, signature: '9900cce6-bcd6-412a-bcd1-1904556c949a' }],
    [
      'comma strings (OP-2)',
      withContact({ expand: 'owner, account', 'load-only': 'id,name', 'on-field-change': 'name' }),
    ],
    [
      'underscore spellings (OP-2)',
      withContact({ load_only: ['id'], filter_op: { name: 'null' }, on_field_change: [] }),
    ],
    ['a unary operator alone (FI-4)', withContact({ 'filter-op': { name: 'not-empty' } })],
    ['fractions of chunk_delay (CH-2)', withOptions({ chunk_delay: 0.5, chunk_size: 1 })],
  ])('accepts %s', (_name, input) => {
    expect(issuesOf(input)).toEqual([]);
    expect(warningsOf(input)).toEqual([]);
  });

  it.each([
    ['no object', 'x', ['webhook WRONG_TYPE']],
    ['a list', [], ['webhook WRONG_TYPE']],
    ['nothing in it', {}, ['url REQUIRED', 'events REQUIRED', 'insecure_ssl REQUIRED']],
    ['a relative url', { ...valid, url: '/hook' }, ['url INVALID_URL']],
    ['a url of another scheme', { ...valid, url: 'ftp://example.com' }, ['url INVALID_URL']],
    ['a url with credentials', { ...valid, url: 'https://a:b@example.com' }, ['url INVALID_URL']],
    ['a url with a blank before it', { ...valid, url: ' https://example.com' }, ['url INVALID_URL']],
    ['a url with a tab in it', { ...valid, url: 'ht\ttps://example.com' }, ['url INVALID_URL']],
    ['a url that is no string', { ...valid, url: 5 }, ['url WRONG_TYPE']],
    ['an endless url', { ...valid, url: `https://example.com/${'x'.repeat(9_000)}` }, ['url TOO_LARGE']],
    ['no events (EV-4)', { ...valid, events: [] }, ['events REQUIRED']],
    ['a comma string of events (OP-2)', { ...valid, events: 'Account.Create' }, ['events WRONG_TYPE']],
    ['an unknown event (EV-4)', { ...valid, events: ['Acount.*'] }, ['events[0] UNKNOWN_EVENT']],
    ['insecure_ssl as text', { ...valid, insecure_ssl: 'false' }, ['insecure_ssl WRONG_TYPE']],
    ['a signature that is no UUID', { ...valid, signature: 'secret' }, ['signature INVALID_VALUE']],
    ['options as a list', { ...valid, options: [] }, ['options WRONG_TYPE']],
    [
      'both spellings of a key (OP-2)',
      withContact({ 'load-only': ['a'], load_only: ['a'] }),
      ['options.entity.Contact.load-only DUPLICATE_KEY'],
    ],
    ['skip_keys as a comma string (OP-2)', withOptions({ skip_keys: 'a,b' }), ['options.skip_keys WRONG_TYPE']],
    ['chunk_size 0 (CH-1)', withOptions({ chunk_size: 0 }), ['options.chunk_size OUT_OF_RANGE']],
    ['chunk_size not whole (CH-1)', withOptions({ chunk_size: 1.5 }), ['options.chunk_size OUT_OF_RANGE']],
    ['chunk_size as text', withOptions({ chunk_size: '5' }), ['options.chunk_size WRONG_TYPE']],
    ['chunk_delay negative (CH-2)', withOptions({ chunk_delay: -1 }), ['options.chunk_delay OUT_OF_RANGE']],
    [
      'an unknown operator',
      withContact({ filter: { email1: 'x' }, 'filter-op': { email1: 'not_eq' } }),
      ['options.entity.Contact.filter-op.email1 UNKNOWN_OPERATOR'],
    ],
    [
      'a filter-op without its filter',
      withContact({ 'filter-op': { email1: 'eq' } }),
      ['options.entity.Contact.filter-op.email1 REQUIRED'],
    ],
    ['an expand of numbers', withContact({ expand: [1] }), ['options.entity.Contact.expand[0] WRONG_TYPE']],
    ['an entity block that is no object', withContact('x'), ['options.entity.Contact WRONG_TYPE']],
  ])('refuses %s', (_name, input, expected) => {
    expect(issuesOf(input)).toEqual(expected);
  });

  it('reports every problem at once (OP-3)', () => {
    const input = {
      url: 'foo',
      events: ['Account.Created'],
      insecure_ssl: 1,
      options: { chunk_size: 0, skip_keys: [1] },
    };
    expect(issuesOf(input)).toEqual([
      'url INVALID_URL',
      'events[0] UNKNOWN_EVENT',
      'insecure_ssl WRONG_TYPE',
      'options.skip_keys[0] WRONG_TYPE',
      'options.chunk_size OUT_OF_RANGE',
    ]);
  });

  it('names the nearest known event and operator', () => {
    const messages = check({
      ...withContact({ filter: { name: 'x' }, 'filter-op': { name: 'not_eq' } }),
      events: ['Account.Created'],
    }).issues.map(({ message }) => message);
    expect(messages).toEqual([expect.stringContaining('"Account.Create"'), expect.stringContaining('not-eq')]);
  });

  it('never shows a signature in a message (SI-4)', () => {
    const { issues } = check({ ...valid, signature: 'hunter2' });
    expect(JSON.stringify(issues)).not.toContain('hunter2');
  });

  it.each([
    ['an unknown option', withOptions({ chunk_sise: 5 }), ['options.chunk_sise']],
    ['an unknown key of an entity', withContact({ loadOnly: [] }), ['options.entity.Contact.loadOnly']],
    [
      'an unknown key of related_entity',
      withOptions({ related_entity: { filter: {} } }),
      ['options.related_entity.filter'],
    ],
    ['an unknown field', { ...valid, id: '1' }, ['id']],
    ['chunk_size above 100 (CH-1)', withOptions({ chunk_size: 500 }), ['options.chunk_size']],
    ['an expand deeper than 5 (EX-1)', withContact({ expand: ['a.b.c.d.e.f'] }), ['options.entity.Contact.expand']],
    ['a block that no event can produce', withOptions({ entity: { Account: {} } }), ['options.entity.Account']],
    [
      'a block of an entity that is none',
      withOptions({ entity: { Acount: {} } }, ['Account.*']),
      ['options.entity.Acount'],
    ],
    [
      'a custom type left out (CE-3)',
      withOptions({ custom_entity_api_name: ['CE_Bid'], entity: { CE_Sale: {} } }),
      ['options.entity.CE_Sale'],
    ],
  ])('warns of %s', (_name, input, expected) => {
    expect(issuesOf(input)).toEqual([]);
    expect(warningsOf(input)).toEqual(expected);
  });
});
