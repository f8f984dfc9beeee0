import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { httpReceiver, tcpReceiver } from './receiver.ts';
import { testSender } from './test-sender.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

describe('a request', () => {
  it('is a POST of the very bytes with path, query, host and content-length, and without accept-encoding', async () => {
    let seen = '';
    const receiver = await tcpReceiver((socket, request) => {
      seen = request;
      socket.write(ok);
    });
    const { send } = testSender();
    const body = Uint8Array.from([0x5b, 0x22, 0x00, 0xff, 0x22, 0x5d]);
    const headers = { 'content-type': 'application/json', 'WebHook-Signature': 'abc' };
    await send(`http://127.0.0.1:${receiver.port}/a%20b?x=1&y=%2F#z`, { headers, body });
    const [lines = '', sent] = seen.split('\r\n\r\n');
    expect(lines.split('\r\n')).toEqual([
      'POST /a%20b?x=1&y=%2F HTTP/1.1',
      `host: 127.0.0.1:${receiver.port}`,
      'connection: keep-alive',
      'content-type: application/json',
      'WebHook-Signature: abc',
      'content-length: 6',
    ]);
    expect(Buffer.from(sent ?? '', 'latin1')).toEqual(Buffer.from(body));
  });

  it('carries no cookie, whatever a response has set', async () => {
    const seen: string[] = [];
    const receiver = await tcpReceiver((socket, request) => {
      seen.push(request.toLowerCase());
      socket.write('HTTP/1.1 200 OK\r\nSet-Cookie: session=1; Path=/\r\nContent-Length: 0\r\n\r\n');
    });
    const { send } = testSender();
    for (const _ of [1, 2]) await send(`http://127.0.0.1:${receiver.port}/`);
    expect(seen).toHaveLength(2);
    expect(seen[1]).not.toContain('cookie');
  });

  it('may have an empty body', async () => {
    let seen = '';
    const receiver = await tcpReceiver((socket, request) => {
      seen = request;
      socket.write(ok);
    });
    const { send } = testSender();
    expect(await send(`http://127.0.0.1:${receiver.port}/`, { body: new Uint8Array() })).toMatchObject({ status: 200 });
    expect(seen).toContain('content-length: 0');
  });

  it.each([
    { name: 'a header with a line break', request: { headers: { 'x-bad': 'a\r\nb: c' } } },
    { name: 'a header name with a space', request: { headers: { 'x bad': 'a' } } },
  ])('with $name is SENDER_FAILED, and the next one is sent', async ({ request }) => {
    const receiver = await tcpReceiver((socket) => socket.write(ok));
    const { send } = testSender();
    const url = `http://127.0.0.1:${receiver.port}/`;
    expect(await send(url, request)).toMatchObject({ kind: 'failure', code: 'SENDER_FAILED' });
    expect(await send(url)).toMatchObject({ kind: 'response' });
  });

  it.each(['', 'nonsense', 'ftp://example.com/', 'http://', 'http://user:secret@127.0.0.1/'])(
    'to the url "%s" is SENDER_FAILED, without the url in the outcome',
    async (url) => {
      const { send } = testSender();
      const outcome = await send(url);
      expect(outcome).toMatchObject({ kind: 'failure', code: 'SENDER_FAILED' });
      expect(JSON.stringify(outcome)).not.toContain('secret');
    },
  );
});

describe('a response', () => {
  it.each([200, 204, 299, 400, 404, 410, 429, 500, 503, 599])('of status %i is a response', async (status) => {
    const receiver = await httpReceiver((_request, response) => response.writeHead(status).end());
    const { send } = testSender();
    expect(await send(`http://127.0.0.1:${receiver.port}/`)).toMatchObject({ kind: 'response', status });
  });

  it('that redirects is given back and not followed (DE-2)', async () => {
    const paths: (string | undefined)[] = [];
    const receiver = await httpReceiver((request, response) => {
      paths.push(request.url);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    const { send } = testSender();
    expect(await send(`http://127.0.0.1:${receiver.port}/here`)).toMatchObject({
      status: 307,
      headers: { location: '/elsewhere' },
    });
    expect(paths).toEqual(['/here']);
  });

  it('has header names in lower case, repeated ones joined, odd ones harmless', async () => {
    const receiver = await tcpReceiver((socket) =>
      socket.write(
        'HTTP/1.1 200 OK\r\nRetry-After: 5\r\nX-A: 1\r\nx-a: 2\r\nconstructor: 3\r\n__proto__: 4\r\nContent-Length: 0\r\n\r\n',
      ),
    );
    const { send } = testSender();
    const outcome = await send(`http://127.0.0.1:${receiver.port}/`);
    expect(outcome).toHaveProperty('headers', {
      'retry-after': '5',
      'x-a': '1, 2',
      constructor: '3',
      'content-length': '0',
    });
  });

  it('after interim ones counts alone', async () => {
    const receiver = await tcpReceiver((socket) => socket.write(`HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n${ok}`));
    const { send } = testSender();
    const outcome = await send(`http://127.0.0.1:${receiver.port}/`);
    expect(outcome).toEqual({
      kind: 'response',
      status: 200,
      headers: { 'content-length': '0' },
      body: new Uint8Array(),
    });
  });

  it('that says it is compressed is not unpacked', async () => {
    const packed = Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0]);
    const receiver = await httpReceiver((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed),
    );
    const { send } = testSender();
    expect(await send(`http://127.0.0.1:${receiver.port}/`)).toHaveProperty('body', packed);
  });
});

describe('no connection', () => {
  it('is CONNECT_FAILED when refused; the address is in the detail alone', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.on('listening', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const { send } = testSender({ resolver: async () => [{ address: '127.0.0.1', family: 4 }] });
    const outcome = await send(`http://receiver.example:${port}/`);
    expect(outcome).toMatchObject({ kind: 'failure', code: 'CONNECT_FAILED', message: 'no connection could be made' });
    expect(outcome).toHaveProperty('detail', expect.stringMatching(/ECONNREFUSED.*127\.0\.0\.1/));
  });

  it.each([
    { name: 'the resolver rejects', resolver: async () => Promise.reject(new Error('ENOTFOUND')), detail: 'ENOTFOUND' },
    { name: 'the resolver throws no Error', resolver: async () => Promise.reject('odd'), detail: 'odd' },
    { name: 'there is no address', resolver: async () => [], detail: 'the resolver gave no address' },
  ])('is DNS_FAILED when $name', async ({ resolver, detail }) => {
    const { send } = testSender({ resolver });
    const outcome = await send('http://receiver.example/');
    expect(outcome).toEqual({
      kind: 'failure',
      code: 'DNS_FAILED',
      message: 'the name "receiver.example" does not resolve',
      detail,
    });
  });

  it('is DNS_FAILED when the resolver outlasts the connect timeout, and TIMEOUT when it outlasts the exchange', async () => {
    const resolver = () => new Promise<never>(() => {});
    const failed = testSender({ resolver, connectTimeoutMs: 100 }).send('http://receiver.example/');
    const late = testSender({ resolver }).send('http://receiver.example/', { timeoutMs: 100 });
    expect(await failed).toMatchObject({ code: 'DNS_FAILED', detail: 'none within 100 ms, resolving the name' });
    expect(await late).toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining('resolving the name') });
  });
});
