import type { Socket } from 'node:net';
import { Client } from 'undici';
import { ConnectAttempt, type ConnectPhase, type ConnectSettings } from './connect-attempt.ts';
import type { Endpoint } from './endpoint.ts';
import type { Carrier, Exchange } from './exchange.ts';

/** Response headers above this close the connection, in bytes. */
const maxHeaderBytes = 16_384;
/**
 * Reading stops above this, whatever it is: interim responses, trailers and extensions of chunks are no headers and no body. A body
 * within its own bound is, in chunks of a byte each, smaller.
 */
const maxWireBytes = 524_288;

export interface ConnectionSettings extends ConnectSettings {
  readonly keepAliveMs: number;
}

/** Whoever holds a connection and decides what runs on it next. */
export interface ConnectionOwner {
  onReleased(connection: Connection): void;
  /** It is to be destroyed. */
  onDiscarded(connection: Connection): void;
  /** It is to be destroyed, and the exchange to be run on a new one. */
  onRepeat(connection: Connection, exchange: Exchange): void;
  /** Its socket closed while nothing ran on it. */
  onIdleClosed(connection: Connection): void;
}

/**
 * One connection at a time to an endpoint, and one exchange at a time on it: an undici client without pipelining. It can be
 * thrown away with what runs on it, which aborting a request of a client would not do: that opens a new connection first.
 */
export class Connection implements Carrier {
  served = 0;
  readonly #client: Client;
  readonly #owner: ConnectionOwner;
  #attempt: ConnectAttempt | null = null;
  #exchange: Exchange | null = null;
  #socket: Socket | null = null;
  /** Of the present socket, before the exchange. */
  #bytesBefore = 0;

  constructor(endpoint: Endpoint, settings: ConnectionSettings, owner: ConnectionOwner) {
    const client = new Client(endpoint.origin, {
      connect: (_options, callback) => {
        this.served = 0;
        this.#attempt = new ConnectAttempt(endpoint, settings, (error, socket) => {
          this.#attempt = null;
          if (error === null) callback(null, this.#measure(socket));
          else callback(error, null);
        });
      },
      pipelining: 1,
      maxHeaderSize: maxHeaderBytes,
      // The deadline of the whole exchange stands for both.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: settings.keepAliveMs,
      keepAliveMaxTimeout: settings.keepAliveMs,
    });
    client.on('disconnect', () => {
      if (this.#exchange === null) owner.onIdleClosed(this);
    });
    this.#client = client;
    this.#owner = owner;
  }

  get connectPhase(): ConnectPhase | null {
    return this.#attempt === null ? null : this.#attempt.phase;
  }

  run(exchange: Exchange): void {
    this.#exchange = exchange;
    exchange.carrier = this;
    if (this.#socket !== null) this.#bytesBefore = this.#socket.bytesRead;
    const options = exchange.compose();
    if (options !== null) this.#client.dispatch(options, exchange);
  }

  release(): void {
    this.served += 1;
    this.#exchange = null;
    this.#owner.onReleased(this);
  }

  discard(): void {
    this.#owner.onDiscarded(this);
  }

  repeat(exchange: Exchange): void {
    this.#owner.onRepeat(this, exchange);
  }

  /** Closes the socket, or stops opening one, whatever runs on it. */
  destroy(onClosed: () => void): void {
    const attempt = this.#attempt;
    this.#client.destroy(null, attempt === null ? onClosed : () => attempt.cancel(onClosed));
  }

  #measure(socket: Socket): Socket {
    this.#socket = socket;
    this.#bytesBefore = socket.bytesRead;
    return socket.on('readable', () => {
      if (socket.bytesRead - this.#bytesBefore > maxWireBytes) this.#exchange?.endExcess();
    });
  }
}
