import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What is lost: what the client sends, which never reaches the server, or the server's answer to it. */
export type Loss = 'request' | 'answer';

/** A TCP proxy that cuts a connection where a test wants it. */
export interface CuttingProxy extends AsyncDisposable {
  readonly port: number;
  /** Cuts once, at what the client sends as the `exchange`th from now on, from 0, over all connections. */
  cutAt(exchange: number, loss: Loss): void;
  /** Cuts nothing more. @returns whether it has cut since `cutAt` */
  stopCutting(): boolean;
}

/** @param target - where the server is */
export async function cuttingProxy(target: { readonly host: string; readonly port: number }): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let left = Number.POSITIVE_INFINITY;
  let loss: Loss = 'request';
  let hasCut = false;
  const server = createServer((client) => {
    const upstream = connect(target);
    let losesAnswer = false;
    const cut = () => {
      hasCut = true;
      client.destroy();
      upstream.destroy();
    };
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.once('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (chunk) => {
      left -= 1;
      if (left < 0) {
        left = Number.POSITIVE_INFINITY;
        if (loss === 'request') return cut();
        losesAnswer = true;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (losesAnswer) cut();
      else client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cutAt: (exchange, what) => {
      left = exchange;
      loss = what;
      hasCut = false;
    },
    stopCutting: () => {
      left = Number.POSITIVE_INFINITY;
      return hasCut;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
