import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { SendErrorCode } from '@hookwright/core';
import { describe, expect, it } from 'vitest';
import { tcpReceiver } from './receiver.ts';
import { testSender } from './test-sender.ts';

const head = (extra = '') => `HTTP/1.1 200 OK\r\n${extra}\r\n`;

/** Sends the start at once, then the text again and again, a character each 20 ms. */
function drip(socket: Socket, start: string, text: string): void {
  socket.write(start);
  let at = 0;
  const timer = setInterval(() => socket.write(text[at++ % text.length] as string), 20);
  socket.on('close', () => clearInterval(timer));
}

/** Sends the start, then the text again and again, as fast as it is taken. */
function flood(socket: Socket, start: string, text: string): void {
  socket.write(start);
  const write = () => {
    while (!socket.destroyed && socket.write(text));
  };
  socket.on('drain', write);
  write();
}

const cases: { name: string; act: (socket: Socket) => void; code: SendErrorCode }[] = [
  { name: 'hangs before the headers', act: () => {}, code: 'TIMEOUT' },
  { name: 'hangs within the headers', act: (socket) => socket.write('HTTP/1.1 200 OK\r\nx: '), code: 'TIMEOUT' },
  { name: 'hangs in the body of a 200', act: (s) => s.write(`${head('content-length: 9\r\n')}abc`), code: 'TIMEOUT' },
  {
    name: 'hangs in the body of a 410',
    act: (s) => s.write('HTTP/1.1 410 Gone\r\nContent-Length: 9\r\n\r\nab'),
    code: 'TIMEOUT',
  },
  {
    name: 'never ends a chunked body',
    act: (s) => s.write(`${head('transfer-encoding: chunked\r\n')}1\r\na\r\n`),
    code: 'TIMEOUT',
  },
  { name: 'drips a body', act: (s) => drip(s, head('content-length: 999\r\n'), 'x'), code: 'TIMEOUT' },
  {
    name: 'drips a head',
    act: (s) => drip(s, '', 'HTTP/1.1 200 OK\r\nx-long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'),
    code: 'TIMEOUT',
  },
  {
    name: 'sends interim responses only',
    act: (s) => s.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(3)),
    code: 'TIMEOUT',
  },
  {
    name: 'sends interim responses without end',
    act: (s) => flood(s, '', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100)),
    code: 'INVALID_RESPONSE',
  },
  { name: 'resets before a response', act: (s) => s.resetAndDestroy(), code: 'CONNECTION_RESET' },
  { name: 'closes before a response', act: (s) => s.end(), code: 'CONNECTION_RESET' },
  { name: 'closes within the head', act: (s) => s.end('HTTP/1.1 200 OK\r\nx: '), code: 'CONNECTION_RESET' },
  {
    name: 'closes within a chunked body',
    act: (s) => s.end(`${head('transfer-encoding: chunked\r\n')}5\r\nab`),
    code: 'CONNECTION_RESET',
  },
  {
    name: 'closes within a chunked body of a last response',
    act: (s) => s.end(`${head('connection: close\r\ntransfer-encoding: chunked\r\n')}5\r\nab`),
    code: 'CONNECTION_RESET',
  },
  {
    name: 'sends less than its content-length',
    act: (s) => s.end(`${head('content-length: 9\r\n')}abc`),
    code: 'INVALID_RESPONSE',
  },
  {
    name: 'sends less than its content-length in a last response',
    act: (s) => s.end(`${head('connection: close\r\ncontent-length: 9\r\n')}abc`),
    code: 'INVALID_RESPONSE',
  },
  {
    name: 'sends a content-length that is no number',
    act: (s) => s.write(`${head('content-length: x\r\n')}abc`),
    code: 'INVALID_RESPONSE',
  },
  {
    name: 'sends two content-lengths',
    act: (s) => s.write(`${head('content-length: 3\r\ncontent-length: 4\r\n')}abcd`),
    code: 'INVALID_RESPONSE',
  },
  { name: 'sends garbage', act: (s) => s.write('\x00\x01\x02 hello\r\n\r\n'), code: 'INVALID_RESPONSE' },
  { name: 'speaks another protocol', act: (s) => s.write('SSH-2.0-OpenSSH_9.2\r\n'), code: 'INVALID_RESPONSE' },
  { name: 'speaks HTTP/0.9', act: (s) => s.end('<html>hello</html>'), code: 'INVALID_RESPONSE' },
  {
    name: 'sends endless headers',
    act: (s) => flood(s, 'HTTP/1.1 200 OK\r\n', `x: ${'y'.repeat(500)}\r\n`),
    code: 'INVALID_RESPONSE',
  },
  {
    name: 'sends one endless header',
    act: (s) => flood(s, 'HTTP/1.1 200 OK\r\nx: ', 'y'.repeat(500)),
    code: 'INVALID_RESPONSE',
  },
  {
    name: 'sends endless trailers',
    act: (s) => flood(s, `${head('transfer-encoding: chunked\r\n')}1\r\na\r\n0\r\n`, `x: ${'y'.repeat(500)}\r\n`),
    code: 'INVALID_RESPONSE',
  },
  { name: 'sends 100 unasked', act: (s) => s.write('HTTP/1.1 100 Continue\r\n\r\n'), code: 'INVALID_RESPONSE' },
  {
    name: 'switches protocols',
    act: (s) => s.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    code: 'INVALID_RESPONSE',
  },
  {
    name: 'upgrades',
    act: (s) => s.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'),
    code: 'INVALID_RESPONSE',
  },
];

