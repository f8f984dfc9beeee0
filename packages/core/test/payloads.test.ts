import { describe, expect, it } from 'vitest';
import type { WebhookOptions } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';
import { deliver, notifiedOnce, storeModes, subscribe } from './host-fixture.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const startedAt = '2026-01-01 00:00:00.000000+00:00';
const change = { event: 'Account.Create', entity: { id: 'a1', name: 'Acme' } } as const;

describe('the crm format', () => {
  it('PA-1, PA-2, PA-4: is a list of items with exactly these keys, in this order', async () => {
    const engine = startEngine();
    const { webhook } = await subscribe(engine, 'Account.*', { options: { skip_keys: ['x'] } });
    await engine.clock.advance(1_234);
    await engine.webhooks.publish(change, { tenant: 'default' });
    await engine.webhooks.drain();
    expect(engine.sender.requests.map(({ text }) => text)).toEqual([
      `[{"webhook":{"id":"${webhook.id}","url":"https://hooks.example/crm","events":["Account.*"],` +
        `"options":{"skip_keys":["x"]},"insecure_ssl":false,"is_deleted":false,"created":"${startedAt}",` +
        `"modified":"${startedAt}","application_id":null,"client_id":null},"event":"Account.Create",` +
        '"event_time":"2026-01-01 00:00:01.234000+00:00","team_space_id":"default",' +
        '"entity":{"id":"a1","name":"Acme"},"related_entity":null}]',
    ]);
    expect(webhook.id).toMatch(uuid);
    expect(engine.sender.requests[0]?.headers['content-type']).toBe('application/json');
  });

  it('PA-1: has the secondary record of the event', async () => {
    const engine = startEngine();
    await subscribe(engine, '*');
    await engine.webhooks.publish({
      event: 'Task.Comment',
      entity: { id: 't' },
      relatedEntity: { id: 'c', text: 'done' },
    });
    expect(await notifiedOnce(engine)).toMatchObject({
      entity: { id: 't' },
      related_entity: { id: 'c', text: 'done' },
    });
  });

  it.each<[string, WebhookOptions | null | undefined]>([
    ['none', undefined],
    ['null', null],
    ['{}', {}],
  ])('PA-2: shows options that are %s as {}', async (_name, options) => {
    const engine = startEngine();
    const { registry, publish } = engine.webhooks;
    await registry.create({ url: 'https://hooks.example', events: ['*'], insecure_ssl: true, options });
    await publish.call(engine.webhooks, change);
    expect((await notifiedOnce(engine)).webhook).toMatchObject({ options: {}, insecure_ssl: true });
  });

  it('PA-2: shows what the host gave at registration, and no secret', async () => {
    const engine = startEngine({ payload: { applicationId: '11111111-1111-4111-8111-111111111111' } });
    const clientId = '22222222-2222-4222-8222-222222222222';
    const applicationId = '33333333-3333-4333-8333-333333333333';
    const signature = '44444444-4444-4444-8444-444444444444';
    const { secret } = await subscribe(engine, '*', { scope: { clientId } });
    await subscribe(engine, '*', { scope: { applicationId }, signature });
    await engine.webhooks.publish(change);
    const [first, second] = (await deliver(engine)).flat();
    expect(first?.webhook).toMatchObject({
      client_id: clientId,
      application_id: '11111111-1111-4111-8111-111111111111',
    });
    expect(second?.webhook).toMatchObject({ client_id: null, application_id: applicationId });
    expect(JSON.stringify([first, second])).not.toContain(String(secret).slice('whsec_'.length));
    expect(JSON.stringify([first, second])).not.toContain(signature);
    expect(second?.webhook).not.toHaveProperty('signature');
  });

  it('PA-2, PA-4: shows when the webhook was changed', async () => {
    const engine = startEngine();
    const { webhook } = await subscribe(engine, '*');
    await engine.clock.advance(60_000);
    await engine.webhooks.registry.update(webhook.id, { url: 'https://new.example' });
    await engine.webhooks.publish(change);
    expect((await notifiedOnce(engine)).webhook).toMatchObject({
      url: 'https://new.example',
      created: startedAt,
      modified: '2026-01-01 00:01:00.000000+00:00',
    });
  });

  it.each<[string, number | Date | undefined, string]>([
    ['Unix ms', 0, '1970-01-01 00:00:00.000000+00:00'],
    ['a Date', new Date(Date.UTC(2024, 6, 9, 12, 51, 48, 50)), '2024-07-09 12:51:48.050000+00:00'],
    ['a fraction of a ms', 0.9, '1970-01-01 00:00:00.000000+00:00'],
    ['nothing: now', undefined, startedAt],
  ])('PA-4: takes the time of the event from %s', async (_name, occurredAt, expected) => {
    const engine = startEngine();
    await subscribe(engine, '*');
    await engine.webhooks.publish({ ...change, occurredAt });
    expect((await notifiedOnce(engine)).event_time).toBe(expected);
  });
});

