import { createServer } from 'node:http';
import createClient from 'openapi-fetch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toNodeHandler } from '../src/index.ts';
import type { components, paths } from './client/webhooks-paths.d.ts';
import { type Host, listen } from './frameworks.ts';
import { startRest } from './rest-fixture.ts';
import { seedOptionsRegistration, seedRegistrations } from './seed-texts.ts';

type WebhookInput = components['schemas']['WebhookInput'];

describe('a client whose types are made of the document', () => {
  const { api, clock, webhooks } = startRest({ basePath: '/api' });
  let host: Host;
  beforeAll(async () => {
    host = await listen(createServer(toNodeHandler(api)));
  });
  afterAll(() => host.close());
  const connect = () => createClient<paths>({ baseUrl: `${host.origin}/api`, headers: { authorization: 'acme' } });

  it.each([...seedRegistrations(), seedOptionsRegistration()])('registers an example of the seed: %#', async (text) => {
    const body = JSON.parse(text) as WebhookInput;
    const { data, response } = await connect().POST('/entities/Webhooks', { body });
    expect(response.status).toBe(201);
    expect(data?.data).toMatchObject(body);
    const id = data?.data.id ?? '';
    const read = await connect().GET('/entities/Webhooks/{id}', { params: { path: { id } } });
    expect(read.data?.data).toEqual(data?.data);
  });

  it('is told by the compiler what it may not send', async () => {
    const body = { url: 'https://customer.example', insecure_ssl: false };
    // @ts-expect-error: the catalogue has no Acount
    const { error, response } = await connect().POST('/entities/Webhooks', { body: { ...body, events: ['Acount.*'] } });
    expect([response.status, error?.field_errors?.[0]?.field_name]).toEqual([422, 'events[0]']);
  });

  it('lists by filter, order and page', async () => {
    const client = connect();
    const query = {
      first: 2,
      'order-by': ['-created' as const],
      filter: { events: 'Opportunity.Update' },
      'filter-op': { events: 'contains' as const },
    };
    const { data: page } = await client.GET('/entities/Webhooks', { params: { query } });
    expect([page?.total, page?.data.length, page?.page_info.has_next_page]).toEqual([2, 2, false]);
    const everything = await client.GET('/entities/Webhooks', { params: { query: { first: 2 } } });
    const after = everything.data?.page_info.end_cursor ?? '';
    const next = await client.GET('/entities/Webhooks', { params: { query: { first: 2, after } } });
    expect(next.data?.page_info.has_previous_page).toBe(true);
  });

  it('changes, sends a test, and reads what became of it', async () => {
    const client = connect();
    const { data: list } = await client.GET('/entities/Webhooks', { params: { query: { first: 1 } } });
    const params = { path: { id: list?.data[0]?.id ?? '' } };
    const changed = await client.PATCH('/entities/Webhooks/{id}', { params, body: { is_delete_protected: true } });
    expect(changed.data?.data.is_delete_protected).toBe(true);
    const sent = await client.POST('/entities/Webhooks/{id}/test', { params });
    expect(sent.data?.data.notifications).toBe(1);
    await webhooks.drain();
    const deliveries = await client.GET('/entities/Webhooks/{id}/deliveries', { params });
    expect(deliveries.data?.data).toMatchObject([
      { id: sent.data?.data.delivery_ids[0], status: 'succeeded', attempt_count: 1 },
    ]);
    const deleted = await client.DELETE('/entities/Webhooks/{id}', { params });
    expect(deleted.error?.http_status).toBe(422);
    expect(clock.now()).toBeGreaterThan(0);
  });
});
