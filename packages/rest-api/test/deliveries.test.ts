import { describe, expect, it } from 'vitest';
import { type RestFixture, startRest } from './rest-fixture.ts';

const collection = '/entities/Webhooks';
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\+00:00$/);

/** A webhook, and changes that have become its deliveries. */
async function start(changes: number) {
  const fixture = startRest();
  const webhook = await fixture.register();
  for (let id = 0; id < changes; id += 1) {
    await fixture.webhooks.publish({ event: 'Account.Create', entity: { id } }, { tenant: 'acme' });
    await fixture.clock.advance(60_000);
  }
  return { ...fixture, webhook, path: `${collection}/${webhook.id}` };
}

const drain = ({ webhooks }: RestFixture) => webhooks.drain();

describe('deliveries', () => {
  it('are listed newest first, by status and span, page by page', async () => {
    const fixture = await start(3);
    const { ask, path } = fixture;
    await drain(fixture);
    const { json } = await ask('GET', `${path}/deliveries?first=2`);
    expect(json).toMatchObject({ total: 3, page_info: { has_next_page: true, has_previous_page: false } });
    expect(json.data[0]).toEqual({
      id: expect.any(String),
      webhook_id: fixture.webhook.id,
      status: 'succeeded',
      events: [{ event: 'Account.Create', event_time: instant }],
      attempt_count: 1,
      code: null,
      created: instant,
      due: null,
      last_attempt: instant,
      finished: instant,
      resend_of: null,
    });
    const next = await ask('GET', `${path}/deliveries?first=2&after=${json.page_info.end_cursor}`);
    expect(next.json.data).toHaveLength(1);
    expect(next.json.data[0].created < json.data[1].created).toBe(true);
    expect((await ask('GET', `${path}/deliveries?status=pending,exhausted`)).json.total).toBe(0);
    expect((await ask('GET', `${path}/deliveries?status=pending&status=succeeded`)).json.total).toBe(3);
    const from = new Date(json.data[0].created).toISOString();
    expect((await ask('GET', `${path}/deliveries?from=${from}`)).json.total).toBe(1);
    expect((await ask('GET', `${path}/deliveries?until=${from}`)).json.total).toBe(2);
  });

  it.each(['status=done', 'status=', 'from=yesterday', 'from=2026-13-01T00:00:00Z', 'last=1'])(
    'are not listed by %s',
    async (query) => {
      const { ask, path } = await start(0);
      expect((await ask('GET', `${path}/deliveries?${query}`)).status).toBe(400);
    },
  );

  it('are read with their attempts (DE-7)', async () => {
    const fixture = await start(0);
    const { ask, path, sender, webhooks } = fixture;
    sender.respond({
      kind: 'response',
      status: 503,
      headers: { 'x-node': 'a' },
      body: new TextEncoder().encode('later'),
    });
    const { deliveryIds } = await webhooks.publish({ event: 'Account.Create', entity: { id: 1 } }, { tenant: 'acme' });
    await drain(fixture);
    await fixture.clock.advance(60_000);
    await drain(fixture);
    const { json } = await ask('GET', `/entities/WebhookDeliveries/${deliveryIds[0]}`);
    expect(json.data).toMatchObject({ id: deliveryIds[0], attempt_count: 2, status: 'succeeded' });
    expect(json.data.attempts).toEqual([
      {
        number: 1,
        started: instant,
        duration_ms: expect.any(Number),
        http_status: 503,
        code: 'HTTP_503',
        message: expect.any(String),
        response_headers: { 'x-node': 'a' },
        response_body: 'later',
      },
      expect.objectContaining({ number: 2, http_status: 200, code: null, response_headers: null }),
    ]);
    expect((await ask('GET', `${path}/deliveries`)).json.total).toBe(1);
  });

  it('are listed on from one that is no longer kept only from the first page', async () => {
    const fixture = await start(3);
    const { ask, path, webhooks, clock } = fixture;
    await drain(fixture);
    const { json } = await ask('GET', `${path}/deliveries?first=2`);
    await clock.advance(90 * 86_400_000);
    await webhooks.prune();
    const { status, json: refused } = await ask('GET', `${path}/deliveries?after=${json.page_info.end_cursor}`);
    expect([status, refused.name]).toEqual([400, 'ERROR_PARAMETER_INVALID']);
  });

  it('are sent again, one or a span', async () => {
    const fixture = await start(3);
    const { ask, path, sender } = fixture;
    await drain(fixture);
    const { json: list } = await ask('GET', `${path}/deliveries`);
    const { id, created } = list.data[0];
    const one = await ask('POST', `/entities/WebhookDeliveries/${id}/resend`);
    const same = await ask('POST', `${path}/resend`, { body: { delivery_id: id } });
    expect([one.status, same.status]).toEqual([202, 202]);
    const again = await ask('GET', `/entities/WebhookDeliveries/${one.json.data.delivery_ids[0]}`);
    expect(again.json.data.resend_of).toBe(id);
    // As the resource writes it, and by ISO 8601.
    const listed = await ask('GET', `${path}/deliveries?${new URLSearchParams({ until: created })}`);
    expect(listed.json.total).toBe(2);
    const from = created.replace(' ', 'T').replace('000+00:00', 'Z');
    const span = await ask('POST', `${path}/replay`, { body: { until: from, statuses: ['succeeded'] } });
    expect(span.json.data.notifications).toBe(2);
    await drain(fixture);
    expect(sender.requests).toHaveLength(3 + 2 + 2);
    const backwards = { from: '2026-02-01T00:00:00Z', until: '2026-01-01T00:00:00Z' };
    const refused = await ask('POST', `${path}/replay`, { body: backwards });
    expect([refused.status, refused.json.field_errors[0].field_name]).toEqual([422, 'until']);
    expect((await ask('GET', `${path}/deliveries?${new URLSearchParams(backwards)}`)).status).toBe(400);
    const theirs = await fixture.register();
    expect((await ask('POST', `${collection}/${theirs.id}/resend`, { body: { delivery_id: id } })).status).toBe(404);
  });

  it('are not sent again to a webhook that is deleted', async () => {
    const fixture = await start(1);
    const { ask, path } = fixture;
    await drain(fixture);
    const { json } = await ask('GET', `${path}/deliveries`);
    await ask('DELETE', path);
    expect((await ask('POST', `/entities/WebhookDeliveries/${json.data[0].id}/resend`)).status).toBe(404);
    expect((await ask('GET', `${path}/deliveries`)).status).toBe(404);
    expect((await ask('GET', `${path}/deliveries?include-deleted=1`)).json.total).toBe(1);
  });
});

