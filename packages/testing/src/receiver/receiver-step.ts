/** What a {@link ScriptedReceiver} does with one request. Each member stands alone or with others; nothing given is a 200. */
export interface ReceiverStep {
  /** Default 200; 302 with `redirectTo`. */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  /** A body of that many bytes, in place of `body`. */
  readonly bodyBytes?: number | undefined;
  /** Waits before the response starts, in ms of real time. */
  readonly delayMs?: number | undefined;
  /** Never goes on: before any header, or after the headers and half of the body. */
  readonly hang?: 'before-headers' | 'within-body' | undefined;
  /** Resets the connection there. */
  readonly reset?: 'before-headers' | 'within-body' | undefined;
  /** `Location`, absolute or a path. */
  readonly redirectTo?: string | undefined;
  /** `Retry-After`: seconds, or the header as it is. */
  readonly retryAfter?: number | string | undefined;
  /** Sends the body one byte at a time, in ms of real time between two. */
  readonly dripMs?: number | undefined;
  /** Answers with these raw bytes in place of HTTP, and closes. */
  readonly garbage?: string | Uint8Array | undefined;
}
