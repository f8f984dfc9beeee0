import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameworks, type Host } from './frameworks.ts';
import { type Json, registration, startRest } from './rest-fixture.ts';
import { seedOptionsRegistration, seedRegistrations } from './seed-texts.ts';

const maxBodyBytes = 65_536;

describe.each(frameworks)('$name', ({ isParsedBefore, start }) => {
  const fixture = startRest({ basePath: '/api', limits: { maxBodyBytes } });
  let host: Host;
  beforeAll(async () => {
    host = await start(fixture.api);
  });
  afterAll(() => host.close());

  const collection = '/api/entities/Webhooks';
  const headers = { authorization: 'acme', 'content-type': 'application/json' };
  const send = (method: string, path: string, body?: string, more: Record<string, string> = {}) =>
    fetch(`${host.origin}${path}`, {
      method,
      headers: { ...headers, ...more },
      ...(body === undefined ? {} : { body }),
    });

  it.each([...seedRegistrations(), seedOptionsRegistration()])(
    'registers an example of the seed as printed: %#',
    async (text) => {
      const created = await send('POST', collection, text);
      const { data, ...more } = await jsonOf(created);
      expect([created.status, more.success]).toEqual([201, true]);
      const { id } = data;
      const read = await jsonOf(await send('GET', `${collection}/${id}`));
      expect(read).toEqual({ success: true, data });
      expect(data).toMatchObject(JSON.parse(text));
      // Options come back as they came, key by key.
      expect(JSON.stringify(data.options)).toBe(JSON.stringify(JSON.parse(text).options));
    },
  );

  const jsonOf = (response: Response): Promise<Json> => response.json();
  const answerTo = async (sent: Promise<Response>) => {
    const response = await sent;
    return { status: response.status, json: await jsonOf(response) };
  };

  it('reads, changes and deletes', async () => {
    const { data } = await jsonOf(await send('POST', collection, JSON.stringify(registration)));
    const path = `${collection}/${data.id}`;
    const patched = await send('PATCH', path, '{"insecure_ssl": true}', { 'if-match': '*' });
    expect((await jsonOf(patched)).data.insecure_ssl).toBe(true);
    expect(patched.headers.get('etag')).toMatch(/^".+"$/);
    expect(await jsonOf(await send('DELETE', path))).toEqual({ success: true, data: data.id });
    expect((await send('GET', path)).status).toBe(404);
    const list = await jsonOf(await send('GET', `${collection}?first=1&include-deleted=true&filter[id]=${data.id}`));
    expect(list.data).toMatchObject([{ id: data.id, is_deleted: true }]);
  });

  it('answers HEAD without a body, and OPTIONS with what is allowed', async () => {
    const head = await send('HEAD', collection);
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await send('HEAD', `${collection}/nothing`)).status).toBe(404);
    const options = await fetch(`${host.origin}${collection}`, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'POST, GET, HEAD, OPTIONS']);
  });

  // What a parser of the host's refuses never comes here.
  const malformed = isParsedBefore ? [] : [['POST', collection, '{"url": ', 400] as const];

  it.each([
    ...malformed,
    ['POST', collection, '{}', 422],
    ['POST', `${collection}/batch-delete`, '{}', 422],
    ['GET', `${collection}/nothing`, undefined, 404],
    ['GET', '/api/nothing', undefined, 404],
    ['GET', `${collection}/`, undefined, 404],
  ] as const)('answers %s %s %s in the shape of RS-3', async (method, path, body, status) => {
    const response = await send(method, path, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ success: false, http_status: status, code: expect.any(Number) });
  });

  it('answers 401 with a challenge, 405 with what is allowed, 415', async () => {
    const noOne = await fetch(`${host.origin}${collection}`);
    expect([noOne.status, noOne.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="webhooks", charset="UTF-8"',
    ]);
    expect((await jsonOf(noOne)).name).toBe('ERROR_UNAUTHORIZED');
    const put = await send('DELETE', collection);
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'POST, GET, HEAD, OPTIONS']);
    expect(
      (await send('POST', collection, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })).status,
    ).toBe(415);
  });

  it('answers 413 to a body above the limit', async () => {
    const { status, json } = await answerTo(
      send('POST', collection, JSON.stringify({ url: 'x'.repeat(maxBodyBytes) })),
    );
    expect([status, json.name]).toEqual([413, 'ERROR_TOO_LARGE']);
  });

  it('serves the document and the page for people', async () => {
    const document = await jsonOf(await fetch(`${host.origin}/api/openapi.json`));
    expect([document.openapi, document.servers]).toEqual(['3.1.1', [{ url: '/api' }]]);
    const page = await fetch(`${host.origin}/api/docs`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    for (const [, path] of (await page.text()).matchAll(/(?:href|src)="([^"]+)"/g)) {
      const file = await fetch(`${host.origin}${path}`);
      expect([file.status, (await file.text()).length > 20], path).toEqual([200, true]);
    }
  });

  it('keeps no error of its own making to itself', () => {
    expect(fixture.errors).toEqual([]);
  });
});
