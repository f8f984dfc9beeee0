import { once } from 'node:events';
import { isIP } from 'node:net';
import type { Sender, SendFailure, SendOutcome, SendRequest } from '@hookwright/core';
import { type AbortGroup, AbortWatch } from './abort-watch.ts';
import { AddressGuard } from './address-guard.ts';
import type { ConnectError } from './connect-error.ts';
import { Deadlines } from './deadlines.ts';
import { Exchange } from './exchange.ts';
import {
  type HttpSenderOptions,
  type ResolvedHttpSenderOptions,
  resolveHttpSenderOptions,
} from './http-sender-options.ts';
import { OriginPools } from './origin-pools.ts';
import { sendFailure } from './send-failure.ts';
import { TargetCache } from './target-cache.ts';
import type { ClientCertificate } from './tls-trust.ts';

/** A registration does not wait longer for a name. */
const maxCheckMs = 2_000;

/**
 * The sender for `http` and `https` urls: POSTs over kept-alive connections, bounded in time (DE-2) and in bytes, with a guard
 * that is on by default and refuses everything but public addresses.
 *
 * Holds sockets, which never hold the process while they are idle; `close` ends them.
 *
 * @throws {@link ValidationError} for options out of their bounds, with all problems at once
 */
export function httpSender(options: HttpSenderOptions = {}): Sender {
  return new HttpSender(resolveHttpSenderOptions(options));
}

class HttpSender implements Sender {
  readonly schemes = ['http', 'https'];
  readonly #deadlines = new Deadlines();
  readonly #aborts = new AbortWatch((group) => this.#abort(group));
  readonly #guard: AddressGuard;
  readonly #clientCertificate: HttpSenderOptions['clientCertificate'];
  readonly #targets: TargetCache;
  readonly #pools: OriginPools;

  constructor(options: ResolvedHttpSenderOptions) {
    this.#guard = new AddressGuard(options, options.resolver);
    this.#clientCertificate = options.clientCertificate;
    this.#targets = new TargetCache(this.#guard);
    this.#pools = new OriginPools({ ...options, guard: this.#guard, deadlines: this.#deadlines });
  }

  send(request: SendRequest, signal: AbortSignal): Promise<SendOutcome> {
    return new Promise((resolve) => {
      let exchange: Exchange | undefined;
      try {
        if (signal.aborted) {
          resolve(sendFailure('ABORTED', 'the exchange was aborted'));
          return;
        }
        const target = this.#targets.get(request.url);
        if ('kind' in target) {
          resolve(target);
          return;
        }
        const certificate = this.#certificateOf(request);
        exchange = new Exchange(request, target.path, this.#deadlines, this.#aborts.group(signal), resolve);
        this.#pools.of(target, request.insecureSsl, certificate).start(exchange);
      } catch (error) {
        // A fault of this package, or a request that breaks the port's types: an outcome all the same.
        if (exchange !== undefined) exchange.fail(error);
        else
          resolve(
            sendFailure('SENDER_FAILED', 'the sender failed', error instanceof Error ? error.message : String(error)),
          );
      }
    });
  }

  async check(url: string): Promise<SendFailure | null> {
    const target = this.#targets.get(url);
    if ('kind' in target) return target;
    if (isIP(target.hostname) !== 0) return null;
    const late = AbortSignal.timeout(maxCheckMs);
    const timedOut = once(late, 'abort').then(() =>
      sendFailure('DNS_FAILED', `the name "${target.hostname}" did not resolve in time`),
    );
    const checked = this.#guard.resolve(target.hostname).then(
      () => null,
      (error: ConnectError) => error.failure,
    );
    return Promise.race([checked, timedOut]);
  }

  /** Whatever is under way has a deadline. */
  #abort(group: AbortGroup): void {
    for (const deadline of this.#deadlines.all()) {
      if (deadline instanceof Exchange && deadline.group === group) deadline.abort();
    }
  }

  /** @throws TypeError for what is none: where one was meant, nothing is to be sent without it */
  #certificateOf({ tenant, webhookId, url }: SendRequest): ClientCertificate | null {
    const certificate = this.#clientCertificate?.({ tenant, webhookId, url }) ?? null;
    if (certificate === null || (isFilled(certificate.cert) && isFilled(certificate.key))) return certificate;
    throw new TypeError('clientCertificate: expected null, or a certificate { cert, key }, and no promise of one');
  }

  close(): Promise<void> {
    return this.#pools.close();
  }
}

function isFilled(part: unknown): boolean {
  return (typeof part === 'string' || part instanceof Uint8Array) && part.length > 0;
}
