import { response } from '@hookwright/testing';
import { expect, it } from 'vitest';
import { databaseKinds } from './databases/database-kinds.ts';
import { DatabaseScene } from './databases/database-scene.ts';
import { describeDatabases } from './databases/describe-databases.ts';

const url = 'https://receiver.test/';
const nasty = 'a\u0000b \ud800 c \udfff \u{1f600} \u2028 "\'\\ $1 ? %_;--';

describeDatabases(await databaseKinds(), (database) => {
  it('a NUL and lone surrogates in a record, its id and its keys arrive as they are (PA-3)', async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks, sender } = scene.engine();
    await webhooks.registry.create({ url, events: ['*'], insecure_ssl: false });
    const entity = { id: `id ${nasty}`, [nasty]: [nasty, { [nasty]: nasty }] };
    const relatedEntity = { name: nasty };
    await webhooks.publish({ event: 'Account.DocumentLinked', entity, relatedEntity });
    await webhooks.drain();
    const [request] = sender.requests;
    expect(request?.json()).toMatchObject([{ entity, related_entity: relatedEntity }]);
  });

  it('the same in every format, resent with the same bytes (DE-7)', async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks, sender } = scene.engine();
    for (const format of ['crm', 'standard', 'cloudevents'] as const) {
      await webhooks.registry.create({ url, events: ['*'], insecure_ssl: false }, {}, { format });
    }
    const { deliveryIds } = await webhooks.publish({ event: 'Account.Create', entity: { id: nasty } });
    await webhooks.drain();
    const bodies = sender.requests.map(({ text }) => text).sort();
    sender.clear();
    for (const id of deliveryIds) await webhooks.deliveries.resend(id);
    await webhooks.drain();
    expect(sender.requests.map(({ text }) => text).sort()).toEqual(bodies);
  });

  it('a registration keeps hostile options, events and keys as they were given (OP-2)', async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks } = scene.engine();
    const options = {
      entity: { Account: { filter: { [nasty]: [nasty, 'x'] } } },
      skip_keys: [nasty],
      unknown: { zebra: nasty, apple: [nasty] },
    };
    const { webhook } = await webhooks.registry.create({ url, events: ['*'], insecure_ssl: false, options });
    expect((await webhooks.registry.get(webhook.id)).options).toEqual(options);
    const elsewhere = scene.engine();
    expect(JSON.stringify((await elsewhere.webhooks.registry.get(webhook.id)).options)).toBe(JSON.stringify(options));
    const matching = { event: 'Account.Create', entity: { id: 1, [nasty]: nasty } } as const;
    expect((await elsewhere.webhooks.publish(matching)).notifications).toBe(1);
    expect((await elsewhere.webhooks.publish(matching, { skipKeys: nasty })).notifications).toBe(0);
  });

  it('what a receiver answers is kept, whatever it is (DE-7)', async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks, sender } = scene.engine({ attempts: 'full', retry: { delaysMs: [0, 0, 0], jitter: 0 } });
    await webhooks.registry.create({ url, events: ['*'], insecure_ssl: false });
    const headers = { 'x-nul': nasty, 'content-type': 'text/plain' };
    sender.respond(
      response(500, { body: nasty, headers }),
      { kind: 'failure', code: 'CONNECTION_RESET', message: nasty },
      {
        kind: 'response',
        status: 503,
        headers: {},
        body: Uint8Array.from({ length: 4_096 }, (_, index) => index % 256),
      },
      response(200, { body: nasty, headers }),
    );
    const { deliveryIds } = await webhooks.publish({ event: 'Account.Create', entity: { id: 1 } });
    await webhooks.drain();
    const attempts = await webhooks.deliveries.attempts(deliveryIds[0] ?? '');
    expect(attempts.map(({ status, code }) => ({ status, code }))).toEqual([
      { status: 500, code: 'HTTP_500' },
      { status: null, code: 'CONNECTION_RESET' },
      { status: 503, code: 'HTTP_503' },
      { status: 200, code: null },
    ]);
    // A lone surrogate is no text that can be sent, and a NUL none that every database can keep; the rest is.
    const body = new TextDecoder().decode(new TextEncoder().encode(nasty)).replaceAll('\u0000', '\ufffd');
    expect([attempts[0]?.responseBody, attempts[3]?.responseBody]).toEqual([body, body]);
    for (const attempt of [attempts[0], attempts[3]]) {
      expect(attempt?.responseHeaders?.['x-nul']).toContain('$1 ? %_;--');
      expect(attempt?.responseHeaders?.['content-type']).toBe('text/plain');
    }
    expect(attempts[1]?.message).toContain('$1 ? %_;--');
  });

  it('a body of 1 MiB, and twenty of them in one publish', { timeout: 60_000 }, async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks, sender } = scene.engine();
    await webhooks.registry.create({ url, events: ['*'], insecure_ssl: false });
    const note = '\u{1f600}ä'.repeat(174_000);
    const entities = Array.from({ length: 20 }, (_, index) => ({ id: index, note }));
    expect(Buffer.byteLength(note)).toBeGreaterThan(1_000_000);
    await webhooks.publish(entities.map((entity) => ({ event: 'Account.Create', entity })));
    await webhooks.drain();
    expect(sender.requests).toHaveLength(20);
    const arrived = sender.requests.map(
      (request) => (request.json() as [{ entity: { id: number; note: string } }])[0].entity,
    );
    expect(arrived.map(({ id }) => id).sort((a, b) => a - b)).toEqual(entities.map(({ id }) => id));
    expect(arrived.every((entity) => entity.note === note)).toBe(true);
  });

  it('seven thousand changes in one publish', { timeout: 60_000 }, async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks, sender } = scene.engine({ dispatch: { concurrency: 1_000, perWebhookConcurrency: 1_000 } });
    await webhooks.registry.create({ url, events: ['*'], insecure_ssl: false, options: { chunk_size: 1 } });
    const changes = Array.from({ length: 7_000 }, (_, id) => ({ event: 'Account.Create' as const, entity: { id } }));
    expect((await webhooks.publish(changes)).deliveryIds).toHaveLength(7_000);
    await webhooks.drain();
    expect(new Set(sender.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(7_000);
    expect((await scene.list({ tenant: 'default', statuses: ['pending', 'sending'] })).items).toEqual([]);
  });
});
