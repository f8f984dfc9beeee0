import type { SendErrorCode, SendOutcome, SendRequest } from '@hookwright/core';
import type { Dispatcher } from 'undici';
import type { AbortGroup } from './abort-watch.ts';
import { Deadline, type Deadlines } from './deadlines.ts';
import { exchangeFailure, isCutOff } from './exchange-failure.ts';
import { joinHeaders } from './join-headers.ts';
import { sendFailure } from './send-failure.ts';

/** Reading a body stops above this, in bytes (DE-2). */
const maxBodyBytes = 65_536;
/** What an outcome keeps of a body, in bytes. */
const keptBodyBytes = 4_096;
const noBytes = new Uint8Array(0);

/** What carries an exchange: a connection that is its alone until it ends. */
export interface Carrier {
  /** Exchanges that ended well on the present socket before this one. */
  readonly served: number;
  /** What it is at on its way to a socket; null once it has one. */
  readonly connectPhase: string | null;
  /** The exchange ended well: another may follow. */
  release(): void;
  /** Closes the socket under the exchange. */
  discard(): void;
  /** Closes the socket and runs the exchange again on a fresh one. */
  repeat(exchange: Exchange): void;
}

/** Where an exchange waits for a carrier. */
export interface WaitingRoom {
  /** @param exchange - that waits there */
  withdraw(exchange: Exchange): void;
}

/**
 * One request and its response, from `send` to the outcome. Undici calls it as a handler of its first form, which hands
 * over headers unparsed: they are read once, straight into what the port asks for.
 */
export class Exchange extends Deadline implements Dispatcher.DispatchHandler {
  /** Null while it waits for one, and when it has ended. */
  carrier: Carrier | null = null;
  waitingRoom: WaitingRoom | null = null;
  // Its place there.
  ahead: Exchange | null = null;
  behind: Exchange | null = null;
  /** Of those that its signal aborts. */
  readonly group: AbortGroup;
  readonly #request: SendRequest;
  readonly #path: string;
  readonly #deadlines: Deadlines;
  #resolve: ((outcome: SendOutcome) => void) | null;
  #onReusedSocket = false;
  #responseStarted = false;
  #status = 0;
  #headers: Record<string, string> = {};
  #body: Uint8Array = noBytes;
  #bodyBytes = 0;

  constructor(
    request: SendRequest,
    path: string,
    deadlines: Deadlines,
    group: AbortGroup,
    resolve: (outcome: SendOutcome) => void,
  ) {
    super();
    this.#request = request;
    this.#path = path;
    this.#deadlines = deadlines;
    this.group = group;
    this.#resolve = resolve;
    deadlines.set(this, request.timeoutMs);
    group.join();
  }

  /** What undici is to send, made now. @returns null when it cannot be made: then the exchange has ended */
  compose(): Dispatcher.DispatchOptions | null {
    try {
      const { headers, body } = this.#request;
      return { path: this.#path, method: 'POST', headers, body };
    } catch (error) {
      this.fail(error);
      return null;
    }
  }

  override expire(): void {
    this.#giveUp('TIMEOUT', `no complete response within ${this.#request.timeoutMs} ms: still ${this.#phase()}`);
  }

  abort(): void {
    this.#giveUp('ABORTED', 'the exchange was aborted');
  }

  /** Ends it with a failure of the sender itself. */
  fail(error: unknown): void {
    this.#giveUp('SENDER_FAILED', 'the sender failed', error instanceof Error ? error.message : String(error));
  }

  /** More came than any response needs: a status that was read stands (DE-2). */
  endExcess(): void {
    if (this.#status === 0) this.#giveUp('INVALID_RESPONSE', 'the receiver sent more than a response may have');
    else this.#endWithResponse()?.discard();
  }

  onConnect(): void {
    this.#onReusedSocket = this.carrier !== null && this.carrier.served > 0;
  }

  onResponseStarted(): void {
    this.#responseStarted = true;
  }

  onHeaders(status: number, headers: Buffer[]): boolean {
    if (status === 101) this.#giveUp('INVALID_RESPONSE', 'the receiver switched protocols unasked');
    // Other interim responses are no answer yet.
    if (status < 200) return true;
    this.#status = status;
    this.#headers = joinHeaders(headers);
    return true;
  }

  onData(chunk: Buffer): boolean {
    const room = keptBodyBytes - this.#body.length;
    if (room > 0) this.#body = append(this.#body, chunk, room);
    this.#bodyBytes += chunk.length;
    if (this.#bodyBytes > maxBodyBytes) this.#endWithResponse()?.discard();
    return true;
  }

  onComplete(): void {
    this.#endWithResponse()?.release();
  }

  onError(error: Error): void {
    const { carrier } = this;
    // Ended before, by its deadline, an abort or a bound: this is the connection going down for it.
    if (carrier === null) return;
    if (this.#mayRepeat(error)) {
      this.#onReusedSocket = false;
      carrier.repeat(this);
      return;
    }
    this.#end(exchangeFailure(error, this.#status, this.#headers));
    carrier.discard();
  }

  /**
   * A receiver may close an idle connection just as a request is written to it. When a connection that has served before is
   * cut off without a byte of a response, the request goes out once more, on a fresh one: delivery is at least once (DE-1)
   * and a repeat carries the same `webhook-id`.
   */
  #mayRepeat(error: Error): boolean {
    return this.#onReusedSocket && !this.#responseStarted && isCutOff(error);
  }

  #phase(): string {
    if (this.carrier === null) return 'waiting for a free connection to the origin';
    if (this.carrier.connectPhase !== null) return this.carrier.connectPhase;
    return this.#status === 0 ? 'waiting for the response' : `reading the body of a ${this.#status}`;
  }

  #giveUp(code: SendErrorCode, message: string, detail?: string): void {
    this.waitingRoom?.withdraw(this);
    this.#end(sendFailure(code, message, detail))?.discard();
  }

  #endWithResponse(): Carrier | null {
    return this.#end({ kind: 'response', status: this.#status, headers: this.#headers, body: this.#body });
  }

  /** @returns what carried it until now, if something did */
  #end(outcome: SendOutcome): Carrier | null {
    if (this.#resolve === null) return null;
    this.#deadlines.clear(this);
    this.group.leave();
    this.#resolve(outcome);
    this.#resolve = null;
    const { carrier } = this;
    this.carrier = null;
    return carrier;
  }
}

/** A copy, so that the few bytes kept do not hold the socket's whole buffer. */
function append(body: Uint8Array, chunk: Uint8Array, room: number): Uint8Array {
  const added = chunk.length > room ? chunk.subarray(0, room) : chunk;
  const joined = new Uint8Array(body.length + added.length);
  joined.set(body);
  joined.set(added, body.length);
  return joined;
}
