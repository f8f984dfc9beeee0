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
  #connecting: Promise<void> | null = null;
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
    this.#connecting ??= this.#connect();
    return () => {
      end();
      if (!this.#local.hasListeners) void this.#disconnect();
    };
  }

  async close(): Promise<void> {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      await this.#notify();
    }
    await this.#disconnect();
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
    try {
      const client = await this.#pool.connect();
      this.#client = client;
      client.on('error', () => this.#reconnect(client));
      client.on('end', () => this.#reconnect(client));
      client.on('notification', ({ channel }) => {
        if (channel === this.#channel) this.#local.send();
      });
      await client.query({ text: `LISTEN "${this.#channel}"`, values: [] });
    } catch {
      this.#reconnect(this.#client);
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
      this.#connecting = this.#local.hasListeners ? this.#connect() : null;
    }, reconnectMs);
    this.#retryTimer.unref();
  }

  async #disconnect(): Promise<void> {
    const connecting = this.#connecting;
    this.#connecting = null;
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer);
    this.#retryTimer = null;
    await connecting;
    const client = this.#client;
    this.#client = null;
    // Not given back to the pool: it would go on listening for whoever gets it next.
    client?.release(true);
  }
}
