import { describe, expect, it } from 'vitest';
import { type Ask, type Json, registration, startRest } from './rest-fixture.ts';

const collection = '/entities/Webhooks';
const text = (more: string) => `{"url": "https://customer.example", "events": ["*"], "insecure_ssl": false${more}}`;
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const input = (more: object) => JSON.stringify({ ...registration, ...more });

interface Case {
  readonly name: string;
  readonly body: unknown;
  readonly headers?: Ask['headers'];
  readonly status: number;
  /** Of the answer, or of its first field error. */
  readonly code: number;
  readonly field?: string;
}

const cases: readonly Case[] = [
  { name: 'malformed JSON', body: '{"url": ', status: 400, code: 117 },
  { name: 'nothing', body: '', status: 400, code: 117 },
  { name: 'JSON and more', body: `${text('')} x`, status: 400, code: 117 },
  { name: 'what is no UTF-8', body: new Uint8Array([0x22, 0xff, 0x22]), status: 400, code: 117 },
  { name: 'a duplicate key', body: text(', "url": "https://other.example"'), status: 400, code: 117 },
  {
    name: 'a duplicate key in other words',
    body: text(', "\\u0075rl": "https://other.example"'),
    status: 400,
    code: 117,
  },
  { name: 'a duplicate key in options', body: text(', "options": {"a": 1, "a": 2}'), status: 400, code: 117 },
  { name: '__proto__', body: text(', "__proto__": {"url": "https://other.example"}'), status: 400, code: 117 },
  { name: '__proto__ in options', body: text(', "options": {"entity": {"__proto__": {}}}'), status: 400, code: 117 },
  { name: '__proto__ in other words', body: text(', "options": {"\\u005f_proto__": {}}'), status: 400, code: 117 },
  { name: 'a number beyond 2^53', body: text(', "options": {"x": 9007199254740993}'), status: 400, code: 117 },
  { name: 'a number beyond all', body: text(', "options": {"x": -1e999}'), status: 400, code: 117 },
  { name: 'NUL in a value', body: text(', "options": {"x": "a\\u0000b"}'), status: 400, code: 117 },
  { name: 'NUL in a key', body: text(', "options": {"a\\u0000b": 1}'), status: 400, code: 117 },
  { name: 'a lone surrogate', body: text(', "options": {"x": "\\ud800"}'), status: 400, code: 117 },
  {
    name: 'half a pair in a list',
    body: text(', "options": {"skip_keys": ["\\udc00\\ud83d"]}'),
    status: 400,
    code: 117,
  },
  {
    name: 'a form',
    body: 'url=x',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    code: 415,
  },
  { name: 'text', body: text(''), headers: { 'content-type': 'text/plain' }, status: 415, code: 415 },
  {
    name: 'another charset',
    body: text(''),
    headers: { 'content-type': 'application/json; charset=latin1' },
    status: 415,
    code: 415,
  },
  { name: 'a packed body', body: text(''), headers: { 'content-encoding': 'gzip' }, status: 415, code: 415 },
  { name: '10 MB', body: input({ options: { x: 'x'.repeat(10_000_000) } }), status: 413, code: 413 },
  {
    name: '10,000 events',
    body: input({ events: Array(10_000).fill('Account.Create') }),
    status: 422,
    code: 40002,
    field: 'events',
  },
  {
    name: 'options nested 1,000 deep',
    body: text(`, "options": ${nested(1_000)}`),
    status: 422,
    code: 40002,
    field: 'options.a.a.a.a',
  },
  {
    name: '100,000 brackets',
    body: '['.repeat(100_000) + ']'.repeat(100_000),
    status: 422,
    code: 40002,
    field: '[0][0][0][0][0]',
  },
  { name: 'a million escapes', body: `"${'\\n'.repeat(500_000)}"`, status: 422, code: 40002, field: 'body' },
  { name: 'a list', body: '[]', status: 422, code: 40002, field: 'body' },
  { name: 'null', body: 'null', status: 422, code: 40002, field: 'body' },
  {
    name: 'a url with credentials',
    body: input({ url: 'https://ann:secret@customer.example' }),
    status: 422,
    code: 40002,
    field: 'url',
  },
  {
    name: 'a url of another scheme',
    body: input({ url: 'file:///etc/passwd' }),
    status: 422,
    code: 40002,
    field: 'url',
  },
  { name: 'a url that is none', body: input({ url: 'customer' }), status: 422, code: 40002, field: 'url' },
  {
    name: 'a url of 10,000 characters',
    body: input({ url: `https://x.example/${'a'.repeat(10_000)}` }),
    status: 422,
    code: 40002,
    field: 'url',
  },
  { name: 'no url', body: input({ url: undefined }), status: 422, code: 119, field: 'url' },
  { name: 'no events', body: input({ events: [] }), status: 422, code: 119, field: 'events' },
  { name: 'no insecure_ssl', body: input({ insecure_ssl: undefined }), status: 422, code: 119, field: 'insecure_ssl' },
  {
    name: 'insecure_ssl as text',
    body: input({ insecure_ssl: 'false' }),
    status: 422,
    code: 40002,
    field: 'insecure_ssl',
  },
  {
    name: 'an unknown event',
    body: input({ events: ['Account.Created'] }),
    status: 422,
    code: 40002,
    field: 'events[0]',
  },
  { name: 'an event that is no text', body: input({ events: [{}] }), status: 422, code: 40002, field: 'events[0]' },
  {
    name: 'a signature that is no uuid',
    body: input({ signature: 'hush-hush' }),
    status: 422,
    code: 40002,
    field: 'signature',
  },
  {
    name: 'an unknown operator',
    body: input({ options: { entity: { Account: { filter: { a: 1 }, 'filter-op': { a: 'not_eq' } } } } }),
    status: 422,
    code: 40002,
    field: 'options.entity.Account.filter-op.a',
  },
  {
    name: 'chunk_size 0',
    body: input({ options: { chunk_size: 0 } }),
    status: 422,
    code: 40002,
    field: 'options.chunk_size',
  },
];

