import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../model/change.ts';
import type { PayloadFormatName } from '../model/webhook-settings.ts';
import type { Clock } from '../ports/clock.ts';
import type { EntityLoader } from '../ports/entity-loader.ts';
import type { Random } from '../ports/random.ts';
import type { Sender } from '../ports/sender.ts';
import type { WebhookStore } from '../ports/webhook-store.ts';
import type { RetryPolicy } from '../schedule/retry-delay-ms.ts';
import type { SigningHeaderNames } from '../signing/sign-request.ts';

/** What a publish belongs to. What a call leaves out, `options.context` gives. */
export interface PublishContext<Tx = never> {
  /** Default `'default'`; with `tenancy: 'required'` it must be given. */
  readonly tenant?: string | undefined;
  /** The value or values of the `Webhook-Skip-Key` request header (SK-1). */
  readonly skipKeys?: string | readonly string[] | undefined;
  /** The host's open transaction, as the store documents it. */
  readonly transaction?: Tx | undefined;
  /**
   * A repeat with the key of a publish that made deliveries changes nothing and gets its receipt, for as long as the store keeps
   * those deliveries. 1…255 characters.
   */
  readonly idempotencyKey?: string | undefined;
}

/** What the host's own request brings along: `options.context` gives it to calls that leave it out. */
export interface HostContext<Tx = never> extends PublishContext<Tx> {
  /** As of {@link Scope}, for what is registered. */
  readonly clientId?: string | null | undefined;
  /** As of {@link Scope}, for what is registered. */
  readonly applicationId?: string | null | undefined;
}

/** Whom a registration or a delivery belongs to. */
export interface Scope<Tx = never> {
  readonly tenant?: string | undefined;
  /** UUID; kept at creation, shown in payloads, told to the entity loader and `canSee`. */
  readonly clientId?: string | null | undefined;
  /** UUID; kept at creation, shown in payloads. */
  readonly applicationId?: string | null | undefined;
  readonly transaction?: Tx | undefined;
}

/** Asks the host what a client may see (RE-2). */
export interface VisibilityRequest<Tx = never> {
  readonly tenant: string;
  readonly clientId: string;
  /** Those that passed the filters of at least one of the client's webhooks. */
  readonly changes: readonly Change[];
  readonly transaction: Tx | undefined;
}

export interface DispatchOptions {
  /** Most requests under way in this process, 1…10,000. Default 64. */
  readonly concurrency?: number | undefined;
  /** Most requests under way per webhook, over all processes, ≥ 1. Default 8. */
  readonly perWebhookConcurrency?: number | undefined;
  /** How long a claim is exclusive without renewal, in ms, 1,000…3,600,000. Default 60,000. */
  readonly leaseMs?: number | undefined;
  /** How often to look for work that the store cannot announce, in ms, ≥ 10. Default 500. */
  readonly pollIntervalMs?: number | undefined;
  /** Bound on a whole exchange, in ms, 1…600,000. Default 10,000 (DE-2). */
  readonly timeoutMs?: number | undefined;
}

export interface PayloadOptions {
  /** Default `'crm'` (PA-6). A webhook's settings come before it. */
  readonly format?: PayloadFormatName | undefined;
  /** Adds `changed_fields` and `previous` to each item (PA-5). Default false. */
  readonly changes?: boolean | undefined;
  /** `application_id` of webhooks registered without one, a UUID. Default null (PA-2). */
  readonly applicationId?: string | undefined;
}

export interface SigningOptions {
  /** How the vendor's signature is written (SI-1). Default `'hex'`. */
  readonly vendorEncoding?: 'hex' | 'base64' | undefined;
  /** How long a rotated secret goes on signing, in ms, ≥ 0. Default 86,400,000 (SI-4). */
  readonly rotationOverlapMs?: number | undefined;
  /** What the headers are called, for receivers that verify another scheme's names. Default those of SI-1 to SI-3. */
  readonly headerNames?: { readonly [Key in keyof SigningHeaderNames]?: string | undefined } | undefined;
}

/** The keys that seal secrets in the store (SI-4). */
export interface SecretOptions {
  /** The first seals, all open; at least one. `key` is 32 bytes, as they are or in base64; `id` 1…64 letters, digits, `_`, `-`. */
  readonly keys: readonly { readonly id: string; readonly key: Uint8Array | string }[];
}

