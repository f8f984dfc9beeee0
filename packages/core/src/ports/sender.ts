/**
 * Why no usable response came.
 *
 * `TIMEOUT` the exchange outran its time · `DNS_FAILED` the name does not resolve · `CONNECT_FAILED` refused or unreachable ·
 * `CONNECTION_RESET` cut before the response ended · `TLS_FAILED` handshake or certificate · `ADDRESS_NOT_ALLOWED` the guard
 * refuses the address · `INVALID_RESPONSE` not HTTP, or over a bound of the sender · `ABORTED` the engine's signal ·
 * `SENDER_FAILED` the sender itself broke · `NO_SENDER` no sender serves the url's scheme
 */
export type SendErrorCode =
  | 'TIMEOUT'
  | 'DNS_FAILED'
  | 'CONNECT_FAILED'
  | 'CONNECTION_RESET'
  | 'TLS_FAILED'
  | 'ADDRESS_NOT_ALLOWED'
  | 'INVALID_RESPONSE'
  | 'ABORTED'
  | 'SENDER_FAILED'
  | 'NO_SENDER';

/**
 * One try, ready for the wire. The engine composes and signs it when `headers` or `body` is first read, and throws then if it
 * cannot: a sender whose requests wait for a connection reads them when they have one.
 */
export interface SendRequest {
  readonly url: string;
  /** Names in lower case, but for the vendor's `WebHook-Signature`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes that were signed. Not to be changed. */
  readonly body: Uint8Array;
  /** True: skip certificate checks, for this request alone. */
  readonly insecureSsl: boolean;
  /** Bound on the whole exchange, DNS to the last body byte, in ms, > 0 (DE-2). */
  readonly timeoutMs: number;
  readonly tenant: string;
  readonly webhookId: string;
}

/** A response whose status stands, whatever it is (DE-2). */
export interface SendResponse {
  readonly kind: 'response';
  readonly status: number;
  /** Names in lower case; repeated ones joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** The first bytes of the body, at most 4 KiB. */
  readonly body: Uint8Array;
}

export interface SendFailure {
  readonly kind: 'failure';
  readonly code: SendErrorCode;
  /** A sentence for people, without secrets. What the customer may see: no resolved address. */
  readonly message: string;
  /** What the host may know beyond it: the address that was refused, the system's error code. */
  readonly detail?: string;
}

export type SendOutcome = SendResponse | SendFailure;

/** Puts finished requests on a wire. Knows nothing of webhooks, signing or retries. */
export interface Sender {
  /** The url schemes it serves, lower case, without colon: `['http', 'https']`. */
  readonly schemes: readonly string[];
  /**
   * Sends one request and follows no redirect.
   *
   * @param signal - aborts the exchange with `ABORTED`; one signal is passed with many requests
   * @returns within `timeoutMs` and a little; never rejects
   */
  send(request: SendRequest, signal: AbortSignal): Promise<SendOutcome>;
  /**
   * Says of a url that is being registered whether a request could go to it, without sending one. Optional.
   *
   * @returns null, or why not: `ADDRESS_NOT_ALLOWED` refuses the registration, anything else is a warning, for it may pass
   */
  check?(url: string): Promise<SendFailure | null>;
  /** Closes the connections that it holds. A later `send` opens new ones. */
  close?(): Promise<void>;
}