describe('what cannot be registered', () => {
  it.each(cases)('$name is $status, and nothing is made', async ({ body, headers = {}, status, code, field }) => {
    const { ask, errors } = startRest();
    const answer = await ask('POST', collection, { body, headers });
    expect(answer.status).toBe(status);
    const { json } = answer;
    expect(json).toMatchObject({
      success: false,
      http_status: status,
      name: expect.stringMatching(/^ERROR_[A-Z_]+$/),
      message: expect.any(String),
    });
    expect(json.code).toBe(status === 422 ? 40000 : code);
    expect(json.field_errors?.[0].field_name).toBe(field);
    if (field !== undefined) expect(json.field_errors[0].code).toBe(code);
    expect((await ask('GET', `${collection}?include-deleted=1`)).json.total).toBe(0);
    // Neither secrets nor bodies come back in errors.
    expect(answer.text).not.toMatch(/ann:secret|hush-hush|xxxxxxxxxx/);
    expect(answer.text.length).toBeLessThan(2_000);
    expect(errors).toEqual([]);
  });

  it('names every problem at once, each by its field (RS-3)', async () => {
    const { ask } = startRest();
    const options = { entity: { Account: { 'filter-op': { a: 'is' }, expand: 5 } }, chunk_delay: -1 };
    const { json } = await ask('POST', collection, { body: { url: 'x', events: ['a', 'b'], options } });
    expect(json.field_errors.map((error: { field_name: string }) => error.field_name).sort()).toEqual([
      'events[0]',
      'events[1]',
      'insecure_ssl',
      'options.chunk_delay',
      'options.entity.Account.expand',
      'options.entity.Account.filter-op.a',
      'url',
    ]);
    expect(json.field_errors.find((error: { field_name: string }) => error.field_name === 'insecure_ssl')).toEqual({
      field_name: 'insecure_ssl',
      code: 119,
      name: 'ERROR_FIELD_REQUIRED',
      errors: [{ code: 119, name: 'REQUIRED', message: 'insecure_ssl is required' }],
    });
  });

  it('bounds the message, and the list of fields', async () => {
    const { ask } = startRest();
    const { json } = await ask('POST', collection, { body: { ...registration, events: Array(500).fill('nothing') } });
    expect(json.field_errors).toHaveLength(201);
    expect(json.field_errors.map(({ errors }: Json) => errors[0].message)).toContain(
      'there are 400 more problems than the 100 that are listed',
    );
    expect(json.message.split('\n')).toHaveLength(11);
    expect(json.message).toContain('and 191 more');
  });

  it.each<[string, object, number]>([
    ['a key of 256 characters', { entity: { ['k'.repeat(256)]: {} } }, 400],
    [
      'a hundred thousand wanted values that are none',
      {
        entity: {
          Account: { filter: Object.fromEntries(many(100, (index) => [`f${index}`, many(1_000, () => ({}))])) },
        },
      },
      422,
    ],
    [
      'thousands of operators that are none',
      {
        entity: Object.fromEntries(
          many(20, (at) => [`E${at}`, { 'filter-op': Object.fromEntries(many(900, (index) => [`f${index}`, ''])) }]),
        ),
      },
      422,
    ],
    [
      'names that are no texts, below long names',
      { entity: { ['k'.repeat(255)]: { expand: many(1_000, () => 1) } } },
      422,
    ],
  ])('bounds the answer to %s', async (_name, options, wanted) => {
    const { ask, errors } = startRest();
    const { status, text } = await ask('POST', collection, { body: { ...registration, options } });
    expect(status).toBe(wanted);
    expect(text.length).toBeLessThan(200_000);
    expect(errors).toEqual([]);
  });

  it('bounds the warnings', async () => {
    const options = Object.fromEntries(many(900, (index) => [`${'k'.repeat(200)}${index}`, 1]));
    const { json } = await startRest().ask('POST', collection, { body: { ...registration, options } });
    expect(json.warnings).toHaveLength(101);
  });
});

