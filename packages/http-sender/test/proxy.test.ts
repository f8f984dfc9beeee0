import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { httpSender } from '../src/index.ts';
import { httpReceiver, httpsReceiver, tcpReceiver } from './receiver.ts';
import { testSender } from './test-sender.ts';

const ca = [readFileSync(new URL('./fixtures/certificate.pem', import.meta.url), 'utf8')];
const toLoopback = async () => [{ address: '127.0.0.1', family: 4 }];

type Answer = (request: IncomingMessage, socket: Duplex) => void;

/** A real proxy that answers CONNECT: by default with a way to the port that was asked for, on this machine. */
async function startProxy(answer: Answer = openWay) {
  const asked: IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  server.on('connect', (request, socket) => {
    asked.push(request);
    answer(request, socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const empty = async () => {
    for (const socket of [...sockets]) await new Promise((resolve) => socket.once('close', resolve));
  };
  return { port: (server.address() as AddressInfo).port, authorities: () => asked.map(({ url }) => url), asked, empty };
}

function openWay({ url = '' }: IncomingMessage, socket: Duplex): void {
  const way = connect(Number(url.split(':').at(-1)), '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    way.pipe(socket).pipe(way);
  });
  way.on('error', () => socket.destroy());
  socket.on('error', () => way.destroy()).on('close', () => way.destroy());
}

describe('a proxy', () => {
  it('is asked once per connection, for the vetted address and never for the name', async () => {
    const hosts: (string | undefined)[] = [];
    const receiver = await httpReceiver((request, response) => {
      hosts.push(request.headers.host);
      response.end();
    });
    const proxy = await startProxy();
    const { send } = testSender({ proxy: `http://127.0.0.1:${proxy.port}`, resolver: toLoopback });
    const url = `http://receiver.example:${receiver.port}/`;
    expect(await send(url)).toMatchObject({ status: 200 });
    expect(await send(url)).toMatchObject({ status: 200 });
    expect(proxy.authorities()).toEqual([`127.0.0.1:${receiver.port}`]);
    expect(hosts).toEqual([`receiver.example:${receiver.port}`, `receiver.example:${receiver.port}`]);
    expect(receiver.accepted()).toBe(1);
  });

  it('carries TLS from end to end: the certificate is held against the name of the url', async () => {
    const receiver = await httpsReceiver((_request, response) => response.end());
    const proxy = await startProxy();
    const { send } = testSender({ proxy: `http://127.0.0.1:${proxy.port}`, resolver: toLoopback, ca });
    const at = (host: string) => `https://${host}:${receiver.port}/`;
    expect(await send(at('127.0.0.1'))).toMatchObject({ status: 200 });
    expect(await send(at('localhost'))).toMatchObject({ status: 200 });
    expect(await send(at('other.example'))).toMatchObject({
      code: 'TLS_FAILED',
      message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
    });
    expect(await send(at('other.example'), { insecureSsl: true })).toMatchObject({ status: 200 });
  });

  it('gets the user and password of its url, and nobody else does', async () => {
    const receiver = await httpReceiver((request, response) => response.end(JSON.stringify(request.headers)));
    const proxy = await startProxy();
    const { send } = testSender({ proxy: `http://us%40er:s3cret@127.0.0.1:${proxy.port}`, resolver: toLoopback });
    const outcome = await send(`http://receiver.example:${receiver.port}/`);
    expect(proxy.asked[0]?.headers['proxy-authorization']).toBe(`Basic ${btoa('us@er:s3cret')}`);
    expect(new TextDecoder().decode((outcome as { body: Uint8Array }).body)).not.toContain('proxy-authorization');
  });

  it('is asked for nothing that the guard refuses', async () => {
    const proxy = await startProxy();
    const { send } = testSender({
      proxy: `http://127.0.0.1:${proxy.port}`,
      allowPrivateNetworks: false,
      resolver: async () => [
        { address: '93.184.216.34', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ],
    });
    for (const host of ['receiver.example', '127.0.0.1', '[::1]', '169.254.169.254']) {
      expect(await send(`http://${host}/`)).toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' });
    }
    expect(proxy.authorities()).toEqual([]);
  });

  it('is asked for the next address when it has no way to one', async () => {
    const receiver = await httpReceiver((_request, response) => response.end());
    const proxy = await startProxy((request, socket) => {
      if (request.url?.startsWith('[')) socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      else openWay(request, socket);
    });
    const resolver = async () => [{ address: '::1', family: 6 }, ...(await toLoopback())];
    const { send } = testSender({ proxy: `http://127.0.0.1:${proxy.port}`, resolver });
    expect(await send(`http://receiver.example:${receiver.port}/`)).toMatchObject({ status: 200 });
    expect(proxy.authorities()).toEqual([`[::1]:${receiver.port}`, `127.0.0.1:${receiver.port}`]);
  });

  it.each([
    { how: 'refuses', answer: (socket: Duplex) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n') },
    { how: 'closes', answer: (socket: Duplex) => socket.destroy() },
    { how: 'speaks no HTTP', answer: (socket: Duplex) => socket.end('SSH-2.0-OpenSSH_9.2\r\n') },
  ])('that $how is CONNECT_FAILED, and only the detail speaks of it', async ({ answer }) => {
    const proxy = await startProxy((_request, socket) => answer(socket));
    const { send } = testSender({ proxy: `http://user:s3cret@127.0.0.1:${proxy.port}`, resolver: toLoopback });
    const outcome = await send('http://receiver.example/');
    expect(outcome).toMatchObject({ code: 'CONNECT_FAILED', message: 'no connection could be made' });
    expect(inspect(outcome, { depth: null })).not.toContain('s3cret');
    await proxy.empty();
  });

  it('that cannot be reached is CONNECT_FAILED', async () => {
    const { send } = testSender({ proxy: 'http://127.0.0.1:1', resolver: toLoopback });
    expect(await send('http://receiver.example/')).toMatchObject({ code: 'CONNECT_FAILED' });
  });

  it('that hangs is bounded as connections are, and its socket is closed', async () => {
    const proxy = await startProxy((_request, socket) => socket.resume().on('end', () => socket.end()));
    const options = { proxy: `http://127.0.0.1:${proxy.port}`, resolver: toLoopback };
    const { send } = testSender(options);
    expect(await send('http://receiver.example/', { timeoutMs: 100 })).toMatchObject({
      code: 'TIMEOUT',
      message: 'no complete response within 100 ms: still asking the proxy',
    });
    await proxy.empty();
    const impatient = testSender({ ...options, connectTimeoutMs: 100 });
    expect(await impatient.send('http://receiver.example/')).toMatchObject({
      code: 'CONNECT_FAILED',
      detail: 'none within 100 ms, asking the proxy',
    });
    await proxy.empty();
  });

  it('through which no handshake ends leaves no socket open', async () => {
    const receiver = await tcpReceiver(() => {});
    const proxy = await startProxy();
    const { send } = testSender({ proxy: `http://127.0.0.1:${proxy.port}`, resolver: toLoopback });
    expect(await send(`https://receiver.example:${receiver.port}/`, { timeoutMs: 200 })).toMatchObject({
      code: 'TIMEOUT',
      message: 'no complete response within 200 ms: still in the TLS handshake',
    });
    await proxy.empty();
    await receiver.empty();
  });

  it.each(['proxy.internal:3128', 'socks5://127.0.0.1:1080', 'http://proxy.internal/path', 'http://u:s3cret@', 7])(
    'that is %j is refused, without its password',
    (proxy) => {
      const message = 'expected the http or https url of a proxy, without a path, such as http://proxy.internal:3128';
      expect(() => httpSender({ proxy: proxy as string })).toThrow(
        expect.objectContaining({ issues: [{ path: 'proxy', code: 'INVALID_VALUE', message }] }),
      );
    },
  );
});