/** Bounds. One that is hit has a name: an error code or an event. */
export interface LimitOptions {
  /** Of one record, serialised, in bytes. Default 1 MiB. Above it `publish` rejects. */
  readonly maxRecordBytes?: number | undefined;
  /** At which a chunk closes, in bytes. Default 1 MiB (CH-3). */
  readonly maxBodyBytes?: number | undefined;
  /** For all loads of one publish, in ms. Default 2,000 (EX-3). */
  readonly expandTimeoutMs?: number | undefined;
  /** Of what `expand` adds to one record, in bytes. Default 1 MiB (EX-3). */
  readonly maxExpandedBytes?: number | undefined;
  /** Changes in one publish. Default 10,000. */
  readonly maxChanges?: number | undefined;
  /**
   * Webhooks of one tenant, deleted ones not counted, ≥ 1. Default 100,000: a tenth of what `webhookCache.maxWebhooks` holds, since
   * the first publish of a tenant loads all of its webhooks. Above it `create` and `restore` reject with `TENANT_FULL`.
   */
  readonly maxWebhooksPerTenant?: number | undefined;
  /** Event names and patterns of one webhook, 1…10,000. Default 1,000. */
  readonly maxEventsPerWebhook?: number | undefined;
  /** Of one webhook's options, serialised, in bytes. Default 256 KiB. */
  readonly maxOptionsBytes?: number | undefined;
  /** Objects and lists inside each other in one webhook's options, 1…1,000. Default 100. */
  readonly maxOptionsDepth?: number | undefined;
}

export interface WebhooksOptions<C extends Catalog, Tx> {
  readonly store: WebhookStore<Tx>;
  /** Chosen by the url's scheme; the first that serves it. */
  readonly senders: readonly Sender[];
  /** Default `crmCatalog`. */
  readonly catalog?: C | undefined;
  /** Needed only for `expand`. */
  readonly entities?: EntityLoader<Tx> | undefined;
  readonly dispatch?: DispatchOptions | undefined;
  /** Default `standardRetry` (DE-3). */
  readonly retry?: { readonly [Key in keyof RetryPolicy]?: RetryPolicy[Key] | undefined } | undefined;
  readonly payload?: PayloadOptions | undefined;
  readonly signing?: SigningOptions | undefined;
  /** Without it secrets are stored as they are. */
  readonly secrets?: SecretOptions | undefined;
  /** Whether `settings.headers` of a webhook may hold `authorization`. Default false. */
  readonly allowAuthorizationHeader?: boolean | undefined;
  readonly limits?: LimitOptions | undefined;
  /** `'required'`: a call without a tenant is a ValidationError. Default `'optional'`. */
  readonly tenancy?: 'optional' | 'required' | undefined;
  /** `'always'` checks the contents of records that nobody listens to as well. Default `'subscribed'`. */
  readonly validate?: 'subscribed' | 'always' | undefined;
  /** `'full'` keeps response headers and body of successes too (DE-7). Default `'failures'`. */
  readonly attempts?: 'failures' | 'full' | undefined;
  /** How long finished and held deliveries are kept, in days, > 0. Default 30 (DE-4, DE-8). */
  readonly retentionDays?: number | undefined;
  /** Gives what a call's context or scope leaves out: an AsyncLocalStorage, a host's request context. */
  readonly context?: (() => HostContext<Tx> | undefined) | undefined;
  /**
   * Asked once per publish and `client_id`, after filters: one answer for each of `changes`, in order. A webhook with a
   * `client_id` gets only what it allows. If it throws, the publish fails (RE-2).
   */
  readonly canSee?: ((request: VisibilityRequest<Tx>) => Promise<readonly boolean[]>) | undefined;
  readonly webhookCache?: WebhookCacheOptions | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
}

export interface WebhookCacheOptions {
  /** How old the list of a tenant's webhooks may be, in ms, before a publish asks the store. Default 0: asked at each publish. */
  readonly maxStaleMs?: number | undefined;
  /** Most webhooks kept in memory, over all tenants; the tenant least recently used leaves first. Default 1,000,000. */
  readonly maxWebhooks?: number | undefined;
}
