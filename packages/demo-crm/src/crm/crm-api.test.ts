import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InitialData, insertInitialData } from '../day/initial-data.ts';
import { collectionOf } from './collections.ts';
import { Crm } from './crm.ts';
import { type CrmApi, serveCrmApi } from './crm-api.ts';
import { CrmDatabase } from './crm-database.ts';
import type { ChangeSink } from './crm-transaction.ts';
import type { Entity } from './entities.ts';
import { Repository } from './repository.ts';

const reported: unknown[][] = [];
const sink: ChangeSink = {
  publish: async (...report) => ({ deliveryIds: [], notifications: reported.push(report) }),
  recordChange: async (...report) => ({ deliveryIds: [], notifications: reported.push(report) }),
  wake: () => undefined,
};
let database: CrmDatabase;
let data: InitialData;
let api: CrmApi;

beforeAll(async () => {
  database = new CrmDatabase();
  data = insertInitialData(new Repository(database.writer));
  api = await serveCrmApi(new Crm(database, sink));
});
afterAll(async () => {
  await api.close();
  await database.close();
});

const send = (path: string, body: string, headers: [string, string][] = [], method = 'PATCH') =>
  fetch(`${api.url}${path}`, { method, body, headers: [['connection', 'close'], ...headers] });

describe('the CRM API', () => {
  it('changes a record and reports it under the skip keys of the request', async () => {
    const response = await send(`/entities/Opportunities/${data.openDeal}`, '{"value":1}', [
      ['webhook-skip-key', 'my integration'],
    ]);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ success: true, data: { id: data.openDeal, value: 1 } });
    expect(reported).toMatchObject([
      [
        'Opportunity',
        [{ before: { value: 250_000 }, after: { value: 1 } }],
        { tenant: 'acme', skipKeys: ['my integration'], transaction: database.writer },
      ],
    ]);
  });

  it.each<{ fault: string; status: number; entity?: Entity; id?: string; body: string; method?: string }>([
    { fault: 'another method', status: 405, body: '{}', method: 'PUT' },
    { fault: 'an unknown id', status: 404, id: '1', body: '{}' },
    { fault: 'an unknown collection', status: 404, entity: 'Client', body: '{}' },
    { fault: 'no JSON', status: 400, body: '{' },
    { fault: 'a list', status: 400, body: '[]' },
    { fault: 'an unknown field', status: 422, body: '{"nmae":"x"}' },
    { fault: 'the id', status: 422, body: '{"id":"x"}' },
    { fault: 'a relation', status: 422, body: '{"owner":"x"}' },
    { fault: 'a value that no column holds', status: 422, body: '{"name":true}' },
    { fault: 'an object for a value', status: 422, body: '{"name":{"a":1}}' },
    { fault: 'nothing where something must be', status: 422, body: '{"name":null}' },
    { fault: 'an owner who is not there', status: 422, body: '{"owner_id":"x"}' },
  ])('refuses $fault with $status', async ({ status, entity = 'Account', id = data.northwind, body, method }) => {
    const before = reported.length;
    const response = await send(`/entities/${collectionOf(entity)}/${id}`, body, [], method);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ success: false, message: expect.any(String) });
    expect(reported).toHaveLength(before);
    const committed = new Repository(database.reader);
    expect(committed.get('Account', data.northwind)).toMatchObject({ name: 'Northwind Ltd', owner_id: data.ann });
  });

  it('refuses what the table does not take, text for a number and a value below 0', async () => {
    for (const body of ['{"value":"much"}', '{"value":-1}']) {
      expect((await send(`/entities/Opportunities/${data.openDeal}`, body)).status).toBe(422);
    }
  });
});
