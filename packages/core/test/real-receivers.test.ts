import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { httpSender } from '@hookwright/http-sender';
import { memoryStore } from '@hookwright/store-memory';
import { type ReceiverStep, type ScriptedReceiver, scriptedReceiver, verifySignature } from '@hookwright/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createWebhooks, type WebhooksEvents } from '../src/index.ts';
import { publish, publishOne, recordErrors, register, standing } from './delivery-fixture.ts';
import type { TestWebhooks } from './engine-fixture.ts';
import { watchUnhandled } from './watch-unhandled.ts';

interface RealOptions {
  readonly timeoutMs?: number;
  readonly delaysMs?: readonly number[];
}

/** An engine on real time and real sockets, started, stopped at the end of the test. Retries are far off by default. */
async function runReal({ timeoutMs = 5_000, delaysMs = [3_600_000] }: RealOptions = {}): Promise<TestWebhooks> {
  const webhooks = createWebhooks({
    store: memoryStore(),
    senders: [httpSender({ allowPrivateNetworks: true })],
    dispatch: { timeoutMs },
    retry: { delaysMs, jitter: 0 },
  });
  onTestFinished(() => webhooks.stop({ timeoutMs: 0 }));
  await webhooks.start();
  return webhooks;
}

async function openReceiver(options: { readonly port?: number } = {}): Promise<ScriptedReceiver> {
  const receiver = scriptedReceiver(options);
  onTestFinished(() => receiver.close());
  await receiver.listen();
  return receiver;
}

function next<Name extends keyof WebhooksEvents>(
  webhooks: TestWebhooks,
  name: Name,
): Promise<Parameters<WebhooksEvents[Name]>[0]> {
  return new Promise((resolve) => {
    const end = webhooks.on(name, ((event: Parameters<WebhooksEvents[Name]>[0]) => {
      end();
      resolve(event);
    }) as WebhooksEvents[Name]);
  });
}

