import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LocalServer, openLocalServer } from '../local-server.ts';

const reopenTries = 40;
const reopenDelayMs = 50;

/** A listening port of this machine that can be shut and opened again. */
export class Door {
  readonly #listener: RequestListener;
  #server: LocalServer | null = null;
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
        this.#server = await openLocalServer(this.#listener, this.#port);
        this.#port = this.#server.port;
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
    return server === null ? Promise.resolve() : server.close();
  }
}
