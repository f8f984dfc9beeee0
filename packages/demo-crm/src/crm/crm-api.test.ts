import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertInitialData } from '../day/initial-data.ts';
import { type ChangeSink, Crm } from './crm.ts';
import { type CrmApi, serveCrmApi } from './crm-api.ts';
import { Repository } from './repository.ts';

const reported: unknown[][] = [];
const sink: ChangeSink = {
  publish: async (...report) => ({ deliveryIds: [], notifications: reported.push(report) }),
  recordChange: async (...report) => ({ deliveryIds: [], notifications: reported.push(report) }),
};
const repository = new Repository();
const data = insertInitialData(repository);
let api: CrmApi;

beforeAll(async () => {
  api = await serveCrmApi(new Crm(repository, sink));
});
afterAll(() => api.close());

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
        { tenant: 'acme', skipKeys: ['my integration'] },
      ],
    ]);
  });

  it.each([
    { fault: 'another method', status: 405, path: `/entities/Accounts/${data.northwind}`, body: '{}', method: 'PUT' },
    { fault: 'an unknown id', status: 404, path: '/entities/Accounts/1', body: '{}' },
    { fault: 'an unknown collection', status: 404, path: `/entities/Clients/${data.ann}`, body: '{}' },
    { fault: 'no JSON', status: 400, path: `/entities/Accounts/${data.northwind}`, body: '{' },
    { fault: 'a list', status: 400, path: `/entities/Accounts/${data.northwind}`, body: '[]' },
    { fault: 'an unknown field', status: 422, path: `/entities/Accounts/${data.northwind}`, body: '{"nmae":"x"}' },
    { fault: 'the id', status: 422, path: `/entities/Accounts/${data.northwind}`, body: '{"id":"x"}' },
    { fault: 'a relation', status: 422, path: `/entities/Accounts/${data.northwind}`, body: '{"owner":"x"}' },
  ])('refuses $fault with $status', async ({ status, path, body, method }) => {
    const response = await send(path, body, [], method);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ success: false, message: expect.any(String) });
    expect(repository.get('Account', data.northwind).name).toBe('Northwind Ltd');
  });
});
