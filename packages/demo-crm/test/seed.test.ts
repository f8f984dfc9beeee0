import { afterAll, beforeAll, expect, it } from 'vitest';
import { basicAuthorization, users } from '../src/api/users.ts';
import { seedTexts } from '../src/seed/seed-examples.ts';
import { openServedCrm, type ServedCrm } from '../src/serve/open-served-crm.ts';
import type { BinRequest } from '../src/serve/request-bin.ts';

const seedUrl = 'https://enrdznpu5i7jp.x.pipedream.net';
let served: ServedCrm;
let tess: Fields;

type Fields = Readonly<Record<string, unknown>>;

interface Answer {
  readonly total: number;
  readonly data: Fields & readonly Fields[];
}

beforeAll(async () => {
  served = await openServedCrm(() => undefined);
  [tess = {}] = (await call('GET', '/entities/Contacts')).data;
});
afterAll(() => served.close());

/** @param body - JSON as text, or what is to be it */
async function call(method: string, path: string, body?: string | object, skipKey?: string): Promise<Answer> {
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  const response = await fetch(`${served.url}${path}`, {
    method,
    ...(text === undefined ? {} : { body: text }),
    headers: {
      authorization: basicAuthorization(users.ann),
      'content-type': 'application/json',
      ...(skipKey === undefined ? {} : { 'webhook-skip-key': skipKey }),
    },
  });
  const answer = await response.text();
  expect(response.ok, answer).toBe(true);
  return JSON.parse(answer) as Answer;
}

async function record(
  method: 'POST' | 'PATCH' | 'GET',
  path: string,
  fields?: object,
  skipKey?: string,
): Promise<Fields> {
  return (await call(method, `/entities/${path}`, fields, skipKey)).data;
}

/**
 * Posts an example as the page prints it, but for where it is sent, and lets changes happen.
 * @returns what arrived, which must be all that was ever made for this webhook
 */
async function follow(text: string, changes: () => Promise<number>): Promise<readonly unknown[]> {
  const path = `/seed-${seedTexts().findIndex((example) => text.includes(example.slice(example.search(/^\{$/m))))}`;
  const { data } = await call('POST', '/entities/Webhooks', text.replace(seedUrl, `${served.binUrl}${path}`));
  const wanted = await changes();
  const response = await fetch(`${served.binUrl}${path}?wait=${wanted}`);
  const arrived = (await response.json()) as readonly BinRequest[];
  const { total } = await call('GET', `/entities/Webhooks/${data.id}/deliveries`);
  expect({ arrived: arrived.length, made: total }).toEqual({ arrived: wanted, made: wanted });
  await call('DELETE', `/entities/Webhooks/${data.id}`);
  return arrived.flatMap(({ body }) =>
    (body as readonly Fields[]).map(({ webhook: _, event_time: __, ...item }) => item),
  );
}

/** The text of an example below the line that shows where it is posted. */
function example(index: number): string {
  const text = seedTexts()[index] ?? '';
  return text.slice(text.search(/^\{$/m));
}

const item = (event: string, entity: Fields) => ({ event, team_space_id: 'acme', entity, related_entity: null });

it('"Trigger webhook when Account is created"', async () => {
  const created: Fields[] = [];
  const arrived = await follow(example(1), async () => {
    created.push(await record('POST', 'Accounts', { name: 'Fjord Foods', city: 'Oslo' }));
    await record('PATCH', `Accounts/${created[0]?.id}`, { city: 'Bergen' });
    return 1;
  });
  expect(arrived).toEqual(created.map((account) => item('Account.Create', account)));
});

it('"Trigger webhook on field change"', async () => {
  const { id } = await record('POST', 'Opportunities', { name: 'Quay', value: 1, closing_date: '2026-01-01' });
  const changed: Fields[] = [];
  const arrived = await follow(example(2), async () => {
    await record('PATCH', `Opportunities/${id}`, { name: 'Quay, north' });
    changed.push(await record('PATCH', `Opportunities/${id}`, { value: 2 }));
    await record('PATCH', `Opportunities/${id}`, { value: 2, description: 'the same' });
    changed.push(await record('PATCH', `Opportunities/${id}`, { closing_date: '2026-02-01' }));
    return 2;
  });
  expect(arrived).toEqual(changed.map((deal) => item('Opportunity.Update', deal)));
});

it('"Trigger webhook on filtered data"', async () => {
  const deal = { name: 'Quay', value: 1, closing_date: '2026-01-01' };
  const open = await record('POST', 'Opportunities', { ...deal, status: 1 });
  const won = await record('POST', 'Opportunities', { ...deal, status: 3 });
  const changed: Fields[] = [];
  const arrived = await follow(example(3), async () => {
    await record('PATCH', `Opportunities/${won.id}`, { value: 2 });
    changed.push(await record('PATCH', `Opportunities/${open.id}`, { value: 2 }));
    await record('PATCH', `Opportunities/${open.id}`, { status: 2 });
    return 1;
  });
  expect(arrived).toEqual(changed.map((changedDeal) => item('Opportunity.Update', changedDeal)));
});

it('"Webhooks for Custom Entity records"', async () => {
  const made: Fields[] = [];
  const arrived = await follow(example(4), async () => {
    made.push(await record('POST', 'CE_Bid', { name: 'An important bid', amount: 1 }));
    await record('POST', 'CE_Bid', { name: 'A routine bid', amount: 1 });
    made.push(await record('POST', 'CE_Campaign', { name: 'Autumn fair', budget: 1 }));
    return 2;
  });
  expect(arrived).toEqual(made.map((entity) => item('CustomEntity.Create', entity)));
});

it('"Example of Option parameters"', async () => {
  const contact = `Contacts/${tess.id}`;
  const registration = `{ "insecure_ssl": false, "url": "${seedUrl}", "events": ["Contact.*"], "options": ${example(0)} }`;
  const arrived = await follow(registration, async () => {
    await record('PATCH', contact, { phone: '+47 55 00 00 00' });
    await record('PATCH', contact, { email1: 'test@example.com' });
    await record('PATCH', contact, { phone: '+47 55 11 11 11' });
    await record('PATCH', contact, { email1: 'test@example.net' }, 'gmail_sync');
    return 1;
  });
  const tasks = (await call('GET', '/entities/Tasks')).data;
  // Of primary_contact, which contacts do not have, nothing comes.
  const entity = {
    id: tess.id,
    primary_account: await record('GET', `Accounts/${tess.primary_account_id}`),
    task_relations: tasks.map((task) => ({ task })),
  };
  expect(arrived).toEqual([item('Contact.Update', entity)]);
});
