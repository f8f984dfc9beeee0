import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server that this machine alone can reach. */
export interface LocalServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  /** Refuses connections from now on, and cuts those that are open. */
  close(): Promise<void>;
}

/**
 * @param port - 0 for any
 * @throws the system's error when the port cannot be had
 */
export async function openLocalServer(listener: RequestListener, port: number): Promise<LocalServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const given = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${given}`,
    port: given,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
