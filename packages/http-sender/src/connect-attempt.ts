import { isIP, type LookupFunction, connect as openTcp, type Socket, type TcpNetConnectOpts } from 'node:net';
import { connect as openTls, type TLSSocket } from 'node:tls';
import type { SendFailure } from '@hookwright/core';
import type { AddressGuard } from './address-guard.ts';
import { ConnectError } from './connect-error.ts';
import { Deadline, type Deadlines } from './deadlines.ts';
import type { Endpoint } from './endpoint.ts';
import { openTunnel, type WebProxy } from './proxy-tunnel.ts';
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
  /** Through which every connection goes; null for none. */
  readonly proxy: WebProxy | null;
}

export type ConnectPhase = 'resolving the name' | 'connecting' | 'asking the proxy' | 'in the TLS handshake';
export type ConnectCallback = (...result: [error: null, socket: Socket] | [error: ConnectError, socket: null]) => void;

/** What is under way, and can be given up. */
interface Closable {
  once(event: 'close', listener: () => void): unknown;
  destroy(): unknown;
}

/**
 * Opens one socket to an endpoint, pinned to addresses that the guard has vetted: the socket asks the guard in place of the
 * system, once, and connects to what it answered. Through a proxy, that is asked for one of these addresses.
 */
export class ConnectAttempt extends Deadline {
  readonly #endpoint: Endpoint;
  readonly #settings: ConnectSettings;
  /** Null while nothing is open: the guard is asked before the proxy. */
  #current: Closable | null = null;
  #callback: ConnectCallback | null;
  #phase: ConnectPhase;

  /** @param callback - called once with a connected socket or a {@link ConnectError}; not after {@link cancel} */
  constructor(endpoint: Endpoint, settings: ConnectSettings, callback: ConnectCallback) {
    super();
    this.#endpoint = endpoint;
    this.#settings = settings;
    this.#callback = callback;
    this.#phase = isIP(endpoint.hostname) === 0 ? 'resolving the name' : 'connecting';
    settings.deadlines.set(this, settings.connectTimeoutMs);
    if (settings.proxy === null) this.#openDirectly();
    else this.#resolveThenTunnel(settings.proxy);
  }

  get phase(): ConnectPhase {
    return this.#phase;
  }

  /** Gives up. The callback is not called. */
  cancel(onClosed: () => void): void {
    this.#finish();
    if (this.#current === null) {
      onClosed();
      return;
    }
    this.#current.once('close', onClosed);
    this.#current.destroy();
  }

  override expire(): void {
    this.#fail(this.#failure(`none within ${this.#settings.connectTimeoutMs} ms, ${this.#phase}`));
  }

  #openDirectly(): void {
    const { hostname, port, secure } = this.#endpoint;
    const options = { host: hostname, port, lookup: this.#lookup };
    const socket = secure ? this.#openTls(options) : openTcp(options);
    this.#watch(socket).once('connect', () => {
      if (secure) this.#phase = 'in the TLS handshake';
      else this.#succeed(socket);
    });
  }

  #resolveThenTunnel(proxy: WebProxy): void {
    const { hostname } = this.#endpoint;
    const addresses =
      isIP(hostname) === 0 ? this.#settings.guard.resolve(hostname) : Promise.resolve([{ address: hostname }]);
    addresses.then(
      (vetted) => {
        this.#phase = 'asking the proxy';
        this.#tunnelToFirst(
          proxy,
          vetted.map(({ address }) => address),
        );
      },
      (error: ConnectError) => this.#onError(error),
    );
  }

  /** Tries one address after the other: a proxy may have no way to those of one family. */
  #tunnelToFirst(proxy: WebProxy, [address, ...others]: readonly string[]): void {
    if (this.#callback === null || address === undefined) return;
    const { port, secure } = this.#endpoint;
    this.#current = openTunnel(proxy, address, port, (error, tunnel) => {
      if (this.#callback === null) return;
      if (error !== null) {
        if (others.length === 0) this.#onError(error);
        else this.#tunnelToFirst(proxy, others);
      } else if (secure) {
        this.#phase = 'in the TLS handshake';
        this.#watch(this.#openTls({ socket: tunnel }));
      } else {
        this.#succeed(this.#watch(tunnel));
      }
    });
  }

  #openTls(way: Partial<TcpNetConnectOpts> & { readonly socket?: Socket }): TLSSocket {
    const { hostname, verify, session, context } = this.#endpoint;
    const socket: TLSSocket = openTls({
      // Of which the certificate has to be; never resolved where there is a way already.
      host: hostname,
      ...way,
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: verify,
      ...(context === undefined ? undefined : { secureContext: context }),
      // A server name is never an address, and never ends in the root's dot.
      ...(isIP(hostname) === 0 ? { servername: hostname.replace(/\.$/, '') } : undefined),
      ...(session === undefined ? undefined : { session }),
    });
    return socket
      .on('session', (latest: Buffer) => {
        this.#endpoint.session = latest;
      })
      .once('secureConnect', () => this.#succeed(socket));
  }

  #watch(socket: Socket): Socket {
    this.#current = socket;
    return socket
      .setNoDelay(true)
      .setKeepAlive(true, probeAfterMs)
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

  #succeed(socket: Socket): void {
    const refused = this.#refuseRemote(socket);
    if (refused !== null) this.#fail(refused);
    else this.#finish()?.(null, socket);
  }

  /** Whatever led here, no byte goes to an address that the guard refuses. A proxy's own is the host's choice. */
  #refuseRemote({ remoteAddress }: Socket): SendFailure | null {
    if (remoteAddress === undefined) return this.#failure('closed at once');
    return this.#settings.proxy === null ? this.#settings.guard.refuseAddress(remoteAddress) : null;
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
      case 'asking the proxy':
        return sendFailure('CONNECT_FAILED', 'no connection could be made', detail);
      case 'in the TLS handshake': {
        const reason = error?.code === undefined ? '' : `: ${error.code}`;
        return sendFailure('TLS_FAILED', `the TLS handshake failed${reason}`, detail);
      }
    }
  }

  #fail(failure: SendFailure): void {
    const callback = this.#finish();
    this.#current?.destroy();
    callback?.(new ConnectError(failure), null);
  }

  #finish(): ConnectCallback | null {
    const callback = this.#callback;
    this.#callback = null;
    this.#settings.deadlines.clear(this);
    return callback;
  }
}
