import { describe, expect, it } from 'vitest';
import { ValidationError, WebhookError, type WebhookInput } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';
import { faultsOf, hookUrl, issuesOf, notifiedOnce, subscribe } from './host-fixture.ts';

const valid = { url: hookUrl, events: ['Account.*'], insecure_ssl: false };

/** What `create` and `parse` say of an input: they are to say the same. */
async function faults(input: unknown): Promise<string[]> {
  const { registry } = startEngine().webhooks;
  const found = await faultsOf(registry.create(input as WebhookInput<'*'>));
  expect(await faultsOf(new Promise(() => registry.parse(input)))).toEqual(found);
  return found;
}

describe('a registration is refused', () => {
  it.each<[string, unknown, string[]]>([
    ['EV-4: an unknown event', { ...valid, events: ['Account.Create', 'Acount.*'] }, ['events[1] UNKNOWN_EVENT']],
    ['EV-1: another case', { ...valid, events: ['account.create'] }, ['events[0] UNKNOWN_EVENT']],
    ['EV-1: *.Create', { ...valid, events: ['*.Create'] }, ['events[0] UNKNOWN_EVENT']],
    ['EV-1: a custom type', { ...valid, events: ['CE_Bid.Create'] }, ['events[0] UNKNOWN_EVENT']],
    [
      'EV-1: a partial wildcard',
      { ...valid, events: ['Account.Doc*', 'Acc*', '*.*', ''] },
      [0, 1, 2, 3].map((n) => `events[${n}] UNKNOWN_EVENT`),
    ],
    ['EV-4: no events', { ...valid, events: [] }, ['events REQUIRED']],
    ['OP-2: events as text', { ...valid, events: 'Account.Create,Account.Update' }, ['events WRONG_TYPE']],
    ['a number among events', { ...valid, events: [5] }, ['events[0] WRONG_TYPE']],
    ['no object', null, ['webhook WRONG_TYPE']],
    ['RS-2: everything missing', {}, ['url REQUIRED', 'events REQUIRED', 'insecure_ssl REQUIRED']],
    ['insecure_ssl as text', { ...valid, insecure_ssl: 'false' }, ['insecure_ssl WRONG_TYPE']],
    ['a relative url', { ...valid, url: '/hook' }, ['url INVALID_URL']],
    ['a scheme that no sender serves', { ...valid, url: 'ftp://x.example' }, ['url INVALID_URL']],
    ['a password in the url', { ...valid, url: 'https://a:b@x.example' }, ['url INVALID_URL']],
    ['SI-1: a signature that is no UUID', { ...valid, signature: 'secret' }, ['signature INVALID_VALUE']],
    [
      'OP-2: both spellings',
      { ...valid, options: { entity: { Account: { 'load-only': ['id'], load_only: ['id'] } } } },
      ['options.entity.Account.load-only DUPLICATE_KEY'],
    ],
    [
      'OP-2: skip_keys as a comma string',
      { ...valid, options: { skip_keys: 'a,b' } },
      ['options.skip_keys WRONG_TYPE'],
    ],
    [
      'OP-2: an operator with an underscore',
      { ...valid, options: { entity: { Account: { filter: { a: 1 }, 'filter-op': { a: 'not_eq' } } } } },
      ['options.entity.Account.filter-op.a UNKNOWN_OPERATOR'],
    ],
    ['options as a list', { ...valid, options: [] }, ['options WRONG_TYPE']],
    ['a block as text', { ...valid, options: { entity: { Account: 'all' } } }, ['options.entity.Account WRONG_TYPE']],
  ])('%s', async (_name, input, expected) => {
    expect(await faults(input)).toEqual(expected);
  });

  it('OP-3: for all of its problems at once, each with its path', async () => {
    const input = {
      url: 'foo',
      events: ['Contact.Created', '*.Create'],
      insecure_ssl: 1,
      signature: 5,
      options: {
        entity: {
          Contact: {
            filter: { age: 5, name: 'x', since: [1] },
            'filter-op': { age: 'contains', since: 'between', email1: 'eq', name: 'like' },
            'load-only': 5,
          },
        },
        related_entity: { expand: {} },
        skip_keys: [1],
        chunk_size: 0,
        chunk_delay: -1,
      },
    };
    const found = await faults(input);
    const paths = found.map((fault) => fault.split(' ')[0]);
    expect([...new Set(paths)].sort()).toEqual([
      'events[0]',
      'events[1]',
      'insecure_ssl',
      'options.chunk_delay',
      'options.chunk_size',
      'options.entity.Contact.filter-op.email1',
      'options.entity.Contact.filter-op.name',
      'options.entity.Contact.filter.age',
      'options.entity.Contact.filter.since',
      'options.entity.Contact.load-only',
      'options.related_entity.expand',
      'options.skip_keys[0]',
      'signature',
      'url',
    ]);
  });

  it('EV-4: naming the nearest that there is', async () => {
    const issues = await issuesOf(
      startEngine().webhooks.registry.create({ ...valid, events: ['Acount.*', 'CE_Bid.Create'] } as never),
    );
    expect(issues.map(({ message }) => message)).toEqual([
      'unknown event or pattern "Acount.*"; did you mean "Account.*"?',
      'unknown event or pattern "CE_Bid.Create"; did you mean "CustomEntity.Create"?',
    ]);
  });

  it('OP-2: naming the operator that was meant', async () => {
    const options = { entity: { Account: { filter: { a: 1 }, 'filter-op': { a: 'not_eq' } } } };
    const [issue] = await issuesOf(subscribe(startEngine(), 'Account.*', { options: options as never }));
    expect(issue?.message).toContain('not-eq');
  });

  it('for settings and owners that cannot be', async () => {
    const create = (settings: object, scope = {}) =>
      startEngine().webhooks.registry.create({ ...valid, events: ['*'] }, scope, settings);
    const settings = { ordering: 'none', perWebhookConcurrency: 0, rate: 0, signing: 'v2', format: 'xml', more: 1 };
    expect(await faultsOf(create(settings, { clientId: '', applicationId: 5 as never }))).toEqual([
      'clientId INVALID_VALUE',
      'applicationId INVALID_VALUE',
      'settings.ordering INVALID_VALUE',
      'settings.perWebhookConcurrency OUT_OF_RANGE',
      'settings.rate OUT_OF_RANGE',
      'settings.signing INVALID_VALUE',
      'settings.format INVALID_VALUE',
      'settings.more UNKNOWN_FIELD',
    ]);
  });

  it('SI-4: without showing the secret that it was given', async () => {
    const signature = 'my-secret-that-is-no-uuid';
    const call = startEngine().webhooks.registry.create({ ...valid, events: ['*'], signature });
    const error: unknown = await call.catch((cause: unknown) => cause);
    expect(ValidationError.is(error) && WebhookError.is(error)).toBe(true);
    expect(JSON.stringify([error, String(error)])).not.toContain(signature);
  });

  it('and nothing of it stays', async () => {
    const engine = startEngine();
    await faultsOf(engine.webhooks.registry.create({ ...valid, events: [] }));
    expect((await engine.webhooks.registry.list()).total).toBe(0);
  });
});

