import { describe, expect, it } from 'vitest';
import { createRestApi } from '../src/index.ts';
import { registration, startRest } from './rest-fixture.ts';

const collection = '/entities/Webhooks';

describe('POST (RS-1)', () => {
  it('answers 201 with the webhook, the secret beside it, and where it is', async () => {
    const { ask } = startRest();
    const { status, json, headers } = await ask('POST', collection, { body: registration });
    expect(status).toBe(201);
    expect(json).toEqual({
      success: true,
      data: {
        ...registration,
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        options: {},
        is_deleted: false,
        is_delete_protected: false,
        status: 'active',
        created: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\+00:00$/),
        modified: expect.any(String),
        application_id: null,
        client_id: null,
      },
      secret: expect.stringMatching(/^whsec_/),
    });
    expect(headers.get('location')).toBe(`${collection}/${json.data.id}`);
    expect((await ask('GET', `${collection}/${json.data.id}`)).json).toEqual({ success: true, data: json.data });
  });

  it("registers with the caller's ids", async () => {
    const callers = { ann: { tenant: 'acme', clientId: 'client-1', applicationId: 'app-1' } };
    const { register } = startRest({ callers });
    expect(await register({}, 'ann')).toMatchObject({ client_id: 'client-1', application_id: 'app-1' });
  });

  it('takes nothing of a context of the host that the caller has not', async () => {
    const context = () => ({ tenant: 'other', clientId: 'stranger', skipKeys: 'sync' });
    const { register, webhooks } = startRest({ engine: { context } });
    expect(await register()).toMatchObject({ client_id: null });
    expect((await webhooks.registry.list({}, { tenant: 'other' })).items).toEqual([]);
  });

  it('never shows a signature or a secret again (SI-4)', async () => {
    const { ask, register, webhooks } = startRest();
    const signature = '1b4e28ba-2fa1-41d2-883f-0016d3cca427';
    const created = await ask('POST', collection, { body: { ...registration, signature } });
    expect(created.text).not.toContain(signature);
    expect(created.json).not.toHaveProperty('secret');
    const { id } = await register();
    const { secret } = await webhooks.registry.rotateSecret(id, { tenant: 'acme' });
    const reads = ['', `/${id}`, `/${created.json.data.id}`].map((path) => ask('GET', `${collection}${path}`));
    const changes = [
      ask('PATCH', `${collection}/${id}`, { body: { insecure_ssl: true } }),
      ask('PATCH', `${collection}/${created.json.data.id}`, { body: { signature } }),
      ask('PATCH', `${collection}/${created.json.data.id}`, { body: { signature: 'not a uuid but secret' } }),
    ];
    for (const { text } of await Promise.all([...reads, ...changes])) {
      expect(text).not.toContain(signature);
      expect(text).not.toContain('but secret');
      expect(text).not.toContain('whsec_');
      expect(text).not.toContain(secret);
      expect(text).not.toContain('"settings"');
    }
  });

  it('names in warnings what has no effect (OP-3)', async () => {
    const { ask } = startRest();
    const body = { ...registration, colour: 'red', options: { entity: { Lead: {} }, wish: 1 } };
    const { json } = await ask('POST', collection, { body });
    expect(json.warnings.map(({ path }: { path: string }) => path).sort()).toEqual([
      'colour',
      'options.entity.Lead',
      'options.wish',
    ]);
    expect(json.data.options).toEqual(body.options);
  });
});

describe('Idempotency-Key', () => {
  it('answers a repeat with the same resource, without the secret', async () => {
    const { ask } = startRest();
    const again = { body: registration, headers: { 'idempotency-key': 'order 7' } };
    const first = await ask('POST', collection, again);
    const second = await ask('POST', collection, again);
    expect(second.status).toBe(201);
    expect(second.json).toEqual({ success: true, data: first.json.data });
    expect((await ask('GET', collection)).json.total).toBe(1);
  });

  it('is another for another tenant, and 409 for another body', async () => {
    const { ask, register } = startRest();
    const headers = { 'idempotency-key': 'order 7' };
    const { json } = await ask('POST', collection, { body: registration, headers });
    const theirs = await ask('POST', collection, { body: registration, headers, as: 'other' });
    expect(theirs.json.data.id).not.toBe(json.data.id);
    const { status, json: refused } = await ask('POST', collection, {
      body: { ...registration, insecure_ssl: true },
      headers,
    });
    expect([status, refused.name]).toEqual([409, 'ERROR_CONFLICT']);
    await register();
  });
});

