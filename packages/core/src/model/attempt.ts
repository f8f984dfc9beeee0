/** One try at a delivery (DE-7). */
export interface Attempt {
  readonly deliveryId: string;
  /** From 1. */
  readonly number: number;
  /** Unix ms. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** HTTP status, or null when no response came. */
  readonly status: number | null;
  /** Why it failed: `HTTP_<status>` or a send error's code; null on success. */
  readonly code: string | null;
  /** A sentence for people about the failure, without secrets; null on success. */
  readonly message: string | null;
  /** Response headers, names in lower case; null when none came, and for successes unless `attempts: 'full'`. */
  readonly responseHeaders: Readonly<Record<string, string>> | null;
  /** The first 4 KiB of the response as text; null as for the headers. */
  readonly responseBody: string | null;
}
