import { describe, expect, it } from 'vitest';
import { httpReceiver, tcpReceiver } from './receiver.ts';
import { testSender } from './test-sender.ts';

/** Answers only when it is told to. */
async function heldReceiver() {
  const held: (() => void)[] = [];
  const receiver = await httpReceiver((_request, response) => held.push(() => response.end()));
  return { url: `http://127.0.0.1:${receiver.port}/`, receiver, held };
}

describe('connections to all origins together', () => {
  it('are at most maxConnections; what waits is sent in turn', async () => {
    const receivers = await Promise.all(Array.from({ length: 6 }, heldReceiver));
    const { send } = testSender({ maxConnections: 4, connections: 4 });
    const outcomes = receivers.flatMap(({ url }) => [send(url), send(url)]);
    const open = () => receivers.reduce((sum, { receiver }) => sum + receiver.open(), 0);
    const underWay = () => receivers.reduce((sum, { held }) => sum + held.length, 0);
    let most = 0;
    let left = outcomes.length;
    while (left > 0) {
      await expect.poll(underWay).toBeGreaterThan(0);
      most = Math.max(most, underWay());
      for (const { held } of receivers) {
        for (const answer of held.splice(0)) {
          answer();
          left -= 1;
        }
      }
    }
    for (const outcome of await Promise.all(outcomes)) expect(outcome).toMatchObject({ status: 200 });
    expect(most).toBe(4);
    expect(open()).toBeLessThanOrEqual(4);
  });

  it('are nobody’s for an origin whose requests have given up waiting: closing ends', async () => {
    const [busy, other] = [await heldReceiver(), await heldReceiver()];
    const { send, close } = testSender({ maxConnections: 1 });
    const held = send(busy.url, { timeoutMs: 400 });
    const waiting = send(other.url, { timeoutMs: 100 });
    const closed = close();
    expect(await waiting).toMatchObject({ code: 'TIMEOUT' });
    expect(await held).toMatchObject({ code: 'TIMEOUT' });
    await closed;
  });

  it('an origin with much to send starves no other', async () => {
    const [busy, other] = [await heldReceiver(), await heldReceiver()];
    const { send } = testSender({ maxConnections: 2, connections: 2 });
    const many = Array.from({ length: 40 }, () => send(busy.url));
    await expect.poll(() => busy.held.length).toBe(2);
    const one = send(other.url);
    let answered = 0;
    while (other.held.length === 0 && answered < 40) {
      await expect.poll(() => busy.held.length + other.held.length).toBeGreaterThan(0);
      busy.held.splice(0, 1)[0]?.();
      answered += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(answered).toBeLessThan(6);
    other.held.splice(0)[0]?.();
    expect(await one).toMatchObject({ status: 200 });
    const drain = setInterval(() => busy.held.splice(0).forEach((answer) => void answer()), 1);
    for (const outcome of await Promise.all(many)) expect(outcome).toMatchObject({ status: 200 });
    clearInterval(drain);
  });

  it('that are idle make room for another origin at once', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => httpReceiver((_request, response) => response.end())));
    const { send } = testSender({ maxConnections: 1 });
    for (const receiver of [first, second, first]) {
      expect(await send(`http://127.0.0.1:${receiver?.port}/`)).toMatchObject({ status: 200 });
    }
    expect([first?.accepted(), second?.accepted()]).toEqual([2, 1]);
  });

  it('that hang keep others waiting no longer than their own time', async () => {
    const hanging = await tcpReceiver(() => {});
    const fine = await httpReceiver((_request, response) => response.end());
    const { send } = testSender({ maxConnections: 1 });
    const hung = send(`http://127.0.0.1:${hanging.port}/`, { timeoutMs: 200 });
    const late = send(`http://127.0.0.1:${fine.port}/`, { timeoutMs: 50 });
    const patient = send(`http://127.0.0.1:${fine.port}/`);
    expect(await hung).toMatchObject({ code: 'TIMEOUT' });
    expect(await late).toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringContaining('waiting for a free connection'),
    });
    expect(await patient).toMatchObject({ status: 200 });
  });
});