describe('what cannot be patched', () => {
  it.each<[string, unknown, string, number]>([
    ['null for a url', { url: null }, 'url', 40002],
    ['an unknown event', { events: ['nothing'] }, 'events[0]', 40002],
    ['no events', { events: [] }, 'events', 119],
    ['options of another type', { options: 5 }, 'options', 40002],
    ['protection by text', { is_delete_protected: 'yes' }, 'is_delete_protected', 40002],
    ['a list', [], 'body', 40002],
  ])('%s is 422, and nothing changes', async (_name, body, field, code) => {
    const { ask, register } = startRest();
    const webhook = await register();
    const { status, json } = await ask('PATCH', `${collection}/${webhook.id}`, { body });
    expect([status, json.field_errors.map((error: { field_name: string }) => error.field_name)]).toEqual([
      422,
      [field],
    ]);
    expect(json.field_errors[0].code).toBe(code);
    expect((await ask('GET', `${collection}/${webhook.id}`)).json.data).toEqual(webhook);
  });
});

describe('other bad bodies', () => {
  it.each<[string, string, unknown, number, string | undefined]>([
    ['replay of an unknown field', 'replay', { since: 1 }, 422, 'since'],
    ['replay from what is no instant', 'replay', { from: 'yesterday' }, 422, 'from'],
    ['replay of an unknown status', 'replay', { statuses: ['done'] }, 422, 'statuses[0]'],
    ['resend of nothing', 'resend', {}, 422, 'delivery_id'],
    ['resend of an unknown delivery', 'resend', { delivery_id: 'x' }, 404, undefined],
  ])('%s', async (_name, action, body, status, field) => {
    const { ask, register } = startRest();
    const { id } = await register();
    const answer = await ask('POST', `${collection}/${id}/${action}`, { body });
    expect([answer.status, answer.json.field_errors?.[0].field_name]).toEqual([status, field]);
  });

  it.each<[string, unknown, string]>([
    ['no event', { entity: {} }, 'event'],
    ['an unknown event', { event: 'Account.Eat', entity: {} }, 'event'],
    ['no record', { event: 'Account.Create' }, 'entity'],
    ['an unknown field', { event: 'Account.Create', entity: {}, tenant: 'other' }, 'tenant'],
    ['a custom entity of no type', { event: 'CustomEntity.Create', entity: {} }, 'custom_entity'],
    ['skip keys of another type', { event: 'Account.Create', entity: {}, skip_keys: [1] }, 'skip_keys[0]'],
  ])('explain of %s', async (_name, body, field) => {
    const { ask } = startRest();
    const { status, json, text } = await ask('POST', `${collection}/explain`, { body });
    expect(text).not.toMatch(/customEntity|relatedEntity|changedFields/);
    expect([status, json.field_errors?.[0].field_name]).toEqual([422, field]);
  });

  it.each<[string, unknown, number]>([
    ['no list', {}, 422],
    ['an empty list', [], 422],
    ['numbers', [1], 422],
    ['ids that are none', ['x'], 404],
    ['101 ids', Array.from({ length: 101 }, (_, index) => `${index}`), 422],
  ])('a batch of %s', async (_name, body, status) => {
    const { ask, register } = startRest();
    await register();
    for (const action of ['batch-delete', 'batch-restore']) {
      expect((await ask('POST', `${collection}/${action}`, { body })).status).toBe(status);
    }
    expect((await ask('GET', collection)).json.total).toBe(1);
  });
});

