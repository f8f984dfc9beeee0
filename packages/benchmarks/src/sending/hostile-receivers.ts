// Receivers in a process of their own that misbehave, each in one of several ways. Prints their ports; ends with its input.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { constants, setPriority } from 'node:os';

// Theirs are other machines: what they do is not to take the processor from what is measured.
setPriority(constants.priority.PRIORITY_LOW);

const head = 'HTTP/1.1 200 OK\r\n';
const junk = 'x'.repeat(4_096);

/** Writes again and again, as fast as it is read. */
function flood(socket: Socket, text: string): void {
  const write = (): void => {
    while (!socket.destroyed && socket.write(text));
  };
  socket.on('drain', write);
  write();
}

function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write('x'), 50);
  socket.on('close', () => clearInterval(timer));
}

const ways: readonly ((socket: Socket) => void)[] = [
  () => {},
  (socket) => socket.write(`${head}x-never-ending: `),
  (socket) => socket.write(`${head}content-length: 99999\r\n\r\nabc`),
  (socket) => {
    socket.write(`${head}content-length: 99999\r\n\r\n`);
    drip(socket);
  },
  (socket) => socket.resetAndDestroy(),
  (socket) => {
    socket.write(head);
    flood(socket, `x-${junk.slice(0, 100)}: ${junk.slice(0, 100)}\r\n`);
  },
  (socket) => {
    socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
    flood(socket, `1000\r\n${junk}\r\n`);
  },
  (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n'),
  (socket) => socket.end(`${head}content-length: 2\r\ncontent-length: 3\r\n\r\nok`),
  (socket) => socket.end('<html>hello</html>'),
];

const servers = Array.from({ length: Number(process.argv[2]) }, (_, index) =>
  createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => ways[index % ways.length]?.(socket));
  }).listen(0, '127.0.0.1'),
);
await Promise.all(servers.map((server) => once(server, 'listening')));
process.stdout.write(`${servers.map((server) => (server.address() as AddressInfo).port).join(' ')}\n`);
process.stdin.resume().on('end', () => process.exit(0));
