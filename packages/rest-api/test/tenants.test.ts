import { memoryStore } from '@hookwright/store-memory';
import { describe, expect, it } from 'vitest';
import { startRest } from './rest-fixture.ts';
import { traceStore } from './traced-store.ts';

const collection = '/entities/Webhooks';

/** Two tenants with a webhook and a delivery each. */
async function startTwo() {
  const { store, asked } = traceStore(memoryStore());
  const fixture = startRest({ store });
  const sides = [];
  for (const tenant of ['acme', 'other']) {
    const webhook = await fixture.register(
      { url: `https://${tenant}.example/hook`, options: { skip_keys: [`${tenant}-key`] } },
      tenant,
    );
    const { deliveryIds } = await fixture.webhooks.publish(
      { event: 'Account.Create', entity: { id: tenant } },
      { tenant },
    );
    sides.push({ webhook, delivery: deliveryIds[0] ?? '' });
  }
  await fixture.webhooks.drain();
  const [ours, theirs] = sides as [(typeof sides)[number], (typeof sides)[number]];
  return { ...fixture, asked, ours, theirs };
}

type Two = Awaited<ReturnType<typeof startTwo>>;

interface ForeignCall {
  readonly call: string;
  readonly path: (two: Two) => string;
  readonly body?: (two: Two) => unknown;
}

/** Every route that takes an id, with the other tenant's in its path or body. */
const foreignCalls: readonly ForeignCall[] = [
  { call: 'GET webhook', path: ({ theirs }) => `${collection}/${theirs.webhook.id}` },
  { call: 'GET deleted webhook', path: ({ theirs }) => `${collection}/${theirs.webhook.id}?include-deleted=1` },
  {
    call: 'PATCH webhook',
    path: ({ theirs }) => `${collection}/${theirs.webhook.id}`,
    body: () => ({ url: 'https://acme.example' }),
  },
  { call: 'DELETE webhook', path: ({ theirs }) => `${collection}/${theirs.webhook.id}` },
  { call: 'GET deliveries', path: ({ theirs }) => `${collection}/${theirs.webhook.id}/deliveries` },
  ...['enable', 'disable', 'pause', 'resume', 'rotate-secret', 'test'].map((action) => ({
    call: `POST ${action}`,
    path: ({ theirs }: Two) => `${collection}/${theirs.webhook.id}/${action}`,
  })),
  { call: 'POST replay', path: ({ theirs }) => `${collection}/${theirs.webhook.id}/replay`, body: () => ({}) },
  {
    call: 'POST resend of theirs',
    path: ({ theirs }) => `${collection}/${theirs.webhook.id}/resend`,
    body: ({ theirs }) => ({ delivery_id: theirs.delivery }),
  },
  {
    call: 'POST resend of theirs by ours',
    path: ({ ours }) => `${collection}/${ours.webhook.id}/resend`,
    body: ({ theirs }) => ({ delivery_id: theirs.delivery }),
  },
  { call: 'GET delivery', path: ({ theirs }) => `/entities/WebhookDeliveries/${theirs.delivery}` },
  { call: 'POST resend delivery', path: ({ theirs }) => `/entities/WebhookDeliveries/${theirs.delivery}/resend` },
  ...['batch-delete', 'batch-restore'].map((action) => ({
    call: `POST ${action}`,
    path: () => `${collection}/${action}`,
    body: ({ ours, theirs }: Two) => [ours.webhook.id, theirs.webhook.id],
  })),
];

describe("another tenant's id", () => {
  it.each(foreignCalls)('is 404 by $call, as one that nobody has', async ({ call, path, body }) => {
    const two = await startTwo();
    const { ask, webhooks, asked, ours, theirs } = two;
    const before = await stateOf(webhooks);
    const method = call.split(' ', 1)[0] ?? '';
    asked.length = 0;
    const answer = await ask(method, path(two), { body: body?.(two) });
    const askedForTheirs = asked.splice(0);
    expect(answer.json).toMatchObject({ http_status: 404, name: 'ERROR_NOT_FOUND' });
    expect(answer.text).not.toMatch(/other\.example|other-key/);
    // Nobody's id has the same answer, but for itself.
    const nobody = '00000000-0000-7000-8000-000000000000';
    const swap = (text: string) => text.replaceAll(theirs.webhook.id, nobody).replaceAll(theirs.delivery, nobody);
    const unknown = await ask(method, swap(path(two)), { body: body && JSON.parse(swap(JSON.stringify(body(two)))) });
    expect(unknown.text).toBe(swap(answer.text));
    // Nor can they be told apart by how long it takes: the store is asked for the same.
    expect(asked).toEqual(askedForTheirs);
    expect(asked).not.toEqual([]);
    expect(await stateOf(webhooks)).toEqual(before);
    expect(ours.webhook.is_deleted).toBe(false);
  });

  it('is an error of its own in a batch that goes on', async () => {
    const { ask, ours, theirs } = await startTwo();
    const body = [theirs.webhook.id, ours.webhook.id];
    const { json } = await ask('POST', `${collection}/batch-delete?rollback-method=1`, { body });
    expect(json.data).toEqual([expect.objectContaining({ http_status: 404 }), ours.webhook.id]);
    expect((await ask('GET', `${collection}/${theirs.webhook.id}`, { as: 'other' })).status).toBe(200);
  });
});

