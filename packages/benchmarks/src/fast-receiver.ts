// A receiver in a process of its own that costs as little as can be: answers every request with an empty 200 and parses no
// more of it than where it ends. Prints its port once it listens; ends with its standard input. A line with a number there
// asks it to count: it prints the milliseconds between the first and the last of that many requests once it has them.
import { createServer, type Socket } from 'node:net';

const answer = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
const headEnd = Buffer.from('\r\n\r\n');
const count = { wanted: 0, received: 0, firstAt: 0 };

function receive(socket: Socket): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      const end = pending.indexOf(headEnd);
      if (end < 0) return;
      const head = pending.toString('latin1', 0, end);
      const bodyBytes = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      const next = end + headEnd.length + bodyBytes;
      if (pending.length < next) return;
      pending = pending.subarray(next);
      socket.write(answer);
      countOne();
    }
  });
}

function countOne(): void {
  count.received += 1;
  if (count.received === 1) count.firstAt = performance.now();
  if (count.received === count.wanted) process.stdout.write(`${performance.now() - count.firstAt}\n`);
}

const server = createServer(receive);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.stdout.write(`${address.port}\n`);
});
process.stdin.setEncoding('utf8').on('data', (line) => {
  Object.assign(count, { wanted: Number(line), received: 0 });
});
process.stdin.on('end', () => process.exit(0));