describe('GET', () => {
  it('shows only the fields that load-only lists', async () => {
    const { ask, register } = startRest();
    const { id } = await register({ options: { skip_keys: ['a'], chunk_size: 5 } });
    const { json } = await ask('GET', `${collection}/${id}?load-only=id,options.chunk_size`);
    expect(json.data).toEqual({ id, options: { chunk_size: 5 } });
    expect((await ask('GET', `${collection}?load-only=id`)).json.data).toEqual([{ id }]);
  });

  it('knows deleted ones only by include-deleted (RS-3)', async () => {
    const { ask, register } = startRest();
    const { id } = await register();
    expect((await ask('DELETE', `${collection}/${id}`)).json).toEqual({ success: true, data: id });
    expect((await ask('GET', `${collection}/${id}`)).status).toBe(404);
    expect((await ask('GET', collection)).json).toMatchObject({ total: 0, data: [] });
    expect((await ask('GET', `${collection}/${id}?include-deleted=1`)).json.data).toMatchObject({
      id,
      is_deleted: true,
    });
    expect((await ask('GET', `${collection}?include-deleted=true`)).json.data).toHaveLength(1);
    for (const method of ['PATCH', 'DELETE']) {
      expect((await ask(method, `${collection}/${id}`, { body: {} })).status).toBe(404);
    }
  });

  it('answers 304 to who has it as it is', async () => {
    const { ask, register } = startRest();
    const { id } = await register();
    const etag = (await ask('GET', `${collection}/${id}`)).headers.get('etag') ?? '';
    const known = { headers: { 'if-none-match': `"x", W/${etag}` } };
    expect(await ask('GET', `${collection}/${id}`, known)).toMatchObject({ status: 304, text: '' });
    await ask('PATCH', `${collection}/${id}`, { body: { insecure_ssl: true } });
    expect((await ask('GET', `${collection}/${id}`, known)).status).toBe(200);
  });
});

describe('PATCH (RS-2)', () => {
  it('leaves what is left out, and replaces options whole', async () => {
    const { ask, register } = startRest();
    const { id, ...rest } = await register({ options: { skip_keys: ['a'], chunk_size: 5 } });
    const { status, json } = await ask('PATCH', `${collection}/${id}`, { body: { options: { chunk_delay: 1 } } });
    expect(status).toBe(200);
    expect(json).toEqual({
      success: true,
      data: { ...rest, id, options: { chunk_delay: 1 }, modified: json.data.modified },
    });
  });

  it.each([
    { method: 'PATCH', body: { url: 'https://late.example' } },
    { method: 'DELETE', body: undefined },
  ])('$method with an If-Match of an earlier state is 412 and changes nothing', async ({ method, body }) => {
    const { ask, register } = startRest();
    const { id } = await register();
    const path = `${collection}/${id}`;
    const seen = (await ask('GET', path)).headers.get('etag') ?? '';
    const changed = await ask('PATCH', path, { body: { insecure_ssl: true }, headers: { 'if-match': seen } });
    expect(changed.status).toBe(200);
    for (const tag of [seen, `W/${changed.headers.get('etag')}`, '"other"', '']) {
      const { status, json } = await ask(method, path, { body, headers: { 'if-match': tag } });
      expect([status, json.name, json.http_status]).toEqual([412, 'ERROR_PRECONDITION_FAILED', 412]);
    }
    expect((await ask('GET', path)).json.data).toEqual(changed.json.data);
    const now = `"other", ${changed.headers.get('etag')}`;
    expect((await ask(method, path, { body, headers: { 'if-match': now } })).status).toBe(200);
  });

  it.each(['PATCH', 'DELETE'])('%s with an If-Match is 412 where another was faster by a hair', async (method) => {
    const { webhooks, register, ask } = startRest();
    const { id } = await register();
    const scope = { tenant: 'acme' };
    // Somebody else's change comes between the reading and the writing of this one.
    const registry = new Proxy(webhooks.registry, {
      get(target, name) {
        if (name !== 'get') return Reflect.get(target, name).bind(target);
        return async (...given: Parameters<typeof target.get>) => {
          const read = await target.get(...given);
          await target.update(id, { insecure_ssl: true }, scope);
          return read;
        };
      },
    });
    const api = createRestApi({ webhooks: { ...webhooks, registry }, authenticate: () => scope });
    const etag = (await ask('GET', `${collection}/${id}`)).headers.get('etag') ?? '';
    const headers = { 'if-match': etag, 'content-type': 'application/json' };
    const body = method === 'PATCH' ? { body: '{"url": "https://late.example"}' } : {};
    const response = await api(new Request(`http://host.example${collection}/${id}`, { method, headers, ...body }));
    expect(response.status).toBe(412);
    expect((await ask('GET', `${collection}/${id}`)).json.data).toMatchObject({
      url: registration.url,
      insecure_ssl: true,
    });
  });

  it('takes If-Match: * of a webhook that is there', async () => {
    const { ask, register } = startRest();
    const { id } = await register();
    const headers = { 'if-match': '*' };
    expect((await ask('PATCH', `${collection}/${id}`, { body: {}, headers })).status).toBe(200);
  });
});