describe('a webhook', () => {
  it('is paused, resumed, disabled and enabled (DE-4)', async () => {
    const { ask, path } = await start(0);
    const statuses: string[] = [];
    for (const action of ['pause', 'resume', 'disable', 'enable']) {
      const { status, json, headers } = await ask('POST', `${path}/${action}`);
      expect([status, headers.get('etag') !== null]).toEqual([200, true]);
      statuses.push(json.data.status);
    }
    expect(statuses).toEqual(['paused', 'active', 'disabled', 'active']);
  });

  it('gets a new secret, shown once, beside the data (SI-4)', async () => {
    const { ask, path, register } = await start(0);
    const { status, json } = await ask('POST', `${path}/rotate-secret`);
    expect([status, json.secret]).toEqual([200, expect.stringMatching(/^whsec_/)]);
    expect(JSON.stringify(json.data)).not.toContain(json.secret);
    const signed = await register({ signature: '1b4e28ba-2fa1-41d2-883f-0016d3cca427' });
    const refused = await ask('POST', `${collection}/${signed.id}/rotate-secret`);
    expect([refused.status, refused.json.name]).toEqual([409, 'ERROR_CONFLICT']);
  });

  it('gets a test', async () => {
    const fixture = await start(0);
    const { status, json } = await fixture.ask('POST', `${fixture.path}/test`);
    expect([status, json.data]).toEqual([202, { delivery_ids: [expect.any(String)], notifications: 1 }]);
    await drain(fixture);
    expect(fixture.sender.requests).toHaveLength(1);
  });
});

describe('explain (RE-1)', () => {
  it('says for each webhook what it would do and why, and sends nothing', async () => {
    const fixture = startRest();
    const options = { entity: { Opportunity: { filter: { status: 'Open' } } }, skip_keys: ['sync'] };
    const open = await fixture.register({ events: ['Opportunity.*'], options });
    const lead = await fixture.register({ events: ['Lead.*'] });
    const explain = async (more: object) => {
      const body = { event: 'Opportunity.Update', entity: { id: 1, status: 'Won' }, ...more };
      return (await fixture.ask('POST', `${collection}/explain`, { body })).json.data;
    };
    const unheard = { webhook_id: lead.id, decision: 'event-not-subscribed' };
    const mismatch = { field: 'status', operator: 'eq', wanted: 'Open', actual: 'Won' };
    expect(await explain({})).toEqual([{ webhook_id: open.id, decision: 'filter', mismatch }, unheard]);
    expect(await explain({ entity: { status: 1 } })).toEqual([{ webhook_id: open.id, decision: 'matched' }, unheard]);
    expect(await explain({ skip_keys: ['sync'] })).toEqual([{ webhook_id: open.id, decision: 'skip-key' }, unheard]);
    expect(fixture.sender.requests).toEqual([]);
  });
});