describe('bad parameters', () => {
  it.each([
    'first=0',
    'first=-1',
    'first=1.5',
    'first=1e2',
    'first=',
    'first=1&first=2',
    'first=1&last=1',
    'after=',
    'after=x',
    'after=%00',
    'before=x',
    'order-by=secret',
    'order-by=',
    'filter=x',
    'filter[secrets]=x',
    'filter[tenant]=other',
    'filter[__proto__]=x',
    'filter[url][x]=1',
    'filter[url]=a&filter-op[url]=not_eq',
    'filter[url]=a&filter-op[url]=between',
    'filter-op[url]=contains',
    'filter[settings]=x',
    'include-deleted=maybe',
    'tenant=other',
    '__proto__=x',
    'x=1',
  ])('%s is 400', async (query) => {
    const { ask, register } = startRest();
    await register();
    const { status, json } = await ask('GET', `${collection}?${query}`);
    expect([status, json.name, json.code]).toEqual([400, 'ERROR_PARAMETER_INVALID', 117]);
  });

  it('first above 100 is 100 (RS-3)', async () => {
    const { ask } = startRest();
    expect((await ask('GET', `${collection}?first=1000000`)).status).toBe(200);
    expect((await ask('GET', `${collection}?first=${'9'.repeat(30)}`)).status).toBe(200);
  });

  it.each(['', 'x'.repeat(256)])('an Idempotency-Key of %j is 400', async (key) => {
    const { ask } = startRest();
    const { status } = await ask('POST', collection, { body: registration, headers: { 'idempotency-key': key } });
    expect(status).toBe(400);
  });
});

describe('ids that are no uuids', () => {
  it.each(['x', '1', 'null', '%00', '%F0%9F%92%A9', "'; drop table webhooks; --", '../x', '0'.repeat(5_000)])(
    '%s is 404',
    async (id) => {
      const { ask, errors } = startRest();
      const path = `${collection}/${encodeURIComponent(id)}`;
      for (const [method, more, body] of [
        ['GET', '', undefined],
        ['PATCH', '', {}],
        ['DELETE', '', undefined],
        ['GET', '/deliveries', undefined],
        ['POST', '/enable', undefined],
        ['POST', '/replay', {}],
      ] as const) {
        const { status, text } = await ask(method, `${path}${more}`, { body });
        expect([status, text.length < 300]).toEqual([404, true]);
      }
      expect((await ask('GET', `/entities/WebhookDeliveries/${encodeURIComponent(id)}`)).status).toBe(404);
      expect(errors).toEqual([]);
    },
  );

  it('are the same in capitals', async () => {
    const { ask, register } = startRest();
    const { id } = await register();
    expect((await ask('GET', `${collection}/${id.toUpperCase()}`)).json.data.id).toBe(id);
  });
});

function many<Item>(count: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
