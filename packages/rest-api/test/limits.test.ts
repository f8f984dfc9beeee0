import { describe, expect, it } from 'vitest';
import { createRestApi } from '../src/index.ts';
import { registration, startRest } from './rest-fixture.ts';

const collection = '/entities/Webhooks';

describe('requests of a tenant', () => {
  it('above the limit are 429 with Retry-After, and no other tenant is', async () => {
    const { ask } = startRest({ limits: { maxRequestsPerSecond: 3 } });
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask('GET', collection)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.json).toMatchObject({ success: false, code: 429, name: 'ERROR_RATE_LIMITED', http_status: 429 });
    expect(refused?.headers.get('retry-after')).toBe('1');
    expect((await ask('GET', collection, { as: 'other' })).status).toBe(200);
    expect((await ask('GET', collection, { as: null })).status).toBe(401);
  });

  it('are counted by the limiter of the host', async () => {
    const counted: string[] = [];
    const consume = async (tenant: string) => {
      counted.push(tenant);
      if (counted.length > 1) throw { msBeforeNext: 12_345 };
    };
    const { ask, errors } = startRest({ rateLimiter: { consume } });
    expect((await ask('GET', collection)).status).toBe(200);
    const { status, headers } = await ask('POST', collection, { body: registration });
    expect([status, headers.get('retry-after'), counted]).toEqual([429, '13', ['acme', 'acme']]);
    expect(errors).toEqual([]);
  });

  it('are 500 where that one fails, and the host is told', async () => {
    const fault = new Error('ECONNREFUSED 10.0.0.7:6379');
    const { ask, errors } = startRest({ rateLimiter: { consume: () => Promise.reject(fault) } });
    const { status, text } = await ask('GET', collection);
    expect([status, errors]).toEqual([500, [fault]]);
    expect(text).not.toContain('10.0.0.7');
  });
});

describe('limits', () => {
  it.each([
    {
      limits: { maxBodyBytes: 100 },
      body: { ...registration, url: `https://x.example/${'a'.repeat(100)}` },
      status: 413,
    },
    { limits: { maxDepth: 3 }, body: { ...registration, options: { a: { b: {} } } }, status: 422 },
    { limits: { maxListItems: 2 }, body: { ...registration, events: ['*', '*', '*'] }, status: 422 },
  ])('of a body: $limits', async ({ limits, body, status }) => {
    const { ask } = startRest({ limits });
    expect((await ask('POST', collection, { body })).status).toBe(status);
    expect((await startRest().ask('POST', collection, { body })).status).toBe(201);
  });

  it('of a batch', async () => {
    const { ask, register } = startRest({ limits: { maxBatchIds: 1 } });
    const ids = [(await register()).id, (await register()).id];
    expect((await ask('POST', `${collection}/batch-delete`, { body: ids })).status).toBe(422);
    expect((await ask('POST', `${collection}/batch-delete`, { body: ids.slice(1) })).status).toBe(200);
  });

  it.each([
    { engine: { limits: { maxWebhooksPerTenant: 1 } }, body: registration, status: 409, name: 'ERROR_CONFLICT' },
    {
      engine: { limits: { maxEventsPerWebhook: 2 } },
      body: { ...registration, events: ['Lead.*', 'Task.*', 'Email.*'] },
      status: 422,
      name: 'ERROR_ENTITY_VALIDATION',
    },
    {
      engine: { limits: { maxOptionsDepth: 2 } },
      body: { ...registration, options: { a: { b: { c: {} } } } },
      status: 422,
      name: 'ERROR_ENTITY_VALIDATION',
    },
  ])('of the engine: $engine', async ({ engine, body, status, name }) => {
    const { ask, register } = startRest({ engine });
    await register();
    const { json } = await ask('POST', collection, { body });
    expect(json).toMatchObject({ success: false, http_status: status, name });
    expect((await ask('GET', collection)).json.total).toBe(1);
  });

  it.each([
    [{ maxBodyBytes: 0 }, 'limits.maxBodyBytes: expected a whole number ≥ 1, got 0'],
    [{ maxBatchIds: 1_001 }, 'limits.maxBatchIds: expected a whole number 1…1000, got 1001'],
    [
      { maxDepth: 1.5, maxbody: 1 },
      'limits.maxDepth: expected a whole number ≥ 1, got 1.5\nlimits.maxbody: unknown; expected one of maxBodyBytes',
    ],
  ])('that cannot be are refused at once: %j', (limits, message) => {
    const { webhooks } = startRest();
    expect(() => createRestApi({ webhooks, authenticate: () => null, limits })).toThrow(message);
  });

  it.each(['api', '/api/', '/', '/a b', '/a?b', '//', '/..', '/a/../b', '/.'])(
    'and so is the base path %j',
    (basePath) => {
      const { webhooks } = startRest();
      expect(() => createRestApi({ webhooks, authenticate: () => null, basePath })).toThrow(RangeError);
    },
  );
});

describe('a body that is too large', () => {
  it('is refused of a request that the host has cloned too', async () => {
    const { webhooks } = startRest();
    const api = createRestApi({ webhooks, authenticate: () => ({ tenant: 'acme' }), limits: { maxBodyBytes: 100 } });
    const headers = { 'content-type': 'application/json' };
    const request = new Request(`http://host.example${collection}`, {
      method: 'POST',
      headers,
      body: 'x'.repeat(200_000),
    });
    // The other one is never read: nobody waits for it.
    const kept = request.clone();
    expect((await api(request)).status).toBe(413);
    expect(kept.bodyUsed).toBe(false);
  });
});