describe.each(storeModes)('PA-5: the extras over $mode', ({ newStore }) => {
  const withChanges = { payload: { changes: true } };

  it('are there where they are asked for, and there alone', async () => {
    const engine = startEngine({ store: newStore(), ...withChanges });
    await subscribe(engine, '*');
    await engine.webhooks.recordChange('Account', [
      { before: { id: 1, name: 'a', gone: 1, same: [1] }, after: { id: 1, name: 'b', same: [1], at: new Date(0) } },
      { after: { id: 2 } },
    ]);
    const [updated, created] = (await deliver(engine)).flat();
    expect(updated).toMatchObject({
      changed_fields: expect.arrayContaining(['name', 'gone', 'at']) as unknown,
      previous: { name: 'a', gone: 1, at: null },
    });
    expect((updated as unknown as { changed_fields: string[] }).changed_fields).toHaveLength(3);
    expect(created).toMatchObject({ changed_fields: null, previous: null });
    const without = startEngine({ store: newStore() });
    await subscribe(without, '*');
    await without.webhooks.recordChange('Account', { before: { id: 1 }, after: { id: 2 } });
    expect(Object.keys(await notifiedOnce(without))).toEqual([
      'webhook',
      'event',
      'event_time',
      'team_space_id',
      'entity',
      'related_entity',
    ]);
  });

  it('show what the host says has changed, where there is no before', async () => {
    const engine = startEngine({ store: newStore(), ...withChanges });
    await subscribe(engine, '*');
    const changedFields = ['name'];
    const publishing = engine.webhooks.publish({
      event: 'Account.Update',
      entity: { id: 1, name: 'a' },
      changedFields,
    });
    changedFields.push('id');
    await publishing;
    expect(await notifiedOnce(engine)).toMatchObject({ changed_fields: ['name'], previous: null });
  });

  it('show nothing that load-only hides', async () => {
    const engine = startEngine({ store: newStore(), ...withChanges });
    await subscribe(engine, '*', { options: { entity: { Account: { 'load-only': ['id', 'name'] } } } });
    await engine.webhooks.recordChange('Account', {
      before: { id: 1, name: 'a', salary: 1 },
      after: { id: 1, name: 'b', salary: 2 },
    });
    expect(await notifiedOnce(engine)).toMatchObject({ changed_fields: ['name'], previous: { name: 'a' } });
  });
});