describe('a registration is taken', () => {
  it('and answers the webhook, its secret this once, and warnings', async () => {
    const { webhook, secret, warnings } = await subscribe(startEngine(), ['Account.*', 'Lead.Lost'], {
      scope: { clientId: 'c', applicationId: 'a' },
      settings: { ordering: 'strict', rate: 5 },
    });
    expect(webhook).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      url: hookUrl,
      events: ['Account.*', 'Lead.Lost'],
      options: {},
      insecure_ssl: false,
      is_deleted: false,
      created: '2026-01-01 00:00:00.000000+00:00',
      modified: '2026-01-01 00:00:00.000000+00:00',
      application_id: 'a',
      client_id: 'c',
      is_delete_protected: false,
      status: 'active',
      settings: { ordering: 'strict', rate: 5 },
      revision: 1,
    });
    expect(secret).toMatch(/^whsec_/);
    expect(warnings).toEqual([]);
  });

  it('OP-2: options are given back exactly as they came', async () => {
    const options = {
      zebra: { unknown: [1, null, { deep: true }] },
      entity: { Account: { load_only: 'id, name', filter: { name: [] }, filter_op: {} }, Contact: { 'load-only': [] } },
      custom_entity_api_name: 'CE_Bid',
      chunk_size: 500,
    };
    const engine = startEngine();
    const { webhook } = await subscribe(engine, '*', { options });
    expect(JSON.stringify(webhook.options)).toBe(JSON.stringify(options));
    expect(JSON.stringify((await engine.webhooks.registry.get(webhook.id)).options)).toBe(JSON.stringify(options));
    await engine.webhooks.publish({ event: 'Lead.Create', entity: {} });
    expect(JSON.stringify((await notifiedOnce(engine)).webhook.options)).toBe(JSON.stringify(options));
  });

  it.each<[string, WebhookInput, string[]]>([
    [
      'OP-3: unknown keys',
      {
        ...valid,
        options: { chunksize: 5, entity: { Account: { filters: {} } }, related_entity: { filter: {} } } as never,
      },
      ['options.entity.Account.filters', 'options.related_entity.filter', 'options.chunksize'],
    ],
    ['OP-3: unknown fields', { ...valid, name: 'x' } as never, ['name']],
    [
      'OP-3: a block that no event reaches',
      { ...valid, options: { entity: { Lead: {}, CE_Bid: {}, Acount: {} } } },
      ['options.entity.Lead', 'options.entity.CE_Bid', 'options.entity.Acount'],
    ],
    [
      'EX-1: a path that is too deep',
      { ...valid, options: { entity: { Account: { expand: ['a.b.c.d.e.f'] } } } },
      ['options.entity.Account.expand'],
    ],
    [
      'none, with blocks that events reach',
      { ...valid, events: ['*'], options: { entity: { Lead: {}, CE_Bid: {} } } },
      [],
    ],
  ])('with warnings of %s', async (_name, input, paths) => {
    const { warnings } = await startEngine().webhooks.registry.create(input as WebhookInput<'*'>);
    expect(warnings.map(({ path }) => path)).toEqual(paths);
  });

  it('by parse, which gives JSON of unknown type its type', async () => {
    const engine = startEngine();
    const json: unknown = JSON.parse(JSON.stringify({ ...valid, options: { skip_keys: ['a'] } }));
    const input = engine.webhooks.registry.parse(json);
    expect(input).toEqual(json);
    const { webhook } = await engine.webhooks.registry.create(input);
    expect(webhook.options).toEqual({ skip_keys: ['a'] });
  });
});
