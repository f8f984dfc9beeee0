import type { SendRequest } from '@hookwright/core';
import { describe, expect, it } from 'vitest';
import { failure, recordingSender, response } from './recording-sender.ts';

const never = new AbortController().signal;

function request(overrides: Partial<SendRequest> = {}): SendRequest {
  return {
    url: 'https://receiver.test/a',
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode('[{"event":"Account.Create"}]'),
    insecureSsl: false,
    timeoutMs: 1_000,
    tenant: 'acme',
    webhookId: 'one',
    ...overrides,
  };
}

describe('recordingSender', () => {
  it('serves http and https, keeps what it is given and answers 200', async () => {
    const sender = recordingSender();
    const given = request();
    expect(sender.schemes).toEqual(['http', 'https']);
    expect(await sender.send(given, never)).toEqual(response(200));
    expect(sender.requests).toHaveLength(1);
    expect(sender.requests[0]).toMatchObject(given);
    expect(sender.requests[0]?.text).toBe('[{"event":"Account.Create"}]');
    expect(sender.requests[0]?.json()).toEqual([{ event: 'Account.Create' }]);
    sender.clear();
    expect(sender.requests).toEqual([]);
  });

  it('answers by script: a status, an outcome, a function, then 200 again', async () => {
    const busy = response(503, { headers: { 'retry-after': '7' }, body: 'busy' });
    const sender = recordingSender([500, busy]);
    sender.respond(
      failure('TIMEOUT'),
      ({ json }) => response(201, { body: JSON.stringify(json()) }),
      async () => 410,
    );
    const outcomes = [];
    for (let sent = 0; sent < 6; sent += 1) outcomes.push(await sender.send(request(), never));
    expect(outcomes).toEqual([
      response(500),
      busy,
      { kind: 'failure', code: 'TIMEOUT', message: 'scripted TIMEOUT' },
      response(201, { body: '[{"event":"Account.Create"}]' }),
      response(410),
      response(200),
    ]);
  });

  it('puts the script of a url before the general one, and the rest after both', async () => {
    const sender = recordingSender([502]);
    sender.respondTo('https://receiver.test/b', 404);
    sender.respondOtherwise(503);
    const send = (url: string) => sender.send(request({ url }), never);
    expect(await send('https://receiver.test/b')).toEqual(response(404));
    expect(await send('https://receiver.test/b')).toEqual(response(502));
    expect(await send('https://receiver.test/a')).toEqual(response(503));
  });

  it('never rejects: a script that throws is a failure', async () => {
    const sender = recordingSender([
      () => {
        throw new Error('broken script');
      },
    ]);
    expect(await sender.send(request(), never)).toEqual({
      kind: 'failure',
      code: 'SENDER_FAILED',
      message: 'the script threw: Error: broken script',
    });
  });

  it('is aborted by the signal, before it is sent and while it is under way', async () => {
    const controller = new AbortController();
    const sender = recordingSender([() => new Promise(() => {})]);
    const outcome = sender.send(request(), controller.signal);
    expect(sender.underWay).toBe(1);
    controller.abort();
    expect(await outcome).toMatchObject({ kind: 'failure', code: 'ABORTED' });
    expect(sender.underWay).toBe(0);
    expect(await sender.send(request(), controller.signal)).toMatchObject({ code: 'ABORTED' });
    expect(sender.requests).toHaveLength(1);
  });
});
