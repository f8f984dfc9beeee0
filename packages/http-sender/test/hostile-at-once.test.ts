import type { Socket } from 'node:net';
import type { SendOutcome } from '@hookwright/core';
import { expect, it } from 'vitest';
import { httpReceiver, tcpReceiver } from './receiver.ts';
import { testSender } from './test-sender.ts';

const hostileCount = 100;
const healthyCount = 500;

const flood = (socket: Socket, text: string) => {
  const write = () => {
    while (!socket.destroyed && socket.write(text));
  };
  socket.on('drain', write);
  write();
};

/** By what becomes of them: those that hang do so until they are given up. */
const hanging: ((socket: Socket) => void)[] = [
  () => {},
  (socket) => socket.write('HTTP/1.1 200 OK\r\nx: '),
  (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc'),
];
const ending: ((socket: Socket) => void)[] = [
  (socket) => socket.resetAndDestroy(),
  (socket) => flood(socket, `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(1_000)}`),
  (socket) => flood(socket, `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(10_000)}`),
];

it('a hundred hostile receivers at once keep nothing from a healthy one, and no socket (DE-6)', async () => {
  const attack = (acts: typeof hanging) => {
    let number = 0;
    return tcpReceiver((socket) => acts[number++ % acts.length]?.(socket));
  };
  const [slow, loud] = [await attack(hanging), await attack(ending)];
  const healthy = await httpReceiver((_request, response) => response.end());
  const resolver = async () => [{ address: '127.0.0.1', family: 4 }];
  const { send } = testSender({ resolver });
  const patience = new AbortController();

  let given = 0;
  const hostile = Array.from({ length: hostileCount }, (_, number): Promise<SendOutcome> => {
    const { port } = number % 2 === 0 ? slow : loud;
    return send(`http://r${number}.example:${port}/`, { timeoutMs: 60_000 }, patience.signal).finally(() => {
      given += 1;
    });
  });
  const outcomes = await Promise.all(
    Array.from({ length: healthyCount }, () => send(`http://healthy.example:${healthy.port}/`)),
  );
  expect(outcomes.filter((outcome) => outcome.kind === 'response' && outcome.status === 200)).toHaveLength(
    healthyCount,
  );
  // The healthy one was served while these still hung.
  expect(given).toBeLessThanOrEqual(hostileCount / 2);

  patience.abort();
  await Promise.all(hostile);
  await Promise.all([slow.empty(), loud.empty()]);
});
