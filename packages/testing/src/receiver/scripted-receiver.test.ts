import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScriptedReceiver, scriptedReceiver } from './scripted-receiver.ts';
import { cert, key } from './self-signed.vectors.json';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface PostOptions {
  readonly body?: string;
  readonly agent?: Agent;
  readonly signal?: AbortSignal;
  readonly onByte?: () => void;
}

function post(url: string, { body = '{"a":1}', agent, signal, onByte }: PostOptions = {}): Promise<Answer> {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent, signal, rejectUnauthorized: false, headers: { 'X-Case': 'kept' } };
    const outgoing = send(url, options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        onByte?.();
      });
      incoming.on('error', reject);
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

let receiver: ScriptedReceiver;

beforeEach(async () => {
  receiver = scriptedReceiver();
  await receiver.listen();
});

afterEach(() => receiver.close());

describe('what it keeps', () => {
  it('keeps method, path, headers and the exact bytes, in the order of arrival', async () => {
    await post(receiver.url('/hook?x=1'), { body: '{"first":"ä"}' });
    await post(receiver.url(), { body: '[2]' });
    const [first, second] = receiver.requests;
    expect(first).toMatchObject({ method: 'POST', path: '/hook?x=1', body: Buffer.from('{"first":"ä"}') });
    expect(first?.headers['x-case']).toBe('kept');
    expect(first?.rawHeaders).toContain('X-Case');
    expect(first?.json()).toEqual({ first: 'ä' });
    expect(second).toMatchObject({ path: '/', body: Buffer.from('[2]') });
    expect(second?.receivedAt).toBeGreaterThanOrEqual(first?.receivedAt ?? Number.NaN);
    receiver.clear();
    expect(receiver.requests).toEqual([]);
  });

  it('tells connections apart', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await post(receiver.url(), { agent });
    await post(receiver.url(), { agent });
    await post(receiver.url());
    expect(receiver.requests.map(({ connection }) => connection)).toEqual([1, 1, 2]);
    expect(receiver.connections).toBe(2);
    agent.destroy();
  });

  it('keeps no request that was cut short', async () => {
    const socket = connect(receiver.port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nonly this');
    await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    await post(receiver.url());
    expect(receiver.requests).toHaveLength(1);
  });
});

