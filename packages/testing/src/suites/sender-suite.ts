import assert from 'node:assert/strict';
import type { SendErrorCode, Sender, SendOutcome, SendRequest } from '@hookwright/core';
import type { ReceiverStep } from '../receiver/receiver-step.ts';
import { type ScriptedReceiver, scriptedReceiver } from '../receiver/scripted-receiver.ts';
import type { SuiteRunner } from './suite-runner.ts';

export interface SenderSuiteOptions {
  /** What the tests are filed under. */
  readonly name: string;
  /** Makes a sender that serves `http` and may reach 127.0.0.1. The suite closes it. */
  createSender(): Sender | Promise<Sender>;
}

/** Long enough for any exchange with a receiver on this machine; where an outcome is to be a timeout, `short` is given. */
const ampleMs = 20_000;
const shortMs = 150;

/** What every {@link Sender} that speaks HTTP does, over real sockets. */
export function senderSuite({ describe, it }: SuiteRunner, options: SenderSuiteOptions): void {
  const test = (name: string, body: (scene: SenderScene) => Promise<void>) => it(name, () => withScene(options, body));
  describe(options.name, () => {
    exchangeTests(test);
    failureTests(test);
    lifeTests(test);
  });
}

type SenderTest = (name: string, body: (scene: SenderScene) => Promise<void>) => void;

function exchangeTests(test: SenderTest): void {
  test('it names the schemes it serves', async ({ sender }) => {
    assert.ok(sender.schemes.includes('http'));
    for (const scheme of sender.schemes) assert.match(scheme, /^[a-z][a-z0-9+.-]*$/);
  });

  test('a request arrives as it was given: POST, headers, the exact bytes', async (scene) => {
    const body = Buffer.from([0x5b, 0x22, 0xc3, 0xa4, 0x00, 0xff, 0x22, 0x5d]);
    const headers = { 'content-type': 'application/json', 'webhook-id': 'msg_1', 'WebHook-Signature': 'abc' };
    const outcome = await scene.send({ url: scene.receiver.url('/hook?a=%20b'), headers, body });
    assert.equal(statusOf(outcome), 200);
    const [received] = scene.receiver.requests;
    assert.ok(received);
    assert.deepEqual([received.method, received.path], ['POST', '/hook?a=%20b']);
    assert.deepEqual(received.body, body);
    assert.equal(received.headers['content-length'], String(body.length));
    for (const [name, value] of Object.entries(headers)) assert.equal(received.headers[name.toLowerCase()], value);
  });

  test('a response is told whole: status, headers in lower case, body', async (scene) => {
    scene.receiver.script({ status: 201, headers: { 'X-Answer': 'Yes', 'Content-Type': 'text/plain' }, body: 'späte' });
    const outcome = await scene.send();
    assert.ok(outcome.kind === 'response');
    assert.equal(outcome.status, 201);
    assert.equal(outcome.headers['x-answer'], 'Yes');
    assert.equal(outcome.headers['content-type'], 'text/plain');
    assert.equal(Buffer.from(outcome.body).toString(), 'späte');
  });

  for (const status of [204, 301, 400, 404, 410, 429, 500, 503]) {
    test(`a ${status} stands as it is (DE-2)`, async (scene) => {
      scene.receiver.script({ status, retryAfter: 7 });
      const outcome = await scene.send();
      assert.equal(statusOf(outcome), status);
      assert.equal(outcome.kind === 'response' && outcome.headers['retry-after'], '7');
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    test(`a ${status} is not followed (DE-2)`, async (scene) => {
      scene.receiver.script({ status, redirectTo: scene.receiver.url('/elsewhere') });
      assert.equal(statusOf(await scene.send()), status);
      assert.deepEqual(
        scene.receiver.requests.map(({ path }) => path),
        ['/'],
      );
    });
  }

  test('of a big body the first 4 KiB are kept, and the status stands', async (scene) => {
    scene.receiver.script({ status: 500, bodyBytes: 5_000_000 });
    const outcome = await scene.send();
    assert.ok(outcome.kind === 'response');
    assert.equal(outcome.status, 500);
    assert.ok(outcome.body.length <= 4_096, `${outcome.body.length} bytes were kept`);
  });

  test('reading stops at 64 KiB: a body that never ends is no timeout (DE-2)', async (scene) => {
    scene.receiver.script({ bodyBytes: 400_000, hang: 'within-body' });
    assert.equal(statusOf(await scene.send()), 200);
  });

  test('requests at once each get their own answer', async (scene) => {
    const { receiver } = scene;
    for (let index = 0; index < 20; index += 1) {
      receiver.scriptPath(`/${index}`, { status: 200 + index, delayMs: (20 - index) * 2 });
    }
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => scene.send({ url: receiver.url(`/${index}`) })),
    );
    assert.deepEqual(
      outcomes.map(statusOf),
      Array.from({ length: 20 }, (_, index) => 200 + index),
    );
  });
}