describe('the other formats (PA-6)', () => {
  const changes = [
    { event: 'Account.Create', entity: { id: 'a1' } },
    { event: 'Contact.Update', entity: { id: 7 }, relatedEntity: { id: 'r' }, occurredAt: Date.UTC(2024, 0, 1) },
  ] as const;

  it('standard: one notification a request, in the order published', async () => {
    const engine = startEngine({ payload: { format: 'standard' } });
    const { webhook } = await subscribe(engine, '*');
    const receipt = await engine.webhooks.publish(changes, { tenant: 'default' });
    expect(receipt.deliveryIds).toHaveLength(2);
    await engine.webhooks.drain();
    expect(engine.sender.requests.map((request) => request.json())).toEqual([
      {
        type: 'Account.Create',
        timestamp: '2026-01-01T00:00:00.000Z',
        data: { entity: { id: 'a1' }, related_entity: null, webhook_id: webhook.id, team_space_id: 'default' },
      },
      {
        type: 'Contact.Update',
        timestamp: '2024-01-01T00:00:00.000Z',
        data: { entity: { id: 7 }, related_entity: { id: 'r' }, webhook_id: webhook.id, team_space_id: 'default' },
      },
    ]);
    expect(engine.sender.requests[0]?.headers['content-type']).toBe('application/json');
  });

  it('standard: waits by the groups that chunk_size would have made', async () => {
    const engine = startEngine({ payload: { format: 'standard' } });
    await subscribe(engine, '*', { options: { chunk_size: 2, chunk_delay: 10 } });
    await engine.webhooks.publish([1, 2, 3, 4, 5].map((id) => ({ event: 'Account.Create', entity: { id } }) as const));
    const sentSoFar = async () => (await deliver(engine)).length;
    expect(await sentSoFar()).toBe(2);
    await engine.clock.advance(10_000);
    expect(await sentSoFar()).toBe(2);
    await engine.clock.advance(10_000);
    expect(await sentSoFar()).toBe(1);
  });

  it('cloudevents: always a batch', async () => {
    const engine = startEngine({ payload: { format: 'cloudevents' } });
    await subscribe(engine, '*', { scope: { tenant: 'acme & co' } });
    const { deliveryIds } = await engine.webhooks.publish(changes, { tenant: 'acme & co' });
    await engine.webhooks.drain();
    const [request] = engine.sender.requests;
    expect(request?.headers['content-type']).toBe('application/cloudevents-batch+json');
    expect(request?.json()).toEqual([
      {
        specversion: '1.0',
        id: `${deliveryIds[0]}_0`,
        source: '/acme%20%26%20co',
        type: 'Account.Create',
        subject: 'a1',
        time: '2026-01-01T00:00:00.000Z',
        datacontenttype: 'application/json',
        data: { entity: { id: 'a1' }, related_entity: null },
      },
      {
        specversion: '1.0',
        id: `${deliveryIds[0]}_1`,
        source: '/acme%20%26%20co',
        type: 'Contact.Update',
        subject: '7',
        time: '2024-01-01T00:00:00.000Z',
        datacontenttype: 'application/json',
        data: { entity: { id: 7 }, related_entity: { id: 'r' } },
      },
    ]);
  });

  it('have the extras beside entity (PA-5)', async () => {
    for (const format of ['standard', 'cloudevents'] as const) {
      const engine = startEngine({ payload: { format, changes: true } });
      await subscribe(engine, '*');
      await engine.webhooks.recordChange('Account', { before: { id: 1, name: 'a' }, after: { id: 1, name: 'b' } });
      await engine.webhooks.drain();
      const body = engine.sender.requests[0]?.json();
      const [item] = [body].flat() as { data: unknown }[];
      expect(item?.data).toMatchObject({ entity: { name: 'b' }, changed_fields: ['name'], previous: { name: 'a' } });
    }
  });

  it('are chosen by the webhook before the engine', async () => {
    const engine = startEngine({ payload: { format: 'standard' } });
    await subscribe(engine, '*', { url: 'https://crm.example', settings: { format: 'crm' } });
    await subscribe(engine, '*', { url: 'https://cloud.example', settings: { format: 'cloudevents' } });
    await subscribe(engine, '*', { url: 'https://standard.example' });
    await engine.webhooks.publish(change);
    await engine.webhooks.drain();
    const keys = engine.sender.requests.map((request) => [
      request.url,
      Object.keys([request.json()].flat()[0] as object)[0],
    ]);
    expect(Object.fromEntries(keys)).toEqual({
      'https://crm.example': 'webhook',
      'https://cloud.example': 'specversion',
      'https://standard.example': 'type',
    });
  });
});
