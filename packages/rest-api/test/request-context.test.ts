import { createServer, request as httpRequest } from 'node:http';
import { type HttpBindings, serve } from '@hono/node-server';
import { createWebhooks, type Webhooks } from '@hookwright/core';
import { memoryStore } from '@hookwright/store-memory';
import { recordingSender } from '@hookwright/testing';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RequestContext, requestContext, skipKeysOf, toRouteHandlers } from '../src/index.ts';
import { closed, type Host, listen } from './frameworks.ts';

/** A host's own API: a POST to `/accounts` reports a change, and passes nothing on of the request that it came with. */
type StartCrm = (context: RequestContext, save: (account: object) => Promise<unknown>) => Promise<Host>;

const crms: readonly { readonly name: string; readonly start: StartCrm }[] = [
  {
    name: 'node:http',
    start: (context, save) =>
      listen(
        createServer((request, response) => {
          const values = { tenant: request.headersDistinct['x-tenant']?.[0], skipKeys: skipKeysOf(request) };
          context.run(values, async () => {
            const account = JSON.parse((await request.toArray()).join(''));
            response.end(JSON.stringify(await save(account)));
          });
        }),
      ),
  },
  {
    name: 'Express 5',
    start: (context, save) => {
      const app = express();
      app.use((request, _response, next) =>
        context.run({ tenant: request.get('x-tenant'), skipKeys: skipKeysOf(request) }, next),
      );
      app.use(express.json());
      app.post('/accounts', async (request, response) => {
        response.json(await save(request.body));
      });
      return listen(createServer(app));
    },
  },
  {
    name: 'Fastify 5',
    start: async (context, save) => {
      const app = fastify();
      app.addHook('preHandler', ({ raw }, _reply, done) =>
        context.run({ tenant: raw.headersDistinct['x-tenant']?.[0], skipKeys: skipKeysOf(raw) }, done),
      );
      app.post('/accounts', ({ body }) => save(body as object));
      return { origin: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() };
    },
  },
  {
    name: 'Hono',
    start: (context, save) => {
      const app = new Hono<{ Bindings: HttpBindings }>();
      app.use(({ req, env }, next) =>
        context.run({ tenant: req.header('x-tenant'), skipKeys: skipKeysOf(env.incoming as never) }, next),
      );
      app.post('/accounts', async ({ req, json }) => json((await save(await req.json())) as object));
      return new Promise((resolve) => {
        const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
          resolve({ origin: `http://127.0.0.1:${port}`, close: () => closed(server as never) }),
        );
      });
    },
  },
];

/** Sends a change with headers of whatever number. @returns how many webhooks were notified */
function post(origin: string, tenant: string, skipKeys: readonly string[], account: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'x-tenant': tenant, 'webhook-skip-key': [...skipKeys] };
    const request = httpRequest(`${origin}/accounts`, { method: 'POST', headers, agent: false });
    request.on('error', reject).on('response', async (response) => {
      resolve(JSON.parse((await response.toArray()).join('')).notifications);
    });
    request.end(JSON.stringify(account));
  });
}

