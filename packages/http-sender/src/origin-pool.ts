import { Connection, type ConnectionOwner, type ConnectionSettings } from './connection.ts';
import type { Endpoint } from './endpoint.ts';
import type { Exchange, WaitingRoom } from './exchange.ts';
import { WaitingLine } from './waiting-line.ts';

export interface OriginPoolSettings extends ConnectionSettings {
  /** Most connections, ≥ 1. */
  readonly connections: number;
}

/** Whoever keeps the pools: it shares out the connections of all, and is told of each pool's turns between used, idle and empty. */
export interface OriginPoolOwner {
  /** Whether pools wait that have no connection at all. */
  readonly isStarving: boolean;
  /** Takes one of the connections that all pools may have together. @returns false when there is none */
  takeSlot(pool: OriginPool): boolean;
  /** Gives one back. */
  freeSlot(): void;
  /** It has exchanges waiting and no connection: it is to be given a slot, by {@link OriginPool.onSlot}. */
  onStarving(pool: OriginPool): void;
  /** Nothing waits in it any more. */
  onSated(pool: OriginPool): void;
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
  readonly #waiting = new WaitingLine<Exchange>();
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
    } else {
      this.#wait(exchange);
      this.#serveWaiting();
    }
  }

  /** @returns whether it could use the connection that it may have now */
  onSlot(): boolean {
    const next = this.#nextWaiting();
    if (next === null) return false;
    this.#openFor(next);
    return true;
  }

  /** Closes an idle connection, so that another pool can have one. @returns whether there was one */
  closeIdle(): boolean {
    const connection = this.#idle.shift();
    if (connection === undefined) return false;
    this.#drop(connection);
    return true;
  }

  withdraw(exchange: Exchange): void {
    exchange.waitingRoom = null;
    this.#waiting.leave(exchange);
    if (this.#waiting.size > 0) return;
    this.#owner.onSated(this);
    this.#tellIfEmpty();
  }

  onReleased(connection: Connection): void {
    const isClosing = this.#onClosed !== null && this.#waiting.size === 0;
    if (isClosing || this.#owner.isStarving) {
      this.#drop(connection);
      this.#serveWaiting();
      return;
    }
    const next = this.#nextWaiting();
    if (next !== null) {
      connection.run(next);
    } else {
      this.#idle.push(connection);
      this.#tellIfIdle();
    }
  }

  onDiscarded(connection: Connection): void {
    this.#drop(connection);
    this.#serveWaiting();
    this.#tellIfIdle();
  }

  onRepeat(connection: Connection, exchange: Exchange): void {
    // Its carrier goes: as long as it waits it has none.
    exchange.carrier = null;
    this.#wait(exchange);
    this.#drop(connection);
    this.#serveWaiting();
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

  #wait(exchange: Exchange): void {
    exchange.waitingRoom = this;
    this.#waiting.join(exchange);
  }

  /** Opens connections for what waits, as many as it may have. */
  #serveWaiting(): void {
    while (this.#waiting.size > 0 && this.#open < this.#settings.connections && this.#owner.takeSlot(this))
      this.onSlot();
    if (this.#waiting.size > 0 && this.#open === 0) this.#owner.onStarving(this);
  }

  #nextWaiting(): Exchange | null {
    const exchange = this.#waiting.next();
    if (exchange !== null) exchange.waitingRoom = null;
    return exchange;
  }

  #drop(connection: Connection): void {
    this.#open -= 1;
    this.#closing += 1;
    this.#owner.freeSlot();
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
