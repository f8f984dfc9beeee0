import { EventEmitter, once } from 'node:events';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toNodeHandler } from '../src/index.ts';
import { frameworks, type Host, type StartHost } from './frameworks.ts';
import { registration, startRest } from './rest-fixture.ts';

const collection = '/api/entities/Webhooks';
const onNodeAdapter = frameworks.filter(({ isOnNodeAdapter }) => isOnNodeAdapter);

/** A host, and connections to it on which a test writes what it wants. */
function startHost(start: StartHost) {
  const fixture = startRest({
    basePath: '/api',
    authenticate: async ({ headers, signal }) => {
      if (headers.get('authorization') !== 'until-gone') return { tenant: 'acme' };
      if (!signal.aborted) await once(signal, 'abort');
      return null;
    },
  });
  const calls = new EventEmitter();
  let host: Host;
  beforeAll(async () => {
    host = await start((request) => {
      const answered = fixture.api(request);
      calls.emit('call', { answered });
      return answered;
    });
  });
  afterAll(() => host.close());

  const open = () => connect(Number(new URL(host.origin).port), '127.0.0.1');
  return {
    fixture,
    /** Writes text to a connection of its own. @returns what comes back until it is closed */
    async exchange(text: string): Promise<string> {
      const socket = open();
      // Not ended: Node takes a half-closed connection for a client that went away.
      socket.write(text);
      return Buffer.concat(await socket.toArray()).toString();
    },
    /** Sends lines, and goes away once the API has the request. @returns what the API answers nobody */
    async breakOff(...lines: readonly string[]): Promise<Response> {
      const asked = once(calls, 'call');
      const socket = open();
      socket.write(lines.join('\r\n'));
      const [{ answered }] = await asked;
      socket.destroy();
      return answered;
    },
  };
}

describe.each(onNodeAdapter)("Node's requests under $name", ({ start }) => {
  const { exchange, breakOff } = startHost(start);

  it.each([
    { how: 'announced', isChunked: false },
    { how: 'chunked', isChunked: true },
  ])('answer 413 to 10 MB, $how, and the connection goes on', async ({ isChunked }) => {
    const body = JSON.stringify({ ...registration, url: 'x'.repeat(10_000_000) });
    const framing = isChunked ? 'transfer-encoding: chunked' : `content-length: ${body.length}`;
    const framed = isChunked ? `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n` : body;
    const head = `HTTP/1.1\r\nhost: x\r\nauthorization: acme`;
    const post = `POST ${collection} ${head}\r\ncontent-type: application/json\r\n${framing}\r\n\r\n${framed}`;
    const get = `GET ${collection} ${head}\r\nconnection: close\r\n\r\n`;
    const text = await exchange(`${post}${get}`);
    expect(text.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
    expect(text).toContain('"name":"ERROR_TOO_LARGE"');
  });

  it('tell the host by the signal that the client went away', async () => {
    const { status } = await breakOff(`GET ${collection} HTTP/1.1`, 'host: x', 'authorization: until-gone', '', '');
    expect(status).toBe(401);
  });

  it('answer whatever the Host header and the path are', async () => {
    const get = (path: string, name = 'x') =>
      exchange(`GET ${path} HTTP/1.1\r\nhost: ${name}\r\nauthorization: acme\r\nconnection: close\r\n\r\n`);
    expect(await get(collection, 'a b/c?d')).toMatch(/^HTTP\/1.1 200 /);
    expect(await get(`//${collection}`)).toMatch(/^HTTP\/1.1 404 /);
    // A router of the framework's may refuse it before.
    expect(await get(`${collection}/%ff%00`)).toMatch(/^HTTP\/1.1 40[04] /);
    expect(await get(`${collection}/..%2f..%2fetc`)).toMatch(/^HTTP\/1.1 404 /);
  });

  it('answer methods that have no web-standard form', async () => {
    const text = await exchange(`TRACE ${collection} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1.1 4\d\d /);
    expect(text).not.toMatch(/\bat \w+.*:\d+:\d+/);
  });
});

// A parser of the host's is told of it in place of the API.
describe.each(onNodeAdapter.filter(({ isParsedBefore }) => !isParsedBefore))(
  'bodies that break off under $name',
  ({ start }) => {
    const { fixture, breakOff } = startHost(start);

    it('end the call, and nothing is made', async () => {
      const head = [
        `POST ${collection} HTTP/1.1`,
        'host: x',
        'content-type: application/json',
        'content-length: 500',
        '',
      ];
      const { status } = await breakOff(...head, '{"url": "https://');
      expect(status).toBe(400);
      expect((await fixture.webhooks.registry.list({}, { tenant: 'acme' })).total).toBe(0);
      expect(fixture.errors).toEqual([]);
    });
  },
);

it('a request by HTTP/2 is answered too', async () => {
  const { api } = startRest({ basePath: '/api' });
  const handle = toNodeHandler(api);
  const server = createHttp2Server((request, response) => void handle(request as never, response as never));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const request = client.request({
    ':method': 'POST',
    ':path': collection,
    authorization: 'acme',
    'content-type': 'application/json',
  });
  request.end(JSON.stringify(registration));
  const [headers] = (await once(request, 'response')) as [Record<string, unknown>];
  expect(headers[':status']).toBe(201);
  client.close();
  server.close();
});
