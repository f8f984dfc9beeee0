import { describe, expect, it } from 'vitest';
import { registration, startRest } from './rest-fixture.ts';

const collection = '/entities/Webhooks';
const callers = {
  reader: { tenant: 'acme', rights: { write: false } },
  sales: { tenant: 'acme', rights: { events: ['Opportunity.*', 'Account.Create'] } },
};

/** Paths that change something. */
const changes = (id: string, delivery: string): readonly (readonly [string, string, unknown])[] => [
  ['PATCH', `${collection}/${id}`, { url: 'https://sales.example' }],
  ['DELETE', `${collection}/${id}`, undefined],
  ...['enable', 'disable', 'pause', 'resume', 'rotate-secret', 'test'].map(
    (action) => ['POST', `${collection}/${id}/${action}`, undefined] as const,
  ),
  ['POST', `${collection}/${id}/replay`, {}],
  ['POST', `${collection}/${id}/resend`, { delivery_id: delivery }],
  ['POST', `/entities/WebhookDeliveries/${delivery}/resend`, undefined],
  ['POST', `${collection}/batch-delete`, [id]],
  ['POST', `${collection}/batch-restore`, [id]],
];

async function start() {
  const fixture = startRest({ callers });
  const webhook = await fixture.register();
  const { deliveryIds } = await fixture.webhooks.publish({ event: 'Account.Create', entity: {} }, { tenant: 'acme' });
  return { ...fixture, webhook, delivery: deliveryIds[0] ?? '' };
}

describe('who may only read', () => {
  it('is 403 for everything that changes something', async () => {
    const { ask, webhook, delivery } = await start();
    for (const [method, path, body] of [
      ['POST', collection, registration] as const,
      ...changes(webhook.id, delivery),
    ]) {
      const { status, json } = await ask(method, path, { body, as: 'reader' });
      expect([status, json.name], `${method} ${path}`).toEqual([403, 'ERROR_FORBIDDEN']);
    }
    expect((await ask('GET', `${collection}/${webhook.id}`, { as: 'reader' })).json.data).toEqual(webhook);
    const explained = await ask('POST', `${collection}/explain`, {
      body: { event: 'Account.Create', entity: {} },
      as: 'reader',
    });
    expect(explained.status).toBe(200);
  });
});

describe('who may subscribe to some events only', () => {
  it('is shown those, and registers those', async () => {
    const { ask } = await start();
    const { json } = await ask('GET', '/entities/WebhookEvents', { as: 'sales' });
    expect(json.data).toContain('Opportunity.Won');
    expect(json.data.filter((pattern: string) => !pattern.startsWith('Opportunity.'))).toEqual(['Account.Create']);
    const body = { ...registration, events: ['Opportunity.*', 'Opportunity.Won', 'Account.Create'] };
    expect((await ask('POST', collection, { body, as: 'sales' })).status).toBe(201);
  });

  it.each(['*', 'Account.*', 'Account.Update', 'Lead.Create'])('is refused %s', async (event) => {
    const { ask } = await start();
    const body = { ...registration, events: ['Opportunity.Won', event] };
    const created = await ask('POST', collection, { body, as: 'sales' });
    expect([created.status, created.json.field_errors[0].field_name]).toEqual([422, 'events[1]']);
    const own = await ask('POST', collection, { body: { ...registration, events: ['Opportunity.*'] }, as: 'sales' });
    const patched = await ask('PATCH', `${collection}/${own.json.data.id}`, { body: { events: [event] }, as: 'sales' });
    expect([patched.status, patched.json.field_errors[0].field_name]).toEqual([422, 'events[0]']);
  });

  it('cannot have sent to it what its webhook had when it was another', async () => {
    const { ask, webhook, webhooks, sender } = await start();
    await webhooks.drain();
    await webhooks.publish({ event: 'Account.Update', entity: {} }, { tenant: 'acme' });
    await webhooks.drain();
    const path = `${collection}/${webhook.id}`;
    await ask('PATCH', path, { body: { events: ['Opportunity.*'] } });
    const { json } = await ask('GET', `${path}/deliveries`, { as: 'sales' });
    const [newest, oldest] = json.data;
    expect([newest.events[0].event, oldest.events[0].event]).toEqual(['Account.Update', 'Account.Create']);
    sender.clear();
    const sendAgain = async (to: string, body?: unknown) => (await ask('POST', to, { body, as: 'sales' })).status;
    expect(await sendAgain(`/entities/WebhookDeliveries/${newest.id}/resend`)).toBe(403);
    expect(await sendAgain(`${path}/resend`, { delivery_id: newest.id })).toBe(403);
    expect(await sendAgain(`${path}/replay`, {})).toBe(403);
    await webhooks.drain();
    expect(sender.requests).toEqual([]);
    expect(await sendAgain(`/entities/WebhookDeliveries/${oldest.id}/resend`)).toBe(202);
  });

  it('cannot turn a webhook with more to a url of its own', async () => {
    const { ask, webhook, delivery } = await start();
    for (const [method, path, body] of changes(webhook.id, delivery)) {
      const { status, json } = await ask(method, path, { body, as: 'sales' });
      expect([status, json.name], `${method} ${path}`).toEqual([403, 'ERROR_FORBIDDEN']);
    }
    expect((await ask('GET', `${collection}/${webhook.id}`, { as: 'sales' })).json.data).toEqual(webhook);
  });
});
