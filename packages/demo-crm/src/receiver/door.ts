import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const reopenTries = 40;
const reopenDelayMs = 50;

/** A listening port of this machine that can be shut and opened again. */
export class Door {
  readonly #listener: RequestListener;
  #server: Server | null = null;
  #port = 0;

  constructor(listener: RequestListener) {
    this.#listener = listener;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Any free port the first time, the same one later. @throws when another process keeps the port */
  async open(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#listen();
        return;
      } catch (error) {
        if (tries === reopenTries) throw error;
        await sleep(reopenDelayMs);
      }
    }
  }

  /** Afterwards connections are refused, those that were open are cut. */
  shut(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return Promise.resolve();
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  async #listen(): Promise<void> {
    const server = createServer(this.#listener);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }
}
