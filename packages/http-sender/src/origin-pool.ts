import { Connection, type ConnectionOwner, type ConnectionSettings } from './connection.ts';
import type { Endpoint } from './endpoint.ts';
import type { Exchange, WaitingRoom } from './exchange.ts';

export interface OriginPoolSettings extends ConnectionSettings {
  /** Most connections, ≥ 1. */
  readonly connections: number;
}

/** Whoever keeps the pools, told of each one's turns between used, idle and empty. */
export interface OriginPoolOwner {
  onUsed(pool: OriginPool): void;
  onIdle(pool: OriginPool): void;
  /** It holds no socket and nothing waits: it may be forgotten. */
  onEmpty(pool: OriginPool): void;
}

/** The connections to one endpoint, and the exchanges that wait for one. */
export class OriginPool implements ConnectionOwner, WaitingRoom {
  readonly key: string;
  readonly #endpoint: Endpoint;
  readonly #settings: OriginPoolSettings;
  readonly #owner: OriginPoolOwner;
  /** The one used last is taken first, so that under little load the others close. */
  readonly #idle: Connection[] = [];
  readonly #waiting = new Set<Exchange>();
  /** Idle and in use. */
  #open = 0;
  /** Given up, their sockets not yet closed. */
  #closing = 0;
  #onClosed: (() => void) | null = null;

  constructor(key: string, endpoint: Endpoint, settings: OriginPoolSettings, owner: OriginPoolOwner) {
    this.key = key;
    this.#endpoint = endpoint;
    this.#settings = settings;
    this.#owner = owner;
  }

  /** Runs an exchange now, or as soon as a connection is free. Not after {@link close}. */
  start(exchange: Exchange): void {
    if (this.#open === this.#idle.length) this.#owner.onUsed(this);
    const connection = this.#idle.pop();
    if (connection !== undefined) {
      connection.run(exchange);
    } else if (this.#open < this.#settings.connections) {
      this.#openFor(exchange);
    } else {
      exchange.waitingRoom = this;
      this.#waiting.add(exchange);
    }
  }

  withdraw(exchange: Exchange): void {
    this.#waiting.delete(exchange);
  }

  onReleased(connection: Connection): void {
    const next = this.#nextWaiting();
    if (next !== undefined) {
      connection.run(next);
    } else if (this.#onClosed !== null) {
      this.#drop(connection);
    } else {
      this.#idle.push(connection);
      this.#tellIfIdle();
    }
  }

  onDiscarded(connection: Connection): void {
    this.#drop(connection);
    const next = this.#nextWaiting();
    if (next !== undefined) this.#openFor(next);
    else this.#tellIfIdle();
  }

  onRepeat(connection: Connection, exchange: Exchange): void {
    this.#drop(connection);
    this.#openFor(exchange);
  }

  onIdleClosed(connection: Connection): void {
    const index = this.#idle.indexOf(connection);
    if (index === -1) return;
    this.#idle.splice(index, 1);
    this.#drop(connection);
  }

  /**
   * Closes idle connections now, and those in use when their exchanges end.
   *
   * @returns when every socket is closed
   */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#onClosed = resolve;
      for (const connection of this.#idle.splice(0)) this.#drop(connection);
      this.#tellIfEmpty();
    });
  }

  #openFor(exchange: Exchange): void {
    this.#open += 1;
    new Connection(this.#endpoint, this.#settings, this).run(exchange);
  }

  #nextWaiting(): Exchange | undefined {
    for (const exchange of this.#waiting) {
      this.#waiting.delete(exchange);
      exchange.waitingRoom = null;
      return exchange;
    }
    return undefined;
  }

  #drop(connection: Connection): void {
    this.#open -= 1;
    this.#closing += 1;
    connection.destroy(() => {
      this.#closing -= 1;
      this.#tellIfEmpty();
    });
  }

  #tellIfIdle(): void {
    if (this.#open > 0 && this.#open === this.#idle.length) this.#owner.onIdle(this);
  }

  #tellIfEmpty(): void {
    if (this.#open + this.#closing + this.#waiting.size > 0) return;
    this.#owner.onEmpty(this);
    this.#onClosed?.();
  }
}
