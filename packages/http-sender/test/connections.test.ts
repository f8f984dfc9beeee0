import { getEventListeners } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { AbortWatch } from '../src/abort-watch.ts';
import { AddressGuard } from '../src/address-guard.ts';
import { Deadlines } from '../src/deadlines.ts';
import { Exchange } from '../src/exchange.ts';
import { systemResolver } from '../src/host-resolver.ts';
import { resolveHttpSenderOptions } from '../src/http-sender-options.ts';
import { OriginPools } from '../src/origin-pools.ts';
import type { Target } from '../src/target.ts';
import { TargetCache } from '../src/target-cache.ts';
import { TlsTrust } from '../src/tls-trust.ts';
import { httpReceiver, tcpReceiver } from './receiver.ts';
import { testSender } from './test-sender.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

describe('connections', () => {
  it('are kept alive and used again', async () => {
    const receiver = await httpReceiver((_request, response) => response.end());
    const { send } = testSender();
    for (let count = 0; count < 5; count += 1) await send(`http://127.0.0.1:${receiver.port}/${count}`);
    expect(receiver.accepted()).toBe(1);
  });

  it('are opened anew for a receiver that closes after each response', async () => {
    const receiver = await httpReceiver((_request, response) => response.setHeader('connection', 'close').end());
    const { send } = testSender();
    const url = `http://127.0.0.1:${receiver.port}/`;
    for (let count = 0; count < 3; count += 1) expect(await send(url)).toMatchObject({ status: 200 });
    expect(receiver.accepted()).toBe(3);
  });

  it('are at most `connections` per origin; what waits is sent in turn', async () => {
    const order: (string | undefined)[] = [];
    const receiver = await httpReceiver((request, response) => {
      order.push(request.url);
      setImmediate(() => response.end());
    });
    const { send } = testSender({ connections: 2 });
    const sent = Array.from({ length: 20 }, (_, index) => send(`http://127.0.0.1:${receiver.port}/${index}`));
    for (const outcome of await Promise.all(sent)) expect(outcome).toMatchObject({ status: 200 });
    expect(receiver.accepted()).toBe(2);
    expect(order.slice(2)).toEqual(order.slice(2).toSorted((a, b) => Number(a?.slice(1)) - Number(b?.slice(1))));
  });

  it('that hang do not hold what waits behind them beyond its own time', async () => {
    const paths: (string | undefined)[] = [];
    const receiver = await tcpReceiver((socket, request) => {
      paths.push(request.split(' ')[1]);
      if (!request.startsWith('POST /hang')) socket.write(ok);
    });
    const { send } = testSender({ connections: 1 });
    const url = `http://127.0.0.1:${receiver.port}`;
    const hanging = send(`${url}/hang`, { timeoutMs: 300 });
    const impatient = send(`${url}/impatient`, { timeoutMs: 100 });
    const patient = send(`${url}/patient`);
    expect(await impatient).toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining('a free connection') });
    expect(await hanging).toMatchObject({ code: 'TIMEOUT' });
    expect(await patient).toMatchObject({ status: 200 });
    expect(paths).toEqual(['/hang', '/patient']);
  });

  it('that fail to open leave no request behind', async () => {
    let attempts = 0;
    const { send } = testSender({
      connections: 1,
      resolver: async () => {
        attempts += 1;
        throw new Error('no such name');
      },
    });
    const sent = Array.from({ length: 5 }, () => send('http://receiver.example/'));
    for (const outcome of await Promise.all(sent)) expect(outcome).toMatchObject({ code: 'DNS_FAILED' });
    expect(attempts).toBeGreaterThan(0);
  });

  it('are closed when idle for keepAliveMs', async () => {
    const receiver = await tcpReceiver((socket) => socket.write(ok));
    const { send } = testSender({ keepAliveMs: 50 });
    await send(`http://127.0.0.1:${receiver.port}/`);
    await receiver.empty();
  });

  it('are not kept longer than keepAliveMs at the receiver’s word', async () => {
    const receiver = await tcpReceiver((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nKeep-Alive: timeout=600\r\nContent-Length: 0\r\n\r\n'),
    );
    const { send } = testSender({ keepAliveMs: 50 });
    await send(`http://127.0.0.1:${receiver.port}/`);
    await receiver.empty();
  });

  it('of the origin idle for longest are closed beyond maxOrigins, those in use never', async () => {
    const held: Socket[] = [];
    const receivers = await Promise.all(
      ['hold', 'first', 'second', 'third'].map((name) =>
        tcpReceiver((socket) => (name === 'hold' ? held.push(socket) : socket.write(ok))),
      ),
    );
    const [hold, first, second, third] = receivers.map(({ port }) => `http://127.0.0.1:${port}/`) as [
      string,
      string,
      string,
      string,
    ];
    const { send } = testSender({ maxOrigins: 3 });
    const holding = send(hold);
    await send(first);
    await send(second);
    await send(first);
    await send(third);
    await receivers[2]?.empty();
    expect(receivers.map((receiver) => receiver.open())).toEqual([1, 1, 0, 1]);
    held[0]?.write(ok);
    expect(await holding).toMatchObject({ status: 200 });
  });

  it('of an idle origin make room for a new one at once', async () => {
    const idle = await tcpReceiver((socket) => socket.write(ok));
    const hanging = await tcpReceiver(() => {});
    const { send } = testSender({ maxOrigins: 1 });
    await send(`http://127.0.0.1:${idle.port}/`);
    const sent = send(`http://127.0.0.1:${hanging.port}/`, { timeoutMs: 200 });
    await idle.empty();
    expect(hanging.open()).toBe(1);
    await sent;
  });

  it('of more origins than maxOrigins, all in use at once, are closed as these become idle', async () => {
    const receivers = await Promise.all([1, 2, 3].map(() => tcpReceiver((socket) => socket.write(ok))));
    const { send } = testSender({ maxOrigins: 1 });
    await Promise.all(receivers.map(({ port }) => send(`http://127.0.0.1:${port}/`)));
    await expect.poll(() => receivers.reduce((open, receiver) => open + receiver.open(), 0)).toBe(1);
  });

  it('are forgotten with their origin when the receiver closes them', async () => {
    const receiver = await tcpReceiver((socket) => socket.end(ok));
    const deadlines = new Deadlines();
    const guard = new AddressGuard(resolveHttpSenderOptions({ allowPrivateNetworks: true }), systemResolver);
    const pools = new OriginPools({
      guard,
      deadlines,
      connections: 8,
      maxOrigins: 8,
      maxConnections: 8,
      connectTimeoutMs: 5_000,
      keepAliveMs: 4_000,
      trust: new TlsTrust([]),
      proxy: null,
    });
    const target = new TargetCache(guard).get(`http://127.0.0.1:${receiver.port}/`) as Target;
    const request = {
      url: '',
      headers: {},
      body: new Uint8Array(),
      insecureSsl: false,
      timeoutMs: 5_000,
      tenant: '',
      webhookId: '',
    };
    const outcome = await new Promise((resolve) => {
      const group = new AbortWatch(() => undefined).group(new AbortController().signal);
      pools.of(target, false).start(new Exchange(request, target.path, deadlines, group, resolve));
    });
    expect(outcome).toMatchObject({ status: 200 });
    expect(pools.size).toBe(1);
    await expect.poll(() => pools.size).toBe(0);
  });

  it('leave nothing open after a timeout, not even a second connection', async () => {
    const receiver = await tcpReceiver(() => {});
    const { send, close } = testSender();
    await send(`http://127.0.0.1:${receiver.port}/`, { timeoutMs: 100 });
    await receiver.empty();
    await close();
    expect(receiver.accepted()).toBe(1);
  });
});