describe('over real sockets', () => {
  const steps: [string, ReceiverStep, { readonly status: number | null; readonly code: string }, RealOptions?][] = [
    ['garbage', { garbage: 'this is no HTTP\r\n\r\n' }, { status: null, code: 'INVALID_RESPONSE' }],
    ['nothing but an end', { garbage: '' }, { status: null, code: 'CONNECTION_RESET' }],
    ['a reset before the headers', { reset: 'before-headers' }, { status: null, code: 'CONNECTION_RESET' }],
    // Which of the two depends on what the system does with bytes that are on their way when the reset comes.
    [
      'a reset within the body',
      { reset: 'within-body' },
      { status: null, code: expect.stringMatching(/^(CONNECTION_RESET|INVALID_RESPONSE)$/) },
    ],
    ['silence', { hang: 'before-headers' }, { status: null, code: 'TIMEOUT' }, { timeoutMs: 200 }],
    ['half a body', { hang: 'within-body' }, { status: null, code: 'TIMEOUT' }, { timeoutMs: 200 }],
    ['a drip', { dripMs: 50, bodyBytes: 10_000 }, { status: null, code: 'TIMEOUT' }, { timeoutMs: 300 }],
    ['a redirect', { redirectTo: '/elsewhere' }, { status: 302, code: 'HTTP_302' }],
    ['a 500', { status: 500, body: 'no' }, { status: 500, code: 'HTTP_500' }],
  ];

  it.each(steps)('%s is an outcome with a code, and is tried again', async (_what, step, expected, options) => {
    const unhandled = watchUnhandled();
    const receiver = await openReceiver();
    const webhooks = await runReal(options);
    const errors = recordErrors(webhooks);
    await register(webhooks, { url: receiver.url('/hook') });
    receiver.script(step);
    const retrying = next(webhooks, 'delivery-retrying');
    const id = await publishOne(webhooks);
    expect(await retrying).toMatchObject({ deliveryId: id, attempts: 1, ...expected });
    expect(await webhooks.deliveries.attempts(id)).toMatchObject([{ number: 1, ...expected }]);
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/hook']);
    // The next one arrives, on whatever connection.
    const succeeded = next(webhooks, 'delivery-succeeded');
    await publish(webhooks, 'next');
    await succeeded;
    expect(errors).toEqual([]);
    await expect(unhandled()).resolves.toEqual([]);
  });

  it('a body above 64 KiB is not waited for: its status stands (DE-2)', async () => {
    const receiver = await openReceiver();
    const webhooks = await runReal();
    await register(webhooks, { url: receiver.url() });
    receiver.script({ status: 200, bodyBytes: 8 * 1_024 * 1_024 });
    const succeeded = next(webhooks, 'delivery-succeeded');
    await publish(webhooks);
    expect(await succeeded).toMatchObject({ status: 200, attempts: 1 });
  });

  it('arrives signed, with the exact bytes that were signed', async () => {
    const receiver = await openReceiver();
    const webhooks = await runReal();
    const { secret } = await register(webhooks, { url: receiver.url('/hook?key=1') });
    const id = await publishOne(webhooks, 'Zoë ⟶ 株式会社');
    const [request] = await receiver.waitForRequests(1);
    expect(request).toMatchObject({ method: 'POST', path: '/hook?key=1' });
    expect(request?.headers).toMatchObject({ 'webhook-id': id, 'content-type': 'application/json' });
    expect(request && verifySignature(request, { secret })).toBe(true);
    expect(request?.json()).toMatchObject([{ event: 'Account.Create', entity: { name: 'Zoë ⟶ 株式会社' } }]);
  });

  it('a receiver that is down and comes up again gets what it missed', async () => {
    const first = await openReceiver();
    const { port } = first;
    const url = first.url('/hook');
    await first.close();
    const webhooks = await runReal({ delaysMs: Array(500).fill(20) });
    await register(webhooks, { url });
    const down = next(webhooks, 'delivery-retrying');
    const id = await publishOne(webhooks, 'missed');
    expect(await down).toMatchObject({ code: 'CONNECT_FAILED', status: null });
    const succeeded = next(webhooks, 'delivery-succeeded');
    const second = await openReceiver({ port });
    expect((await succeeded).attempts).toBeGreaterThan(1);
    expect(second.requests.map(({ headers }) => headers['webhook-id'])).toEqual([id]);
  });

  it('Retry-After holds the webhook back, and a 410 disables it', async () => {
    const receiver = await openReceiver();
    const webhooks = await runReal();
    const { id: webhookId } = await register(webhooks, { url: receiver.url() });
    receiver.script({ status: 429, retryAfter: 1 }, { status: 410 });
    const limited = next(webhooks, 'delivery-retrying');
    const disabled = next(webhooks, 'webhook-disabled');
    const exhausted = next(webhooks, 'delivery-exhausted');
    const id = await publishOne(webhooks);
    const { dueAt } = await limited;
    expect(await disabled).toMatchObject({ webhookId, reason: 'GONE' });
    await exhausted;
    const [, second] = await webhooks.deliveries.attempts(id);
    expect(second?.startedAt).toBeGreaterThanOrEqual(dueAt);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'exhausted', attempts: 2, code: 'GONE' });
  });

  it('a receiver that hangs delays no other', async () => {
    const [slow, fast] = [await openReceiver(), await openReceiver()];
    const webhooks = await runReal();
    await register(webhooks, { url: slow.url() });
    await register(webhooks, { url: fast.url() });
    slow.otherwise({ hang: 'before-headers' });
    await publish(webhooks, ...Array.from({ length: 40 }, (_, index) => `A${index}`));
    await fast.waitForRequests(40);
    expect(slow.requests.length).toBeLessThanOrEqual(8);
  });

  it('a server that sends headers without end is an outcome with a code', async () => {
    const server: Server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const flood = () => {
          while (!socket.destroyed && socket.write(`x-${'a'.repeat(1_000)}: b\r\n`)) {}
        };
        socket.on('drain', flood);
        flood();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('expected a port');
    const webhooks = await runReal({ timeoutMs: 3_000 });
    await register(webhooks, { url: `http://127.0.0.1:${address.port}/` });
    const retrying = next(webhooks, 'delivery-retrying');
    await publish(webhooks);
    expect(await retrying).toMatchObject({ status: null, code: 'INVALID_RESPONSE' });
  });

  it('stop gives back what hangs, and a later start delivers it', async () => {
    const receiver = await openReceiver();
    const webhooks = await runReal();
    await register(webhooks, { url: receiver.url() });
    receiver.script({ hang: 'before-headers' });
    const id = await publishOne(webhooks);
    await receiver.waitForRequests(1);
    await webhooks.stop({ timeoutMs: 20 });
    expect(await standing(webhooks, id)).toMatchObject({ status: 'pending', attempts: 0 });
    const succeeded = next(webhooks, 'delivery-succeeded');
    await webhooks.start();
    expect(await succeeded).toMatchObject({ deliveryId: id, attempts: 1 });
    expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
  });
});