describe.each(crms)('requestContext under $name', ({ start }) => {
  const context = requestContext();
  const sender = recordingSender();
  const webhooks = createWebhooks({ store: memoryStore(), senders: [sender], tenancy: 'required', context });
  /** Saves that are held until there are so many, so that all of them are under way at once. */
  const held: (() => void)[] = [];
  let heldCount = 1;
  let host: Host;

  beforeAll(async () => {
    for (const tenant of ['acme', 'other']) {
      const options = { skip_keys: ['sync', 'a, b'] };
      await webhooks.registry.create(
        { url: `https://${tenant}.example`, events: ['*'], insecure_ssl: false, options },
        { tenant },
      );
    }
    host = await start(context, async (account) => {
      await new Promise<void>((resolve) => {
        held.push(resolve);
        // Each goes on in the last one's turn.
        if (held.length === heldCount) for (const goOn of held.splice(0)) goOn();
      });
      return webhooks.recordChange('Account', { after: account });
    });
  });
  afterAll(async () => {
    await host.close();
    await webhooks.stop();
  });

  it.each<[string, readonly string[], number]>([
    ['no key', [], 1],
    ['its key', ['sync'], 0],
    ['another key', ['Sync'], 1],
    ['a repeated header', ['else', 'sync'], 0],
    ['one value with a comma, which is one key', ['a, b'], 0],
    ['two values that a comma would make into its key', ['a', 'b'], 1],
    ['a key within a list of one header, which is one key', ['sync, else'], 1],
  ])('a change by a request with %s (SK-1)', async (_name, keys, expected) => {
    expect(await post(host.origin, 'acme', keys, { id: '1' })).toBe(expected);
  });

  it('never gives one request what is of another that is answered at the same time', async () => {
    await webhooks.drain();
    sender.clear();
    heldCount = 40;
    const requests = Array.from({ length: 40 }, (_, index) => {
      const tenant = index % 2 === 0 ? 'acme' : 'other';
      const keys = index % 4 < 2 ? ['sync'] : [];
      return post(host.origin, tenant, keys, { id: `${index}`, tenant, keys });
    });
    const notified = await Promise.all(requests);
    expect(notified).toEqual(Array.from({ length: 40 }, (_, index) => (index % 4 < 2 ? 0 : 1)));
    await webhooks.drain();
    expect(sender.requests).toHaveLength(20);
    for (const { url, text } of sender.requests) {
      for (const { team_space_id, entity } of JSON.parse(text)) {
        expect([url, entity.tenant]).toEqual([`https://${team_space_id}.example`, team_space_id]);
      }
    }
  });

  it('is nothing outside of a request', async () => {
    expect(context()).toBeUndefined();
    await expect(webhooks.recordChange('Account', { after: { id: '1' } })).rejects.toThrow('a tenant is required');
  });
});

describe('requestContext', () => {
  it('gives what a call leaves out, and who registers', async () => {
    const context = requestContext();
    const webhooks: Webhooks<never, never> | ReturnType<typeof createWebhooks> = createWebhooks({
      store: memoryStore(),
      senders: [recordingSender()],
      context,
    });
    const values = { tenant: 'acme', clientId: 'client-1', applicationId: 'app-1', skipKeys: ['sync'] };
    const input = {
      url: 'https://customer.example',
      events: ['*'],
      insecure_ssl: false,
      options: { skip_keys: ['sync'] },
    } as const;
    const { webhook } = await context.run(values, () => webhooks.registry.create(input));
    expect([webhook.client_id, webhook.application_id]).toEqual(['client-1', 'app-1']);
    const change = { event: 'Account.Create', entity: {} } as const;
    const count = async (given?: object) =>
      (await context.run(values, () => webhooks.publish(change, given))).notifications;
    expect(await count()).toBe(0);
    expect(await count({ skipKeys: [] })).toBe(1);
    expect(await count({ tenant: 'other', skipKeys: [] })).toBe(0);
  });

  it('nests, and returns what is returned', () => {
    const context = requestContext();
    const inner = context.run({ tenant: 'a' }, () => [
      context(),
      context.run({ tenant: 'b' }, () => context()),
      context(),
    ]);
    expect(inner.map((values) => values?.tenant)).toEqual(['a', 'b', 'a']);
  });

  it('wraps a route handler of Next.js', async () => {
    const context = requestContext();
    const seen: unknown[] = [];
    const { POST } = toRouteHandlers(async (request) => {
      await request.text();
      seen.push(context());
      return new Response();
    });
    const request = new Request('http://x.example', { method: 'POST', headers: { 'webhook-skip-key': 'sync' } });
    await context.run({ tenant: 'acme', skipKeys: skipKeysOf(request) }, () => POST(request));
    expect(seen).toEqual([{ tenant: 'acme', skipKeys: ['sync'] }]);
    expect(skipKeysOf(new Request('http://x.example'))).toEqual([]);
  });
});