describe('DELETE', () => {
  it('of what is protected is 422 (RS-4)', async () => {
    const { ask, register } = startRest();
    const { id } = await register({ is_delete_protected: true });
    const { status, json } = await ask('DELETE', `${collection}/${id}`);
    expect(status).toBe(422);
    expect(json.field_errors).toMatchObject([{ field_name: 'is_delete_protected', code: 40002 }]);
    expect((await ask('GET', `${collection}/${id}`)).json.data.is_deleted).toBe(false);
  });
});

describe('batches (RS-4)', () => {
  async function three() {
    const fixture = startRest();
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) ids.push((await fixture.register()).id);
    const count = async () => (await fixture.ask('GET', collection)).json.total;
    return { ...fixture, ids, count };
  }
  const missing = '00000000-0000-7000-8000-000000000000';

  it('delete and restore all', async () => {
    const { ask, ids, count } = await three();
    const body = [...ids, ids[0]?.toUpperCase()];
    expect((await ask('POST', `${collection}/batch-delete`, { body })).json).toEqual({
      success: true,
      data: [...ids, ids[0]],
    });
    expect(await count()).toBe(0);
    expect((await ask('POST', `${collection}/batch-restore`, { body })).json).toEqual({
      success: true,
      data: [...ids, ids[0]],
    });
    expect(await count()).toBe(3);
  });

  it('do nothing where one is missing', async () => {
    const { ask, ids, count } = await three();
    const { status, json } = await ask('POST', `${collection}/batch-delete`, { body: [...ids, missing] });
    expect([status, json.name]).toEqual([404, 'ERROR_NOT_FOUND']);
    expect(await count()).toBe(3);
  });

  it('do nothing where one is protected, and say which', async () => {
    const { ask, ids, register, count } = await three();
    const guarded = await register({ is_delete_protected: true });
    const { status, json } = await ask('POST', `${collection}/batch-delete`, { body: [ids[0], ...ids, guarded.id] });
    expect([status, json.field_errors[0].field_name]).toEqual([422, '[4]']);
    expect(await count()).toBe(4);
  });

  it('do each for itself by rollback-method=1', async () => {
    const { ask, ids, register, count } = await three();
    const guarded = await register({ is_delete_protected: true });
    const body = [ids[0], missing, guarded.id, ids[2]];
    const { status, json } = await ask('POST', `${collection}/batch-delete?rollback-method=1`, { body });
    expect(status).toBe(200);
    expect(json).toEqual({
      success: false,
      data: [
        ids[0],
        expect.objectContaining({ success: false, http_status: 404 }),
        expect.objectContaining({ success: false, http_status: 422 }),
        ids[2],
      ],
    });
    expect(await count()).toBe(2);
  });
});