describe('steps', () => {
  it('answers 200 without a script', async () => {
    expect(await post(receiver.url())).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  });

  it('plays its script one step a request, that of a path first, and then goes on otherwise', async () => {
    receiver.script(500, { status: 201, headers: { 'x-a': 'b' }, body: 'made' });
    receiver.scriptPath('/own', 404);
    receiver.otherwise(204);
    expect((await post(receiver.url('/own?q'))).status).toBe(404);
    expect((await post(receiver.url('/own'))).status).toBe(500);
    const made = await post(receiver.url());
    expect(made).toMatchObject({ status: 201, body: Buffer.from('made') });
    expect(made.headers['x-a']).toBe('b');
    expect((await post(receiver.url())).status).toBe(204);
  });

  it('asks a function when the request is there', async () => {
    receiver.script(({ json }) => ({ status: 202, body: JSON.stringify(json()) }));
    expect(await post(receiver.url(), { body: '[7]' })).toMatchObject({ status: 202, body: Buffer.from('[7]') });
  });

  it('shows a script that throws as a 599', async () => {
    receiver.script(() => {
      throw new Error('broken script');
    });
    const answer = await post(receiver.url());
    expect(answer.status).toBe(599);
    expect(answer.body.toString()).toContain('broken script');
  });

  it('redirects', async () => {
    receiver.script({ redirectTo: '/elsewhere' }, { status: 307, redirectTo: 'http://other.test/' });
    const first = await post(receiver.url());
    expect([first.status, first.headers.location]).toEqual([302, '/elsewhere']);
    const second = await post(receiver.url());
    expect([second.status, second.headers.location]).toEqual([307, 'http://other.test/']);
  });

  it('says Retry-After', async () => {
    const date = 'Thu, 01 Jan 2026 00:00:00 GMT';
    receiver.script({ status: 429, retryAfter: 7 }, { status: 503, retryAfter: date });
    expect((await post(receiver.url())).headers['retry-after']).toBe('7');
    expect((await post(receiver.url())).headers['retry-after']).toBe(date);
  });

  it('sends a big body', async () => {
    receiver.script({ bodyBytes: 3_000_000 });
    expect((await post(receiver.url())).body.length).toBe(3_000_000);
  });

  it('waits before it answers', async () => {
    receiver.script({ delayMs: 30, status: 202 });
    const order: string[] = [];
    const slow = post(receiver.url()).then(({ status }) => order.push(`slow ${status}`));
    await receiver.waitForRequests(1);
    await post(receiver.url()).then(() => order.push('fast'));
    await slow;
    expect(order).toEqual(['fast', 'slow 202']);
  });

  it('drips its body byte by byte', async () => {
    receiver.script({ body: 'drop', dripMs: 5 });
    let pieces = 0;
    const answer = await post(receiver.url(), {
      onByte: () => {
        pieces += 1;
      },
    });
    expect(answer.body.toString()).toBe('drop');
    expect(pieces).toBe(4);
  });

  it.each(['before-headers', 'within-body'] as const)('resets the connection %s', async (reset) => {
    receiver.script({ reset });
    await expect(post(receiver.url())).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(receiver.requests).toHaveLength(1);
  });

  it('hangs before the headers', async () => {
    receiver.script({ hang: 'before-headers' });
    const controller = new AbortController();
    const hanging = post(receiver.url(), { signal: controller.signal });
    await receiver.waitForRequests(1);
    controller.abort();
    await expect(hanging).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('hangs within the body', async () => {
    receiver.script({ hang: 'within-body', body: 'abcdef' });
    const controller = new AbortController();
    let came = 0;
    const hanging = post(receiver.url(), {
      signal: controller.signal,
      onByte: () => {
        came += 1;
        controller.abort();
      },
    });
    await expect(hanging).rejects.toThrow();
    expect(came).toBe(1);
  });

  it('answers garbage', async () => {
    receiver.script({ garbage: '\u0000\u0001 this is not HTTP\r\n\r\n' });
    await expect(post(receiver.url())).rejects.toMatchObject({ code: 'HPE_INVALID_CONSTANT' });
  });
});

describe('TLS', () => {
  it('serves https with the certificate it is given', async () => {
    await using secure = scriptedReceiver({ tls: { key, cert } });
    await secure.listen();
    expect(secure.url('/x')).toBe(`https://127.0.0.1:${secure.port}/x`);
    expect((await post(secure.url('/x'))).status).toBe(200);
    expect([secure.connections, secure.requests[0]?.connection]).toEqual([1, 1]);
  });
});

describe('waitForRequests', () => {
  it('resolves with as many as were asked for', async () => {
    const two = receiver.waitForRequests(2);
    for (const path of ['/1', '/2', '/3']) await post(receiver.url(path));
    expect((await two).map(({ path }) => path)).toEqual(['/1', '/2']);
    expect(await receiver.waitForRequests(3)).toHaveLength(3);
  });

  it('says what has come when it takes too long', async () => {
    await post(receiver.url('/only'));
    await expect(receiver.waitForRequests(2, 10)).rejects.toThrow(
      'expected 2 requests within 10 ms, got 1: POST /only',
    );
  });
});

describe('its life', () => {
  it('cuts what hangs when it closes, and who waits for requests', async () => {
    receiver.script({ hang: 'before-headers' });
    const hanging = expect(post(receiver.url())).rejects.toMatchObject({ code: 'ECONNRESET' });
    await receiver.waitForRequests(1);
    const waiting = expect(receiver.waitForRequests(2)).rejects.toThrow('closed');
    await receiver.close();
    await Promise.all([hanging, waiting]);
    expect(receiver.requests).toHaveLength(1);
  });

  it('comes up again on the same port', async () => {
    const { port } = receiver;
    await receiver.close();
    receiver = scriptedReceiver({ port });
    await receiver.listen();
    expect((await post(receiver.url())).status).toBe(200);
  });

  it('fails loudly when it is used too early or too late', async () => {
    const early = scriptedReceiver();
    expect(() => early.url()).toThrow('await listen() first');
    await expect(receiver.listen()).rejects.toThrow('is listening');
    await receiver.close();
    await receiver.close();
    expect(() => receiver.url()).toThrow('was closed');
    expect(() => receiver.script(200)).toThrow('was closed');
    expect(() => receiver.waitForRequests(1)).toThrow('was closed');
    await expect(receiver.listen()).rejects.toThrow('is closed');
  });

  it('rejects when its port is taken', async () => {
    await expect(scriptedReceiver({ port: receiver.port }).listen()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
