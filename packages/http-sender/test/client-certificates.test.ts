import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { httpSender } from '../src/index.ts';
import { httpsReceiver } from './receiver.ts';
import { testSender } from './test-sender.ts';

const read = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
const certificate = read('certificate.pem');
const key = read('key.pem');

/** Asks clients for a certificate, and says in a header whether it was the right one. @returns its url and its connections */
async function mutualReceiver() {
  const options = { cert: certificate, key, requestCert: true, rejectUnauthorized: false, ca: [certificate] };
  let accepted = 0;
  const server = createServer(options, (request, response) => {
    const { authorized } = request.socket as TLSSocket;
    response.setHeader('x-authorized', String(authorized));
    response.end();
  });
  server.on('secureConnection', () => {
    accepted += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`, accepted: () => accepted };
}

describe('ca', () => {
  it('is trusted beside the authorities that Node trusts, for its own names alone', async () => {
    const receiver = await httpsReceiver((_request, response) => response.end());
    const resolver = async () => [{ address: '127.0.0.1', family: 4 }];
    const { send } = testSender({ ca: [certificate], resolver });
    expect(await send(`https://127.0.0.1:${receiver.port}/`)).toMatchObject({ status: 200 });
    const other = await send(`https://other.example:${receiver.port}/`);
    expect(other).toMatchObject({
      code: 'TLS_FAILED',
      message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
    });
  });

  it.each(['nonsense', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 7])('refuses %j', (one) => {
    expect(() => httpSender({ ca: [one as string] })).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ path: 'ca[0]' })] }),
    );
  });
});

describe('a client certificate', () => {
  it.each<[string, unknown]>([
    ['a promise', Promise.resolve({ cert: certificate, key })],
    ['nothing of it', {}],
    ['no key', { cert: certificate, key: null }],
    ['an empty certificate', { cert: '', key }],
  ])('that is %s sends nothing', async (_name, given) => {
    const receiver = await mutualReceiver();
    const { send } = testSender({ clientCertificate: () => given as never });
    expect(await send(receiver.url, { insecureSsl: true })).toMatchObject({ code: 'SENDER_FAILED' });
    expect(receiver.accepted()).toBe(0);
  });

  it('is shown for the webhooks that have one, on connections of its own', async () => {
    const receiver = await mutualReceiver();
    const asked: unknown[] = [];
    const { send } = testSender({
      ca: [certificate],
      clientCertificate: (webhook) => {
        asked.push(webhook);
        return webhook.webhookId === 'mine' ? { cert: certificate, key } : undefined;
      },
    });
    for (const _ of [1, 2]) {
      expect(await send(receiver.url, { webhookId: 'mine' })).toMatchObject({ headers: { 'x-authorized': 'true' } });
      expect(await send(receiver.url, { webhookId: 'other' })).toMatchObject({ headers: { 'x-authorized': 'false' } });
    }
    expect(receiver.accepted()).toBe(2);
    expect(asked[0]).toEqual({ tenant: 'acme', webhookId: 'mine', url: receiver.url });
  });

  it('is shown with insecure_ssl too, apart from verified connections', async () => {
    const receiver = await mutualReceiver();
    const { send } = testSender({ clientCertificate: () => ({ cert: certificate, key }) });
    expect(await send(receiver.url, { insecureSsl: true })).toMatchObject({ headers: { 'x-authorized': 'true' } });
    expect(await send(receiver.url)).toMatchObject({ code: 'TLS_FAILED' });
  });

  it('that cannot be used fails the request, and shows nothing of the key', async () => {
    const receiver = await mutualReceiver();
    const secret = 'MIIsecretsecretsecret';
    const pem = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`;
    const { send } = testSender({ clientCertificate: () => ({ cert: certificate, key: pem }) });
    const outcome = await send(receiver.url);
    expect(outcome).toMatchObject({ code: 'SENDER_FAILED' });
    expect(inspect(outcome)).not.toContain(secret);
  });

  it('that its host fails to find fails the request', async () => {
    const { send } = testSender({
      clientCertificate: () => {
        throw new Error('no vault');
      },
    });
    expect(await send('https://127.0.0.1:9/')).toMatchObject({ code: 'SENDER_FAILED', detail: 'no vault' });
  });
});
