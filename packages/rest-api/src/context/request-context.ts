import { AsyncLocalStorage } from 'node:async_hooks';

/** What a request of the host's own API brings along for what it publishes. */
export interface RequestContextValues {
  /** Whose data the request changes. */
  readonly tenant?: string | undefined;
  /** The request's `Webhook-Skip-Key` headers (SK-1): `skipKeysOf(request)`. */
  readonly skipKeys?: string | readonly string[] | undefined;
  /** UUID; the `client_id` of webhooks that the request registers. */
  readonly clientId?: string | null | undefined;
  /** UUID; the `application_id` of webhooks that the request registers. */
  readonly applicationId?: string | null | undefined;
}

/** The request that the code is running for: what `createWebhooks({ context })` asks. */
export interface RequestContext {
  /** The values of the request that is being answered; undefined outside of any. */
  (): RequestContextValues | undefined;
  /** Calls `next`; whatever it starts, now and later, runs for this request. @returns what `next` returns */
  run<Result>(values: RequestContextValues, next: () => Result): Result;
}

/**
 * Carries tenant, skip keys and actor from a host's middleware to `publish` and `recordChange`, past everything in between (SK-1).
 *
 * What a call itself gives comes before it. Requests that are answered at the same time never see each other's.
 */
export function requestContext(): RequestContext {
  const storage = new AsyncLocalStorage<RequestContextValues>();
  const read = (): RequestContextValues | undefined => storage.getStore();
  const run = <Result>(values: RequestContextValues, next: () => Result): Result => storage.run(values, next);
  return Object.assign(read, { run });
}
