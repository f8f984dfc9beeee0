import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collectionOf } from '../crm/collections.ts';
import { Crm } from '../crm/crm.ts';
import { CrmDatabase } from '../crm/crm-database.ts';
import { type CrmWebhooks, createCrmWebhooks } from '../crm/crm-webhooks.ts';
import type { Entity } from '../crm/entities.ts';
import { Repository } from '../crm/repository.ts';
import { type InitialData, insertInitialData } from '../day/initial-data.ts';
import type { LocalServer } from '../local-server.ts';
import { serveCrm } from './serve-crm.ts';
import { basicAuthorization, type User, users } from './users.ts';

const { ann, gus } = users;
let database: CrmDatabase;
let webhooks: CrmWebhooks;
let data: InitialData;
let api: LocalServer;

beforeAll(async () => {
  database = new CrmDatabase();
  data = insertInitialData(new Repository(database.writer, ann.tenant));
  new Repository(database.writer, gus.tenant).insert('Client', { name: 'Gus', email: '' }, gus.clientId);
  webhooks = createCrmWebhooks(database);
  await webhooks.migrate();
  api = await serveCrm(new Crm(database, webhooks), webhooks, {
    onError: (error) => {
      throw error;
    },
  });
});
beforeEach(async () => {
  for (const { id } of (await webhooks.registry.list({}, ann)).items) await webhooks.registry.delete(id, ann);
});
afterAll(async () => {
  await api.close();
  await webhooks.stop();
  await database.close();
});

interface Sent {
  readonly method?: string;
  readonly as?: User | null;
  readonly body?: unknown;
  readonly headers?: [string, string][];
}

/** What the answers of these tests hold, each some of it. */
interface Answer {
  readonly data: string[] & Readonly<Record<string, string>>;
}

/** @returns the status and the parsed answer */
async function send(path: string, { method = 'GET', as = ann, body, headers = [] }: Sent = {}) {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const authorization: [string, string][] = as === null ? [] : [['authorization', basicAuthorization(as)]];
  const response = await fetch(`${api.url}${path}`, {
    method,
    ...(text === undefined ? {} : { body: text }),
    headers: [['connection', 'close'], ['content-type', 'application/json'], ...authorization, ...headers],
  });
  return { status: response.status, json: (await response.json()) as Answer };
}

interface Delivered {
  readonly events: readonly { readonly event: string }[];
}

/** Registers through the API, with nobody at the url: nothing is sent in these tests. @returns its deliveries so far */
async function listen(events: readonly string[], options: object = {}, as: User = ann) {
  const input = { url: 'http://127.0.0.1:1/', events, insecure_ssl: false, options };
  const { status, json } = await send('/entities/Webhooks', { method: 'POST', as, body: input });
  expect(status).toBe(201);
  return async () =>
    (await send(`/entities/Webhooks/${json.data.id}/deliveries`, { as })).json.data as unknown as Delivered[];
}

