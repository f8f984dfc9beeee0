import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenJsonOf, type JsonSchema, jsonOf } from './json-of-schema.ts';
import { type Operation, ResponseChecker } from './response-checker.ts';
import { type Ask, type Json, registration, startRest } from './rest-fixture.ts';

const seed = 20_260_101;
const stackTrace = /\bat .+:\d+:\d+|node_modules|\.ts\b/;

async function start() {
  const fixture = startRest({ engine: { limits: { maxWebhooksPerTenant: 50 } } });
  const { json: document } = await fixture.ask('GET', '/openapi.json', { as: null });
  const webhook = await fixture.register({ is_delete_protected: true });
  const deleted = await fixture.register();
  await fixture.ask('DELETE', `/entities/Webhooks/${deleted.id}`);
  const { deliveryIds } = await fixture.webhooks.publish(
    { event: 'Account.Create', entity: { id: 1 } },
    { tenant: 'acme' },
  );
  await fixture.webhooks.drain();
  const { end_cursor: cursor } = (await fixture.ask('GET', '/entities/Webhooks')).json.page_info;
  return {
    ...fixture,
    document,
    checker: new ResponseChecker(document),
    ids: [webhook.id, deleted.id, deliveryIds[0] ?? ''],
    cursor,
  };
}

type Started = Awaited<ReturnType<typeof start>>;

interface FuzzedRequest extends Ask {
  readonly operation: Operation;
  readonly path: string;
}

/** Requests to an operation: most of them as the document says, some with one thing that is not. */
function requestsTo(operation: Operation, { document, ids, cursor }: Started): fc.Arbitrary<FuzzedRequest> {
  const { schemas } = document.components;
  const parameters: readonly Json[] = operation.description.parameters;
  const mostly = (schema: JsonSchema) =>
    fc.oneof({ weight: 3, arbitrary: jsonOf(schema, schemas) }, { weight: 1, arbitrary: fc.string() });
  const id = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...ids) },
    fc.uuid(),
    fc.string({ minLength: 1 }).filter((text) => !/^\.\.?$/.test(text)),
  );
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const query = fc
    .tuple(
      fc.record(
        Object.fromEntries(
          inQuery.map(({ name, schema }) => {
            const isCursor = ['after', 'before'].includes(name);
            return [name, isCursor ? fc.oneof(fc.constant(cursor), fc.string()) : mostly(schema)];
          }),
        ),
      ),
      // All at once would contradict each other.
      fc.subarray(
        inQuery.map(({ name }): string => name),
        { maxLength: Math.min(2, inQuery.length) },
      ),
    )
    .map(([all, names]: [Record<string, unknown>, string[]]) =>
      Object.fromEntries(names.map((name) => [name, all[name]])),
    );
  const headers = fc.record(
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === 'header')
        .map(({ name }) => [name, fc.string({ unit: fc.constantFrom('"', '*', 'a', ',', ' ') })]),
    ),
    { requiredKeys: [] },
  );
  const schema: JsonSchema | undefined = operation.description.requestBody?.content['application/json'].schema;
  const body =
    schema === undefined
      ? fc.constant(undefined)
      : fc.oneof(
          { weight: 3, arbitrary: jsonOf(schema, schemas).map((json) => withKnown(json, ids.at(-1))) },
          { weight: 2, arbitrary: brokenJsonOf(schema, schemas) },
          { weight: 1, arbitrary: fc.string() },
        );
  return fc.record({ id, query, headers, body }).map((given) => ({
    operation,
    path: `${operation.path.replace('{id}', encodeURIComponent(given.id))}${textOf(given.query)}`,
    headers: given.headers as Record<string, string>,
    ...(given.body === undefined
      ? {}
      : { body: typeof given.body === 'string' ? given.body : JSON.stringify(given.body) }),
  }));
}

/** A url that can be sent to, a delivery and an event that there are: else nothing would ever be registered, sent again or explained. */
function withKnown(json: unknown, delivery = ''): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  const known = { url: registration.url, delivery_id: delivery, event: 'Account.Update' };
  return { ...json, ...Object.fromEntries(Object.entries(known).filter(([name]) => Object.hasOwn(json, name))) };
}

function textOf(query: Readonly<Record<string, unknown>>): string {
  const pairs: [string, string][] = Object.entries(query).flatMap(([name, value]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return [[name, String(value)] as [string, string]];
    return Object.entries(value).map(([field, wanted]) => [`${name}[${field}]`, String(wanted)] as [string, string]);
  });
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

describe('requests made of the document', () => {
  it('get no 500, no stack trace, and no answer outside of it', async () => {
    const started = await start();
    const { ask, checker, errors } = started;
    const statuses = new Map<string, Set<number>>();
    const requests = fc.oneof(...checker.operations.map((operation) => requestsTo(operation, started)));
    await fc.assert(
      fc.asyncProperty(requests, async ({ operation, path, ...more }) => {
        const answer = await ask(operation.method, path, more);
        const name = operation.description.operationId;
        statuses.set(name, (statuses.get(name) ?? new Set()).add(answer.status));
        expect(checker.problemOf(operation, answer)).toBeNull();
        expect(answer.status).toBeLessThan(500);
        expect(answer.text).not.toMatch(stackTrace);
      }),
      { seed, numRuns: 3_000 },
    );
    expect(errors).toEqual([]);
    // It came through to every operation, and was refused by most.
    for (const { description } of checker.operations) {
      const found = [...(statuses.get(description.operationId) ?? [])];
      expect(
        found.some((status) => status < 300),
        `${description.operationId}: ${found}`,
      ).toBe(true);
    }
  }, 120_000);

  it('are refused by the schema only where the engine refuses them too', async () => {
    const { ask, webhooks } = startRest();
    const { json: document } = await ask('GET', '/openapi.json', { as: null });
    const { schemas } = document.components;
    const inputs = fc.oneof(
      jsonOf(schemas.WebhookInput, schemas).map((json) => withKnown(json)),
      brokenJsonOf(schemas.WebhookInput, schemas).map((json) => withKnown(json)),
    );
    await fc.assert(
      fc.asyncProperty(inputs, async (given) => {
        // What JSON cannot hold, and what is refused before any schema, is not meant here.
        const text = JSON.stringify(given);
        const isAccepted = await webhooks.registry.create(JSON.parse(text), { tenant: 'other' }).then(
          () => true,
          () => false,
        );
        const { status } = await ask('POST', '/entities/Webhooks', { body: text, as: 'third' });
        if (isAccepted) expect([201, 400]).toContain(status);
        else expect(status).not.toBe(201);
      }),
      { seed, numRuns: 1_000 },
    );
  }, 120_000);
});
