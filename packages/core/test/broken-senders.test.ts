import { describe, expect, it } from 'vitest';
import type { Sender, SendOutcome } from '../src/index.ts';
import {
  forever,
  minute,
  publish,
  publishOne,
  recordErrors,
  recordEvents,
  register,
  runEngine,
  standing,
  statusesOf,
} from './delivery-fixture.ts';
import { watchUnhandled } from './watch-unhandled.ts';

/** A sender that answers each request by `send`, whatever that is. */
function senderOf(send: () => unknown): Sender {
  return { schemes: ['https'], send: send as () => Promise<SendOutcome> };
}

const body = new Uint8Array();
const ok = { kind: 'response', status: 200, headers: {}, body } as const;

describe('a sender that breaks its contract', () => {
  const broken: [string, () => unknown][] = [
    ['rejects', () => Promise.reject(new Error('broken'))],
    ['rejects with nothing', () => Promise.reject()],
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['answers nothing at once', () => undefined],
    ['answers nothing', async () => undefined],
    ['answers null', async () => null],
    ['answers a number', async () => 200],
    ['answers an empty object', async () => ({})],
    ['answers an unknown kind', async () => ({ kind: 'success', status: 200 })],
    ['answers a status that is text', async () => ({ ...ok, status: '200' })],
    ['answers a status that is NaN', async () => ({ ...ok, status: Number.NaN })],
    ['answers a status of no response', async () => ({ ...ok, status: 0 })],
    ['answers no headers', async () => ({ kind: 'response', status: 500, body })],
    ['answers headers that are no text', async () => ({ ...ok, status: 500, headers: { 'retry-after': 5 } })],
    ['answers no body', async () => ({ kind: 'response', status: 500, headers: {} })],
    ['answers a body that is text', async () => ({ ...ok, status: 500, body: 'no' })],
    ['answers a failure without a code', async () => ({ kind: 'failure', message: 'no' })],
    ['answers a failure without a message', async () => ({ kind: 'failure', code: 'TIMEOUT' })],
    ['answers a detail that is no text', async () => ({ kind: 'failure', code: 'TIMEOUT', message: '', detail: {} })],
    [
      'answers what cannot be read',
      async () => ({
        get kind() {
          throw new Error('broken');
        },
      }),
    ],
  ];

  it.each(broken)('because it %s: a failed try with the code SENDER_FAILED, and all goes on', async (_way, send) => {
    const unhandled = watchUnhandled();
    let calls = 0;
    const flaky = senderOf(() => {
      calls += 1;
      return calls === 1 ? send() : Promise.resolve(ok);
    });
    const { webhooks, clock } = await runEngine({ senders: [flaky], attempts: 'full' });
    const errors = recordErrors(webhooks);
    const events = recordEvents(webhooks, ['delivery-retrying', 'delivery-succeeded']);
    await register(webhooks);
    const ids = await publish(webhooks, 'first', 'second');
    await clock.advance(0);
    expect(await standing(webhooks, ids[0] as string)).toMatchObject({
      status: 'pending',
      attempts: 1,
      code: 'SENDER_FAILED',
    });
    await clock.advance(minute);
    expect(await statusesOf(webhooks, ids)).toEqual(['succeeded', 'succeeded']);
    expect(events.map(([name]) => name)).toEqual(['delivery-retrying', 'delivery-succeeded', 'delivery-succeeded']);
    expect(events[0]?.[1]).toMatchObject({ code: 'SENDER_FAILED', status: null, message: expect.stringMatching(/\w/) });
    expect(errors).toEqual([]);
    await expect(unhandled()).resolves.toEqual([]);
  });

  it.each([1_000, 60_000, 3_600_000])(
    'because it never answers: TIMEOUT soon after its time, with a lease of %i ms',
    async (leaseMs) => {
      const unhandled = watchUnhandled();
      const { webhooks, clock } = await runEngine({
        senders: [senderOf(forever)],
        dispatch: { leaseMs, timeoutMs: 10_000 },
      });
      await register(webhooks);
      const id = await publishOne(webhooks);
      await clock.advance(10_000);
      expect(await standing(webhooks, id)).toMatchObject({ status: 'sending', attempts: 0 });
      await clock.advance(30_000);
      const [attempt] = await webhooks.deliveries.attempts(id);
      expect(attempt).toMatchObject({ number: 1, code: 'TIMEOUT', status: null });
      expect(attempt?.durationMs).toBeGreaterThan(10_000);
      await expect(unhandled()).resolves.toEqual([]);
    },
  );

  it('because it answers after it was given up: the late answer changes nothing', async () => {
    const answers: ((outcome: unknown) => void)[] = [];
    const late = senderOf(() => new Promise((resolve) => answers.push(resolve)));
    const { webhooks, clock } = await runEngine({ senders: [late], retry: { delaysMs: [] } });
    await register(webhooks);
    const id = await publishOne(webhooks);
    await clock.advance(minute);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'exhausted', attempts: 1, code: 'TIMEOUT' });
    answers[0]?.(ok);
    await clock.advance(minute);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'exhausted', attempts: 1, code: 'TIMEOUT' });
  });

  it('never answering frees its places: others are sent again', async () => {
    const { webhooks, clock } = await runEngine({
      senders: [senderOf(forever)],
      dispatch: { concurrency: 2, perWebhookConcurrency: 2 },
      retry: { delaysMs: [] },
    });
    await register(webhooks);
    const ids = await publish(webhooks, 'one', 'two', 'three', 'four');
    await clock.advance(2 * minute);
    expect(await statusesOf(webhooks, ids)).toEqual(Array(4).fill('exhausted'));
  });

  it('because none serves the scheme any more: NO_SENDER', async () => {
    const one = await runEngine();
    const { webhooks, store, clock } = one;
    await register(webhooks);
    await webhooks.stop();
    const id = await publishOne(webhooks);
    const other = await runEngine({ store, clock, seed: 2, senders: [{ schemes: ['ftp'], send: async () => ok }] });
    await clock.advance(0);
    expect(await standing(other.webhooks, id)).toMatchObject({ status: 'pending', attempts: 1, code: 'NO_SENDER' });
  });
});