describe('a hostile receiver is an outcome, and its connection is closed (DE-2)', () => {
  it.each(cases)('$code when it $name', async ({ act, code }) => {
    const receiver = await tcpReceiver(act);
    const { send } = testSender();
    const outcome = await send(`http://127.0.0.1:${receiver.port}/`, { timeoutMs: code === 'TIMEOUT' ? 200 : 5_000 });
    expect(outcome).toMatchObject({ kind: 'failure', code });
    await receiver.empty();
    expect(receiver.accepted()).toBe(1);
  });

  it('says in which part of the exchange the time ran out', async () => {
    const receiver = await tcpReceiver((socket, request) => {
      if (request.startsWith('POST /body')) socket.write(head('content-length: 9\r\n'));
    });
    const { send } = testSender();
    const url = `http://127.0.0.1:${receiver.port}`;
    const [waiting, reading] = await Promise.all([
      send(`${url}/`, { timeoutMs: 200 }),
      send(`${url}/body`, { timeoutMs: 200 }),
    ]);
    expect(waiting).toMatchObject({ message: 'no complete response within 200 ms: still waiting for the response' });
    expect(reading).toMatchObject({ message: 'no complete response within 200 ms: still reading the body of a 200' });
  });
});

describe('the body of a response (DE-2)', () => {
  it.each([
    {
      name: 'of 100 KiB',
      write: (s: Socket) => s.write(`${head('content-length: 102400\r\n')}${'a'.repeat(102_400)}`),
    },
    { name: 'without end', write: (s: Socket) => flood(s, head(), 'a'.repeat(10_000)) },
    {
      name: 'in chunks whose extensions are longer than they are',
      write: (s: Socket) => flood(s, head('transfer-encoding: chunked\r\n'), `5;${'x'.repeat(100)}\r\naaaaa\r\n`),
    },
    {
      name: 'of 64 KiB and then nothing, one more promised',
      write: (s: Socket) => s.write(`${head('content-length: 65538\r\n')}${'a'.repeat(65_537)}`),
    },
  ])('$name is read to 64 KiB and kept to 4 KiB; the connection is closed and the status stands', async ({ write }) => {
    const receiver = await tcpReceiver(write);
    const { send } = testSender();
    const outcome = await send(`http://127.0.0.1:${receiver.port}/`);
    expect(outcome).toMatchObject({ kind: 'response', status: 200 });
    expect(outcome).toHaveProperty('body', new Uint8Array(4_096).fill(97));
    await receiver.empty();
  });

  it('with an extension of a chunk that never ends: the connection is closed and the status stands', async () => {
    const receiver = await tcpReceiver((socket) =>
      flood(socket, `${head('transfer-encoding: chunked\r\n')}3\r\nabc\r\n1;`, 'x'.repeat(10_000)),
    );
    const { send } = testSender();
    const outcome = await send(`http://127.0.0.1:${receiver.port}/`);
    expect(outcome).toMatchObject({ kind: 'response', status: 200, body: new TextEncoder().encode('abc') });
    await receiver.empty();
  });

  it('of 64 KiB in chunks of a byte each is within the bounds', async () => {
    const receiver = await tcpReceiver((socket) =>
      socket.write(`${head('transfer-encoding: chunked\r\n')}${'1\r\na\r\n'.repeat(65_536)}0\r\n\r\n`),
    );
    const { send } = testSender();
    for (const _ of [1, 2, 3]) expect(await send(`http://127.0.0.1:${receiver.port}/`)).toMatchObject({ status: 200 });
    expect(receiver.accepted()).toBe(1);
  });

  it('that is packed is asked for by nothing and never unpacked', async () => {
    const bomb = gzipSync(new Uint8Array(32 * 1_048_576));
    let request = '';
    const receiver = await tcpReceiver((socket, text) => {
      request = text;
      socket.write(head(`content-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n`));
      socket.write(bomb);
    });
    const { send } = testSender();
    const outcome = await send(`http://127.0.0.1:${receiver.port}/`);
    expect(outcome).toMatchObject({ status: 200, body: new Uint8Array(bomb.subarray(0, 4_096)) });
    expect(request.toLowerCase()).not.toContain('accept-encoding');
  });

  it('of exactly 64 KiB leaves the connection usable', async () => {
    const receiver = await tcpReceiver((socket) =>
      socket.write(`${head('content-length: 65536\r\n')}${'a'.repeat(65_536)}`),
    );
    const { send } = testSender();
    const url = `http://127.0.0.1:${receiver.port}/`;
    expect(await send(url)).toMatchObject({ status: 200 });
    expect(await send(url)).toMatchObject({ status: 200 });
    expect(receiver.accepted()).toBe(1);
  });

  it('that comes in pieces is put together', async () => {
    const receiver = await tcpReceiver(async (socket) => {
      socket.write(head('transfer-encoding: chunked\r\n'));
      for (const piece of ['one ', 'two ', 'three']) {
        await new Promise((resolve) => socket.write(`${piece.length}\r\n${piece}\r\n`, resolve));
      }
      socket.write('0\r\n\r\n');
    });
    const { send } = testSender();
    const outcome = await send(`http://127.0.0.1:${receiver.port}/`);
    expect(outcome).toHaveProperty('body', new TextEncoder().encode('one two three'));
  });

  it('longer than its content-length: the status stands and the connection is not used again', async () => {
    const receiver = await tcpReceiver((socket) =>
      socket.write(`${head('content-length: 2\r\n')}okHTTP/1.1 500 Injected\r\n\r\n`),
    );
    const { send } = testSender();
    const url = `http://127.0.0.1:${receiver.port}/`;
    expect(await send(url)).toMatchObject({ status: 200 });
    expect(await send(url)).toMatchObject({ status: 200 });
    expect(receiver.accepted()).toBe(2);
  });
});
