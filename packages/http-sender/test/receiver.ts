import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

const certificate = {
  key: readFileSync(new URL('./fixtures/key.pem', import.meta.url)),
  cert: readFileSync(new URL('./fixtures/certificate.pem', import.meta.url)),
};

export interface Receiver {
  readonly port: number;
  /** Connections accepted so far. */
  readonly accepted: () => number;
  /** Connections open now. */
  readonly open: () => number;
  /** Resolves when no connection is open. */
  readonly empty: () => Promise<void>;
}

/** Speaks whatever it likes on a raw socket; `onRequest` is called each time the text of a whole request has come. */
export function tcpReceiver(onRequest: (socket: Socket, request: string, count: number) => void): Promise<Receiver> {
  let count = 0;
  return listen(
    createTcpServer((socket) => {
      let text = '';
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
        const head = text.indexOf('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
        if (head === -1 || text.length < head + 4 + length) return;
        const request = text;
        text = '';
        count += 1;
        onRequest(socket, request, count);
      });
    }),
    'connection',
  );
}

export function httpReceiver(listener: RequestListener): Promise<Receiver> {
  return listen(createHttpServer(listener), 'connection');
}

/** With the self-signed certificate of the fixtures, or another one of the same key. */
export function httpsReceiver(listener: RequestListener, cert: string | Buffer = certificate.cert): Promise<Receiver> {
  return listen(createHttpsServer({ ...certificate, cert }, listener), 'connection');
}

async function listen(server: Server | HttpServer, event: 'connection'): Promise<Receiver> {
  const sockets = new Set<Socket>();
  const waiting: (() => void)[] = [];
  let accepted = 0;
  server.on(event, (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) for (const resolve of waiting.splice(0)) resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    port: (server.address() as AddressInfo).port,
    accepted: () => accepted,
    open: () => sockets.size,
    empty: () => new Promise((resolve) => (sockets.size === 0 ? resolve() : waiting.push(resolve))),
  };
}
