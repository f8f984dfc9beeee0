import type { Catalog, Webhooks } from '@hookwright/core';
import type { RateLimiter } from './limits/rate-limiter.ts';
import type { RestApiLimits } from './limits/resolve-limits.ts';

/** What a caller may do. */
export interface CallerRights {
  /** False: only what changes nothing is answered, the rest is 403. Default true. */
  readonly write?: boolean | undefined;
  /**
   * The patterns to which it may subscribe (EV-1). Default `['*']`: all. It may read every webhook of its tenant, and change those alone
   * whose events are all among these.
   */
  readonly events?: readonly string[] | undefined;
}

/** Who sent a request, as the host knows it. */
export interface Caller {
  /** 1…255 characters. Everything that is read and changed is this tenant's. */
  readonly tenant: string;
  /** UUID; the `client_id` of what it registers. */
  readonly clientId?: string | null | undefined;
  /** UUID; the `application_id` of what it registers. */
  readonly applicationId?: string | null | undefined;
  readonly rights?: CallerRights | undefined;
}

/** Who sent a request, or null for no or bad credentials. */
export type Authenticate = (request: Request) => Promise<Caller | null> | Caller | null;

/** The parts of an engine that the resource uses. */
export type RestEngine<C extends Catalog = Catalog, Tx = unknown> = Pick<
  Webhooks<C, Tx>,
  'registry' | 'deliveries' | 'explain'
>;

export interface RestApiOptions<C extends Catalog, Tx> {
  readonly webhooks: RestEngine<C, Tx>;
  /**
   * Asked first, before anything of the request is used; null is answered with 401. It is not to read the body. What it throws, and a caller
   * without a tenant, is answered with 500 and told to `onError`.
   */
  readonly authenticate: Authenticate;
  /** The `WWW-Authenticate` header of a 401. Default `Basic realm="webhooks", charset="UTF-8"`. */
  readonly challenge?: string | undefined;
  /** The catalogue that `webhooks` was made with. Default `crmCatalog`. */
  readonly catalog?: Catalog | undefined;
  /** What comes before `/entities/Webhooks` in the path: `/api/v100`. Default none. */
  readonly basePath?: string | undefined;
  readonly limits?: RestApiLimits | undefined;
  /** Counts the requests of each tenant. Default: one in this process's memory, by `limits.maxRequestsPerSecond`. */
  readonly rateLimiter?: RateLimiter | undefined;
  /** Told of what was answered with 500 or 503. What it throws, or rejects with, is ignored. */
  readonly onError?: ((error: unknown, request: Request) => unknown) | undefined;
}
