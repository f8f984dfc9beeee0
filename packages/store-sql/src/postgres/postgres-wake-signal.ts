import { LocalWakeSignal, type WakeSignal } from '../session/wake-signal.ts';
import type { PgPool, PgPoolClient } from './pg-handles.ts';

/** A notification takes an instance-wide lock at its commit: at most one in this time. */
const intervalMs = 50;
const reconnectMs = 5_000;

/**
 * Wakes the engines of this process, and by LISTEN and NOTIFY those of others. NOTIFY is sent by itself, never in a publish's
 * transaction. It is a hint: where it fails, the others poll.
 */
export class PostgresWakeSignal implements WakeSignal {
  readonly #local = new LocalWakeSignal();
  readonly #pool: PgPool;
  readonly #channel: string;
  #timer: NodeJS.Timeout | null = null;
  #sentAt = 0;
  #client: PgPoolClient | null = null;
  #isConnecting = false;
  #retryTimer: NodeJS.Timeout | null = null;

  /** @param channel - an identifier, checked */
  constructor(pool: PgPool, channel: string) {
    this.#pool = pool;
    this.#channel = channel;
  }

  send(): void {
    this.#local.send();
    if (this.#timer !== null) return;
    const waitMs = Math.max(this.#sentAt + intervalMs - Date.now(), 0);
    this.#timer = setTimeout(() => void this.#notify(), waitMs);
    this.#timer.unref();
  }

  listen(listener: () => void): () => void {
    const end = this.#local.listen(listener);
    this.#start();
    return () => {
      end();
      if (!this.#local.hasListeners) this.#disconnect();
    };
  }

  async close(): Promise<void> {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      await this.#notify();
    }
    this.#disconnect();
  }

  async #notify(): Promise<void> {
    this.#timer = null;
    this.#sentAt = Date.now();
    try {
      await this.#pool.query({ text: `NOTIFY "${this.#channel}"`, values: [] });
    } catch {
      // The others find the work when they poll.
    }
  }

  async #connect(): Promise<void> {
    let client: PgPoolClient | null = null;
    try {
      client = await this.#pool.connect();
      // While the pool had none to give, this process may have ended listening.
      if (!this.#local.hasListeners) {
        client.release();
        return;
      }
      const own = client;
      this.#client = own;
      own.on('error', () => this.#reconnect(own));
      own.on('end', () => this.#reconnect(own));
      own.on('notification', ({ channel }) => {
        if (channel === this.#channel) this.#local.send();
      });
      await own.query({ text: `LISTEN "${this.#channel}"`, values: [] });
    } catch {
      this.#reconnect(client);
    }
  }

  #reconnect(client: PgPoolClient | null): void {
    if (client !== null) {
      if (this.#client !== client) return;
      this.#client = null;
      client.release(true);
    }
    if (!this.#local.hasListeners || this.#retryTimer !== null) return;
    this.#retryTimer = setTimeout(() => {
      this.#retryTimer = null;
      this.#start();
    }, reconnectMs);
    this.#retryTimer.unref();
  }

  #start(): void {
    if (this.#isConnecting || this.#client !== null || !this.#local.hasListeners) return;
    this.#isConnecting = true;
    void this.#connect().finally(() => {
      this.#isConnecting = false;
      // Who began to listen while a connection was being given back.
      if (this.#client === null && this.#retryTimer === null) this.#start();
    });
  }

  #disconnect(): void {
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer);
    this.#retryTimer = null;
    const client = this.#client;
    this.#client = null;
    // Not given back to the pool: it would go on listening for whoever gets it next.
    client?.release(true);
  }
}
