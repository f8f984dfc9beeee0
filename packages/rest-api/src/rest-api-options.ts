import type { Catalog, Webhooks } from '@hookwright/core';

/** What a caller may do. */
export interface CallerRights {
  /** False: only what changes nothing is answered, the rest is 403. Default true. */
  readonly write?: boolean | undefined;
  /** The patterns to which it may subscribe (EV-1). Default `['*']`: all. */
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

/** Bounds of a request. Whole numbers ≥ 1. */
export interface RestApiLimits {
  /** Of a body, in bytes. Default 1 MiB. Above it 413. */
  readonly maxBodyBytes?: number | undefined;
  /** Objects and lists within each other in a body. Default 32. Above it 422. */
  readonly maxDepth?: number | undefined;
  /** Items of one list in a body. Default 1,000. Above it 422. */
  readonly maxListItems?: number | undefined;
  /** Ids of one batch call. Default 100. Above it 422. */
  readonly maxBatchIds?: number | undefined;
}

export interface RestApiOptions<C extends Catalog, Tx> {
  readonly webhooks: Pick<Webhooks<C, Tx>, 'registry' | 'deliveries' | 'explain'>;
  /** Who sent the request, or null: 401. Its body is not to be read. */
  readonly authenticate: (request: Request) => Promise<Caller | null> | Caller | null;
  /** The catalogue that `webhooks` was made with. Default `crmCatalog`. */
  readonly catalog?: Catalog | undefined;
  /** What comes before `/entities/Webhooks` in the path: `/api/v100`. Default none. */
  readonly basePath?: string | undefined;
  readonly limits?: RestApiLimits | undefined;
  /** Told of what was answered with 500 or 503. What it throws is ignored. */
  readonly onError?: ((error: unknown, request: Request) => void) | undefined;
}

/** The engine, whatever its catalogue and transactions. */
export type RestEngine = Pick<Webhooks<Catalog, unknown>, 'registry' | 'deliveries' | 'explain'>;

const defaults = { maxBodyBytes: 1_048_576, maxDepth: 32, maxListItems: 1_000, maxBatchIds: 100 };

export type ResolvedLimits = Readonly<typeof defaults>;

/** @throws RangeError for a limit that is unknown or no whole number ≥ 1 */
export function resolveLimits(given: RestApiLimits = {}): ResolvedLimits {
  const limits = { ...defaults };
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(defaults, name)) {
      throw new RangeError(`limits.${name}: unknown; expected one of ${Object.keys(defaults).join(', ')}`);
    }
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`limits.${name}: expected a whole number ≥ 1, got ${value}`);
    }
    limits[name as keyof typeof defaults] = value;
  }
  return limits;
}