describe('a connection that the receiver closed just as a request was written', () => {
  it('is replaced, and the request is repeated once', async () => {
    const receiver = await tcpReceiver((socket, _request, count) =>
      count === 2 ? socket.resetAndDestroy() : socket.write(ok),
    );
    const { send } = testSender();
    const url = `http://127.0.0.1:${receiver.port}/`;
    expect(await send(url)).toMatchObject({ status: 200 });
    expect(await send(url)).toMatchObject({ status: 200 });
    expect(receiver.accepted()).toBe(2);
  });

  it('is not replaced twice', async () => {
    let requests = 0;
    const receiver = await tcpReceiver((socket, _request, count) => {
      requests = count;
      if (count > 1) socket.end();
      else socket.write(ok);
    });
    const { send } = testSender();
    const url = `http://127.0.0.1:${receiver.port}/`;
    await send(url);
    expect(await send(url)).toMatchObject({ code: 'CONNECTION_RESET' });
    expect(requests).toBe(3);
  });

  it('is no reason to repeat when that connection was a new one, though its predecessor had served', async () => {
    let requests = 0;
    const receiver = await tcpReceiver((socket) => {
      requests += 1;
      if (requests === 1) socket.write('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      else socket.resetAndDestroy();
    });
    const { send } = testSender({ connections: 1 });
    const url = `http://127.0.0.1:${receiver.port}/`;
    const [first, second] = await Promise.all([send(url), send(url)]);
    expect(first).toMatchObject({ status: 200 });
    expect(second).toMatchObject({ code: 'CONNECTION_RESET' });
    expect(requests).toBe(2);
  });

  it('is no reason to repeat once a byte of the response has come', async () => {
    let requests = 0;
    const receiver = await tcpReceiver((socket, _request, count) => {
      requests = count;
      if (count > 1) socket.end('H');
      else socket.write(ok);
    });
    const { send } = testSender();
    const url = `http://127.0.0.1:${receiver.port}/`;
    await send(url);
    expect(await send(url)).toMatchObject({ code: 'CONNECTION_RESET' });
    expect(requests).toBe(2);
  });
});

describe('abort', () => {
  it('ends what runs and what waits with ABORTED, over one listener per signal', async () => {
    const receiver = await tcpReceiver(() => {});
    const { send } = testSender({ connections: 2 });
    const controller = new AbortController();
    const sent = Array.from({ length: 6 }, () => send(`http://127.0.0.1:${receiver.port}/`, {}, controller.signal));
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    controller.abort();
    for (const outcome of await Promise.all(sent)) expect(outcome).toMatchObject({ kind: 'failure', code: 'ABORTED' });
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    await receiver.empty();
  });

  it('of one signal leaves requests of another alone', async () => {
    const sockets: Socket[] = [];
    const receiver = await tcpReceiver((socket) => sockets.push(socket));
    const { send } = testSender();
    const controller = new AbortController();
    const url = `http://127.0.0.1:${receiver.port}/`;
    const aborted = send(url, {}, controller.signal);
    const kept = send(url);
    await expect.poll(() => sockets.length).toBe(2);
    controller.abort();
    expect(await aborted).toMatchObject({ code: 'ABORTED' });
    for (const socket of sockets) socket.write(ok);
    expect(await kept).toMatchObject({ status: 200 });
  });

  it('before the start sends nothing', async () => {
    const receiver = await tcpReceiver((socket) => socket.write(ok));
    const { send } = testSender();
    expect(await send(`http://127.0.0.1:${receiver.port}/`, {}, AbortSignal.abort())).toMatchObject({
      code: 'ABORTED',
    });
    expect(receiver.accepted()).toBe(0);
  });
});

describe('close', () => {
  it('closes idle connections, and a later send opens new ones', async () => {
    const receiver = await httpReceiver((_request, response) => response.end());
    const { send, close } = testSender();
    const url = `http://127.0.0.1:${receiver.port}/`;
    await Promise.all([send(url), send(url)]);
    await close();
    await receiver.empty();
    expect(await send(url)).toMatchObject({ status: 200 });
    expect(receiver.accepted()).toBe(3);
    await close();
    await close();
  });

  it('lets what runs and what waits end first', async () => {
    const sockets: Socket[] = [];
    const receiver = await tcpReceiver((socket, _request, count) =>
      count === 1 ? sockets.push(socket) : socket.write(ok),
    );
    const { send, close } = testSender({ connections: 1 });
    const url = `http://127.0.0.1:${receiver.port}/`;
    const running = send(url);
    const waiting = send(url);
    await expect.poll(() => sockets.length).toBe(1);
    const closed = close();
    sockets[0]?.write(ok);
    expect(await running).toMatchObject({ status: 200 });
    expect(await waiting).toMatchObject({ status: 200 });
    await closed;
    await receiver.empty();
  });

  it('leaves no socket in the process', async () => {
    const answering = await httpReceiver((_request, response) => response.end());
    const hanging = await tcpReceiver(() => {});
    const { send, close } = testSender();
    await Promise.all([
      ...Array.from({ length: 10 }, () => send(`http://127.0.0.1:${answering.port}/`)),
      ...Array.from({ length: 3 }, () => send(`http://127.0.0.1:${hanging.port}/`, { timeoutMs: 100 })),
    ]);
    await close();
    await Promise.all([answering.empty(), hanging.empty()]);
    expect(process.getActiveResourcesInfo().filter((name) => /TCPSocket|Connect|TLS|AddrInfo/.test(name))).toEqual([]);
  });
});
