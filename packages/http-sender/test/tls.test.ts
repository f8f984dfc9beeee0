import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { httpReceiver, httpsReceiver, tcpReceiver } from './receiver.ts';
import { testSender } from './test-sender.ts';

const self = () => httpsReceiver((_request, response) => response.end());

describe('insecure_ssl, against a self-signed receiver', () => {
  it('skips the check for that webhook and no other on the same origin', async () => {
    const receiver = await self();
    const { send } = testSender();
    const url = `https://127.0.0.1:${receiver.port}/`;
    const secure = async () =>
      expect(await send(url)).toEqual({
        kind: 'failure',
        code: 'TLS_FAILED',
        message: 'the TLS handshake failed: DEPTH_ZERO_SELF_SIGNED_CERT',
        detail: expect.stringContaining('self-signed'),
      });
    const insecure = async () =>
      expect(await send(url, { insecureSsl: true })).toMatchObject({ kind: 'response', status: 200 });
    await secure();
    await insecure();
    await secure();
    await insecure();
    await Promise.all([insecure(), secure(), insecure(), secure(), secure(), insecure()]);
  });

  it('starts with the insecure webhook as well', async () => {
    const receiver = await self();
    const { send } = testSender();
    const url = `https://127.0.0.1:${receiver.port}/`;
    expect(await send(url, { insecureSsl: true })).toMatchObject({ status: 200 });
    expect(await send(url)).toMatchObject({ code: 'TLS_FAILED' });
  });

  it('skips the name in the certificate too', async () => {
    const receiver = await self();
    const { send } = testSender({ resolver: async () => [{ address: '127.0.0.1', family: 4 }] });
    const outcome = await send(`https://other.example:${receiver.port}/`, { insecureSsl: true });
    expect(outcome).toMatchObject({ status: 200 });
  });

  it('is not opened by NODE_TLS_REJECT_UNAUTHORIZED', async () => {
    const receiver = await self();
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    onTestFinished(() => {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    });
    const { send } = testSender();
    expect(await send(`https://127.0.0.1:${receiver.port}/`)).toMatchObject({ code: 'TLS_FAILED' });
  });

  it('means nothing for http: both kinds share connections', async () => {
    const receiver = await httpReceiver((_request, response) => response.end());
    const { send } = testSender();
    const url = `http://127.0.0.1:${receiver.port}/`;
    await send(url, { insecureSsl: true });
    await send(url, { insecureSsl: false });
    expect(receiver.accepted()).toBe(1);
  });
});

describe('TLS_FAILED', () => {
  it('when the certificate has expired, though its authority is trusted', async () => {
    const cert = readFileSync(new URL('./fixtures/expired-certificate.pem', import.meta.url), 'utf8');
    const receiver = await httpsReceiver((_request, response) => response.end(), cert);
    const { send } = testSender({ ca: [cert] });
    const url = `https://127.0.0.1:${receiver.port}/`;
    expect(await send(url)).toMatchObject({
      code: 'TLS_FAILED',
      message: 'the TLS handshake failed: CERT_HAS_EXPIRED',
    });
    expect(await send(url, { insecureSsl: true })).toMatchObject({ status: 200 });
  });

  it('when the receiver speaks plain http', async () => {
    const receiver = await tcpReceiver(() => {});
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { send } = testSender();
    expect(await send(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`)).toMatchObject({
      code: 'TLS_FAILED',
    });
    expect(receiver.accepted()).toBe(0);
  });

  it('when it closes within the handshake', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { send } = testSender();
    expect(await send(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`)).toMatchObject({
      code: 'TLS_FAILED',
    });
  });

  it('when the handshake outlasts the connect timeout', async () => {
    const receiver = await tcpReceiver(() => {});
    const { send } = testSender({ connectTimeoutMs: 100 });
    expect(await send(`https://127.0.0.1:${receiver.port}/`)).toMatchObject({
      code: 'TLS_FAILED',
      detail: 'none within 100 ms, in the TLS handshake',
    });
    await receiver.empty();
  });

  it('is TIMEOUT when it outlasts the whole exchange', async () => {
    const receiver = await tcpReceiver(() => {});
    const { send } = testSender();
    expect(await send(`https://127.0.0.1:${receiver.port}/`, { timeoutMs: 100 })).toMatchObject({
      code: 'TIMEOUT',
      message: 'no complete response within 100 ms: still in the TLS handshake',
    });
    await receiver.empty();
  });
});