describe("another tenant's webhooks", () => {
  it('are in no list, count, filter, explanation or cursor', async () => {
    const { ask, ours, theirs } = await startTwo();
    const queries = [
      '',
      '?include-deleted=1',
      '?order-by=-url',
      '?filter[url]=other&filter-op[url]=contains',
      `?filter[id]=${theirs.webhook.id}`,
    ];
    for (const query of queries) {
      const { json, text } = await ask('GET', `${collection}${query}`);
      expect(text).not.toContain(theirs.webhook.id);
      expect(json.total).toBe(query.includes('filter') ? 0 : 1);
    }
    const body = { event: 'Account.Create', entity: { id: 1 }, skip_keys: ['other-key'] };
    const { json } = await ask('POST', `${collection}/explain`, { body });
    expect(json.data).toEqual([{ webhook_id: ours.webhook.id, decision: 'matched' }]);
  });

  it.each(['', `&order-by=url`])('lend no cursor to this one%s', async (more) => {
    const { ask, register } = await startTwo();
    await register({}, 'other');
    const page = await ask('GET', `${collection}?first=1${more}`, { as: 'other' });
    const { end_cursor: cursor } = page.json.page_info;
    for (const query of [`first=1&after=${cursor}`, `last=1&before=${cursor}`]) {
      const { status, json } = await ask('GET', `${collection}?${query}${more}`);
      expect([status, json.name]).toEqual([400, 'ERROR_PARAMETER_INVALID']);
    }
    expect((await ask('GET', `${collection}?first=1&after=${cursor}${more}`, { as: 'other' })).status).toBe(200);
  });
});

describe('a caller without a tenant', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['empty', ''],
    ['a number', 7],
    ['too long', 'x'.repeat(256)],
    ['with NUL', 'a\0'],
    ['with half a character', '\ud800'],
  ])('%s is 500, told to the host, and never the default tenant', async (_name, tenant) => {
    const callers = { broken: { tenant } as never };
    const { ask, webhooks, errors } = startRest({ callers });
    await webhooks.registry.create({ url: 'https://default.example', events: ['*'], insecure_ssl: false });
    const { status, json, text } = await ask('GET', collection, { as: 'broken' });
    expect([status, json.name]).toEqual([500, 'ERROR_INTERNAL']);
    expect(text).not.toMatch(/default\.example|tenant/);
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining('expected a tenant') })]);
  });

  it('is 500 too where authenticate throws, and 401 where it says null, whatever the body is', async () => {
    const fault = new Error('the directory is down at 10.0.0.7');
    const failing = startRest({ authenticate: () => Promise.reject(fault) });
    const { json, text } = await failing.ask('POST', collection, { body: '{' });
    expect([json.http_status, failing.errors]).toEqual([500, [fault]]);
    expect(text).not.toContain('10.0.0.7');
    const { ask } = startRest();
    expect((await ask('POST', collection, { as: null, body: '{' })).status).toBe(401);
    expect((await ask('GET', `${collection}?nonsense=1`, { as: null })).status).toBe(401);
  });

  it.each<[string, () => void | Promise<void>]>([
    [
      'throws',
      () => {
        throw new Error('the log is full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the log is full'))],
  ])('is 500 all the same where onError %s', async (_name, onError) => {
    const { ask } = startRest({ callers: { broken: { tenant: '' } }, onError });
    expect((await ask('GET', collection, { as: 'broken' })).status).toBe(500);
  });

  it.each([null, 'all', { events: null }, { events: 'Account.*' }, { events: [1] }, { write: 'no' }])(
    'is 500 where its rights are %j, and never all',
    async (rights) => {
      const { ask, errors } = startRest({ callers: { broken: { tenant: 'acme', rights: rights as never } } });
      expect((await ask('GET', collection, { as: 'broken' })).status).toBe(500);
      expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining('expected rights') })]);
    },
  );

  it('is 500 where its client id is none', async () => {
    const { ask, errors } = startRest({ callers: { broken: { tenant: 'acme', clientId: 7 as never } } });
    expect((await ask('GET', collection, { as: 'broken' })).status).toBe(500);
    expect(errors).toHaveLength(1);
  });
});

async function stateOf({ registry, deliveries }: Two['webhooks']) {
  const scopes = ['acme', 'other'].map((tenant) => ({ tenant }));
  return Promise.all(
    scopes.flatMap((scope) => [registry.list({ includeDeleted: true }, scope), deliveries.list({}, scope)]),
  );
}