describe("the CRM's records", () => {
  it('are created, read, listed, changed and deleted, and each change is reported', async () => {
    const deliveries = await listen(['Account.*']);
    const created = await send('/entities/Accounts', { method: 'POST', body: { name: 'Fjord Foods', city: 'Oslo' } });
    expect(created).toMatchObject({ status: 201, json: { success: true, data: { owner_id: ann.clientId } } });
    const path = `/entities/Accounts/${created.json.data.id}`;
    expect(await send(path)).toEqual({ status: 200, json: { success: true, data: created.json.data } });
    const { json: page } = await send(`/entities/Accounts?first=1&after=${data.northwind}`);
    expect(page).toEqual({ success: true, total: 2, data: [created.json.data] });
    expect((await send(path, { method: 'PATCH', body: { city: 'Bergen' } })).json.data).toMatchObject({
      city: 'Bergen',
    });
    expect(await send(path, { method: 'DELETE' })).toMatchObject({ status: 200, json: { data: created.json.data.id } });
    expect((await send(path)).status).toBe(404);
    const events = (await deliveries()).flatMap((delivery) => delivery.events).map(({ event }) => event);
    expect(events).toEqual(['Account.Delete', 'Account.Update', 'Account.Create']);
  });

  it('are reported under the skip keys of the request, which no handler passes on (SK-1)', async () => {
    const [mine, others] = [await listen(['Opportunity.*'], { skip_keys: ['mine'] }), await listen(['Opportunity.*'])];
    const change = (value: number, headers: [string, string][]) =>
      send(`/entities/Opportunities/${data.openDeal}`, { method: 'PATCH', body: { value }, headers });
    await Promise.all([
      change(1, [['webhook-skip-key', 'mine']]),
      change(2, [['webhook-skip-key', 'other']]),
      change(3, []),
    ]);
    expect(await mine()).toHaveLength(2);
    expect(await others()).toHaveLength(3);
  });

  it('that are imported a thousand at once are one batch: ten requests (CH-1)', async () => {
    const deliveries = await listen(['Contact.Create']);
    const list = Array.from({ length: 1_000 }, (_, number) => ({
      first_name: 'Ada',
      last_name: String(number),
      email1: `${number}@example.com`,
    }));
    const { status, json } = await send('/entities/Contacts/batch-create', { method: 'POST', body: list });
    expect(status).toBe(201);
    expect(new Set(json.data).size).toBe(1_000);
    const made = await deliveries();
    expect(made.map(({ events }) => events.length)).toEqual(Array(10).fill(100));
  });

  it('that are changed many at once are one batch', async () => {
    const deliveries = await listen(['Task.Update']);
    const body = data.tasks.map((id) => ({ id, status: 4 }));
    const { status, json } = await send('/entities/Tasks/batch-update', { method: 'POST', body });
    expect({ status, json }).toEqual({ status: 200, json: { success: true, data: data.tasks } });
    expect((await deliveries()).map(({ events }) => events.length)).toEqual([2]);
  });

  it.each<{ fault: string; status: number; entity?: Entity; id?: string; body?: unknown; method?: string }>([
    { fault: 'another method', status: 405, body: '{}', method: 'PUT' },
    { fault: 'an unknown id', status: 404, id: '1', body: '{}' },
    { fault: 'an unknown collection', status: 404, entity: 'Client', body: '{}' },
    { fault: 'no JSON', status: 400, body: '{' },
    { fault: 'more than a megabyte', status: 413, body: `{"name":"${'x'.repeat(1_048_576)}"}` },
    { fault: 'a list', status: 422, body: '[]' },
    { fault: 'an unknown field', status: 422, body: { nmae: 'x' } },
    { fault: 'the id', status: 422, body: { id: 'x' } },
    { fault: 'the team', status: 422, body: { team_space: 'globex' } },
    { fault: 'a relation', status: 422, body: { owner: 'x' } },
    { fault: 'a value that no column holds', status: 422, body: { name: true } },
    { fault: 'an object for a value', status: 422, body: { name: { a: 1 } } },
    { fault: 'more than the engine takes of a record', status: 422, body: `{"name":"${'x'.repeat(1_048_500)}"}` },
    { fault: 'a NUL', status: 422, body: '{"name":"\\u0000"}' },
    { fault: 'nothing where something must be', status: 422, body: { name: null } },
    { fault: 'an owner who is not there', status: 422, body: { owner_id: 'x' } },
    { fault: 'an owner of another team', status: 422, body: { owner_id: gus.clientId } },
    { fault: 'a new record that lacks fields', status: 422, id: '', method: 'POST', body: { name: 'x' } },
    { fault: 'an import of nothing', status: 422, id: 'batch-create', method: 'POST', body: [] },
    {
      fault: 'an import with one bad record',
      status: 422,
      id: 'batch-create',
      method: 'POST',
      body: [{ name: 'x', city: 'y' }, {}],
    },
    {
      fault: 'a batch with an unknown id',
      status: 404,
      id: 'batch-update',
      method: 'POST',
      body: [{ id: '1', name: 'x' }],
    },
    { fault: 'a page that is no number', status: 400, id: '?first=x', method: 'GET' },
  ])(
    'are left as they are by $fault: $status',
    async ({ status, entity = 'Account', id = data.northwind, body, method = 'PATCH' }) => {
      const deliveries = await listen(['Account.*']);
      const path = `/entities/${collectionOf(entity)}${/^\??$|^\?/.test(id) ? id : `/${id}`}`;
      const answer = await send(path, { method, body });
      expect(answer).toMatchObject({
        status,
        json: { success: false, code: expect.any(Number), name: expect.stringMatching(/^ERROR_/), http_status: status },
      });
      expect(await deliveries()).toEqual([]);
      expect((await send('/entities/Accounts')).json).toMatchObject({
        total: 1,
        data: [{ name: 'Northwind Ltd', owner_id: data.ann }],
      });
    },
  );

  it.each([null, { ...ann, password: 'wrong' }, { ...ann, name: '' }])('are kept from %j', async (as) => {
    for (const path of ['/entities/Accounts', '/entities/Webhooks']) {
      expect(await send(path, { as })).toMatchObject({
        status: 401,
        json: { success: false, name: 'ERROR_UNAUTHORIZED' },
      });
    }
  });

  it('of one team are nobody else’s to see, change or refer to', async () => {
    const deliveries = await listen(['Account.*']);
    const path = `/entities/Accounts/${data.northwind}`;
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const answer = await send(path, { method, as: gus, ...(method === 'PATCH' ? { body: { name: 'Mine' } } : {}) });
      expect(answer).toMatchObject({ status: 404, json: { name: 'ERROR_NOT_FOUND' } });
    }
    const body = { name: 'Ours', city: 'Oslo', owner_id: ann.clientId };
    expect((await send('/entities/Accounts', { method: 'POST', as: gus, body })).status).toBe(422);
    expect((await send('/entities/Accounts', { as: gus })).json).toEqual({ success: true, total: 0, data: [] });
    expect((await send(path)).json.data.name).toBe('Northwind Ltd');
    expect(await deliveries()).toEqual([]);
  });
});