function failureTests(test: SenderTest): void {
  const timeouts: readonly { readonly name: string; readonly step: ReceiverStep }[] = [
    { name: 'a receiver that never answers', step: { hang: 'before-headers' } },
    { name: 'a receiver that stops within the body', step: { hang: 'within-body', body: 'half' } },
    { name: 'a receiver that drips', step: { body: 'x'.repeat(10_000), dripMs: 20 } },
    { name: 'a receiver that answers too late', step: { delayMs: 60_000 } },
  ];
  for (const { name, step } of timeouts) {
    test(`the timeout covers the whole exchange: ${name} (DE-2)`, async (scene) => {
      scene.receiver.script(step);
      assert.equal(codeOf(await scene.send({ timeoutMs: shortMs })), 'TIMEOUT');
    });
  }

  test('a connection that is reset before any header is CONNECTION_RESET', async (scene) => {
    scene.receiver.script({ reset: 'before-headers' });
    assert.equal(codeOf(await scene.send()), 'CONNECTION_RESET');
  });

  test('a response that is cut short is no success, whatever its status', async (scene) => {
    scene.receiver.script({ reset: 'within-body', body: 'some more than nothing' });
    const code = codeOf(await scene.send());
    // A length that was announced and not reached can be told either way.
    assert.ok(code === 'CONNECTION_RESET' || code === 'INVALID_RESPONSE', `got ${String(code)}`);
  });

  test('a receiver that is down is CONNECT_FAILED', async (scene) => {
    const url = scene.receiver.url();
    await scene.receiver.close();
    assert.equal(codeOf(await scene.send({ url })), 'CONNECT_FAILED');
  });

  test('what is not HTTP is INVALID_RESPONSE', async (scene) => {
    scene.receiver.script({ garbage: '\u0000\u0001 garbage\r\n\r\n' });
    assert.equal(codeOf(await scene.send()), 'INVALID_RESPONSE');
  });

  test('after a failure the next request goes through', async (scene) => {
    scene.receiver.script({ reset: 'before-headers' }, { hang: 'before-headers' }, { garbage: 'x' }, 202);
    await scene.send();
    await scene.send({ timeoutMs: shortMs });
    await scene.send();
    assert.equal(statusOf(await scene.send()), 202);
  });

  for (const url of ['http://[broken', 'nonsense', 'http://name.invalid/']) {
    test(`it never rejects: ${url}`, async (scene) => {
      assert.notEqual(codeOf(await scene.send({ url })), null);
    });
  }
}

function lifeTests(test: SenderTest): void {
  test('a signal aborts what is under way', async (scene) => {
    const controller = new AbortController();
    scene.receiver.otherwise({ hang: 'before-headers' });
    const outcomes = [scene.send({}, controller.signal), scene.send({}, controller.signal)];
    await scene.receiver.waitForRequests(2);
    controller.abort();
    assert.deepEqual((await Promise.all(outcomes)).map(codeOf), ['ABORTED', 'ABORTED']);
  });

  test('a signal aborts within the body', async (scene) => {
    const controller = new AbortController();
    scene.receiver.script({ hang: 'within-body', body: 'half' });
    const outcome = scene.send({}, controller.signal);
    await scene.receiver.waitForRequests(1);
    setImmediate(() => controller.abort());
    assert.equal(codeOf(await outcome), 'ABORTED');
  });

  test('a signal that was aborted before sends nothing', async (scene) => {
    assert.equal(codeOf(await scene.send({}, AbortSignal.abort())), 'ABORTED');
    assert.equal(statusOf(await scene.send()), 200);
    assert.equal(scene.receiver.requests.length, 1);
  });

  test('a signal that served many requests keeps no listener of theirs', async (scene) => {
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
      listeners += 1;
      addEventListener.apply(signal, given);
    };
    signal.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
      listeners -= 1;
      removeEventListener.apply(signal, given);
    };
    for (let count = 0; count < 10; count += 1) await scene.send({}, signal);
    assert.ok(listeners <= 1, `${listeners} listeners are left`);
  });

  test('it sends again after close', async (scene) => {
    assert.equal(statusOf(await scene.send()), 200);
    await scene.sender.close?.();
    assert.equal(statusOf(await scene.send()), 200);
    await scene.sender.close?.();
    await scene.sender.close?.();
  });

  test('a receiver that comes up again is reached again', async (scene) => {
    const { port } = scene.receiver;
    const url = scene.receiver.url();
    assert.equal(statusOf(await scene.send()), 200);
    await scene.receiver.close();
    assert.notEqual(codeOf(await scene.send({ url })), null);
    await using again = scriptedReceiver({ port });
    await again.listen();
    assert.equal(statusOf(await scene.send({ url })), 200);
  });
}

interface SenderScene {
  readonly sender: Sender;
  readonly receiver: ScriptedReceiver;
  /** Sends to the receiver unless `overrides` say otherwise. */
  send(overrides?: Partial<SendRequest>, signal?: AbortSignal): Promise<SendOutcome>;
}

async function withScene(options: SenderSuiteOptions, body: (scene: SenderScene) => Promise<void>): Promise<void> {
  const sender = await options.createSender();
  await using receiver = scriptedReceiver();
  await receiver.listen();
  const request: SendRequest = {
    url: receiver.url(),
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('[]'),
    insecureSsl: false,
    timeoutMs: ampleMs,
    tenant: 'acme',
    webhookId: '6c0b5a1e-3333-4c4e-9b5a-000000000003',
  };
  const send = (overrides: Partial<SendRequest> = {}, signal = new AbortController().signal) =>
    sender.send({ ...request, ...overrides }, signal);
  try {
    await body({ sender, receiver, send });
  } finally {
    await sender.close?.();
  }
}

function statusOf(outcome: SendOutcome): number {
  assert.ok(outcome.kind === 'response', `expected a response, got ${JSON.stringify(outcome)}`);
  return outcome.status;
}

function codeOf(outcome: SendOutcome): SendErrorCode | null {
  return outcome.kind === 'failure' ? outcome.code : null;
}
