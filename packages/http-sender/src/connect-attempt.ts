import { isIP, type LookupFunction, connect as openTcp, type Socket, type TcpNetConnectOpts } from 'node:net';
import { connect as openTls } from 'node:tls';
import type { SendFailure } from '@hookwright/core';
import type { AddressGuard } from './address-guard.ts';
import { ConnectError } from './connect-error.ts';
import { Deadline, type Deadlines } from './deadlines.ts';
import type { Endpoint } from './endpoint.ts';
import { sendFailure } from './send-failure.ts';
import { systemErrorDetail } from './system-error-detail.ts';

/** TCP's own probes on a kept connection, first one after this time, in ms. */
const probeAfterMs = 60_000;

/** What a sender's connections have in common. */
export interface ConnectSettings {
  readonly guard: AddressGuard;
  readonly deadlines: Deadlines;
  /** From the start to the end of the TLS handshake, in ms, > 0. */
  readonly connectTimeoutMs: number;
}

export type ConnectPhase = 'resolving the name' | 'connecting' | 'in the TLS handshake';
export type ConnectCallback = (...result: [error: null, socket: Socket] | [error: ConnectError, socket: null]) => void;

/**
 * Opens one socket to an endpoint, pinned to addresses that the guard has vetted: the socket asks the guard in place of the
 * system, once, and connects to what it answered.
 */
export class ConnectAttempt extends Deadline {
  readonly #endpoint: Endpoint;
  readonly #settings: ConnectSettings;
  readonly #socket: Socket;
  #callback: ConnectCallback | null;
  #phase: ConnectPhase;

  /** @param callback - called once with a connected socket or a {@link ConnectError}; not after {@link cancel} */
  constructor(endpoint: Endpoint, settings: ConnectSettings, callback: ConnectCallback) {
    super();
    this.#endpoint = endpoint;
    this.#settings = settings;
    this.#callback = callback;
    this.#phase = isIP(endpoint.hostname) === 0 ? 'resolving the name' : 'connecting';
    this.#socket = this.#open();
    settings.deadlines.set(this, settings.connectTimeoutMs);
  }

  get phase(): ConnectPhase {
    return this.#phase;
  }

  /** Gives up. The callback is not called. */
  cancel(onClosed: () => void): void {
    this.#finish();
    this.#socket.once('close', onClosed).destroy();
  }

  override expire(): void {
    this.#fail(this.#failure(`none within ${this.#settings.connectTimeoutMs} ms, ${this.#phase}`));
  }

  #open(): Socket {
    const { hostname, port, secure, verify, session, context } = this.#endpoint;
    const options: TcpNetConnectOpts = { host: hostname, port, lookup: this.#lookup };
    const socket = secure
      ? openTls({
          ...options,
          ALPNProtocols: ['http/1.1'],
          rejectUnauthorized: verify,
          ...(context === undefined ? undefined : { secureContext: context }),
          // A server name is never an address, and never ends in the root's dot.
          ...(isIP(hostname) === 0 ? { servername: hostname.replace(/\.$/, '') } : undefined),
          ...(session === undefined ? undefined : { session }),
        }).on('session', (latest: Buffer) => {
          this.#endpoint.session = latest;
        })
      : openTcp(options);
    return socket
      .setNoDelay(true)
      .setKeepAlive(true, probeAfterMs)
      .once('connect', () => {
        if (secure) this.#phase = 'in the TLS handshake';
        else this.#succeed();
      })
      .once('secureConnect', () => this.#succeed())
      .on('error', (error) => this.#onError(error));
  }

  readonly #lookup: LookupFunction = (hostname, options, callback) => {
    this.#settings.guard.resolve(hostname).then(
      (addresses) => {
        this.#phase = 'connecting';
        const [first] = addresses;
        if (options.all === true) callback(null, [...addresses]);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: ConnectError) => callback(error, ''),
    );
  };

  #succeed(): void {
    const address = this.#socket.remoteAddress;
    // Whatever led here, no byte goes to an address that the guard refuses.
    const refused =
      address === undefined ? this.#failure('closed at once') : this.#settings.guard.refuseAddress(address);
    if (refused !== null) this.#fail(refused);
    else this.#finish()?.(null, this.#socket);
  }

  #onError(error: Error): void {
    if (this.#callback === null) return;
    this.#fail(error instanceof ConnectError ? error.failure : this.#failure(systemErrorDetail(error), error));
  }

  #failure(detail: string, error?: NodeJS.ErrnoException): SendFailure {
    switch (this.#phase) {
      case 'resolving the name':
        return sendFailure('DNS_FAILED', `the name "${this.#endpoint.hostname}" does not resolve`, detail);
      case 'connecting':
        return sendFailure('CONNECT_FAILED', 'no connection could be made', detail);
      case 'in the TLS handshake': {
        const reason = error?.code === undefined ? '' : `: ${error.code}`;
        return sendFailure('TLS_FAILED', `the TLS handshake failed${reason}`, detail);
      }
    }
  }

  #fail(failure: SendFailure): void {
    const callback = this.#finish();
    this.#socket.destroy();
    callback?.(new ConnectError(failure), null);
  }

  #finish(): ConnectCallback | null {
    const callback = this.#callback;
    this.#callback = null;
    this.#settings.deadlines.clear(this);
    return callback;
  }
}
