import type { Catalog, EntityName, EventName, EventPattern } from '../catalog/catalog.ts';
import type { Explanation } from '../matching/explanation.ts';
import type { Attempt } from '../model/attempt.ts';
import type { Change, ChangePair } from '../model/change.ts';
import type { Delivery, DeliveryStatus } from '../model/delivery.ts';
import type { FilterOperator, FilterValue } from '../model/filter-operator.ts';
import type { WebhookInput, WebhookPatch } from '../model/webhook-input.ts';
import type { WebhookFilterField, WebhookListField } from '../model/webhook-list-field.ts';
import type { WebhookResource } from '../model/webhook-resource.ts';
import type { WebhookSettings } from '../model/webhook-settings.ts';
import type { Warning } from '../registry/findings.ts';
import type { WebhooksEvents } from './webhooks-events.ts';
import type { PublishContext, Scope } from './webhooks-options.ts';

/** What a publish put into the store. */
export interface Receipt {
  readonly deliveryIds: readonly string[];
  /** How many notifications are in those deliveries. */
  readonly notifications: number;
}

/** A registration's answer. */
export interface Registered {
  readonly webhook: WebhookResource;
  /** The Standard Webhooks secret, shown this once (SI-2); null where the webhook has a vendor `signature` or none was made. */
  readonly secret: string | null;
  /** What was accepted but will have no effect, or not the one that was asked for (OP-3). */
  readonly warnings: readonly Warning[];
  /** Whether `create` was repeated with its `idempotencyKey`: nothing was made now. */
  readonly isRepeat: boolean;
}

/** A secret that comes from elsewhere. */
export interface ImportedSecret {
  /** `whsec_` and 24…64 bytes in base64, or `whsk_` and 64: one that the receiver has already. Default: one is made. */
  readonly secret?: string | undefined;
}

/** What a creation may come with. */
export interface CreateOptions extends ImportedSecret {
  /**
   * 1…255 characters. A repeat with the key of an earlier creation of the tenant makes nothing and gets that webhook as it is by
   * then, deleted or not, and without its secret. A key is known for as long as its webhook, that is forever.
   */
  readonly idempotencyKey?: string | undefined;
}

/** What a change may be made to depend on. */
export interface EditCondition {
  /** `WebhookResource.revision` as the caller has seen it: if the webhook has changed since, the call is `REVISION_CHANGED`. */
  readonly ifRevision?: number | undefined;
}

/** Pages go forward by `first` and `after`, or backward by `last` and `before`. */
export interface WebhookListQuery {
  /** Page size, 1…100; above 100 is 100. Default 30. */
  readonly first?: number | undefined;
  /** `endCursor` of the page before. An id of a webhook counts as the place where that one stands now. */
  readonly after?: string | undefined;
  /** As `first`, of the end of the list. */
  readonly last?: number | undefined;
  /** `startCursor` of the page after, or an id. */
  readonly before?: string | undefined;
  readonly includeDeleted?: boolean | undefined;
  /** The first counts most; ties are broken by id. Default by `created`, ascending. */
  readonly orderBy?:
    | readonly { readonly field: WebhookListField; readonly direction?: 'asc' | 'desc' | undefined }[]
    | undefined;
  /** Field to wanted value or values: all must hold (FI-1, RS-4). */
  readonly filter?: { readonly [Field in WebhookFilterField]?: FilterValue | undefined } | undefined;
  /** Field to operator; `eq` where none is given (FI-2). */
  readonly filterOp?: { readonly [Field in WebhookFilterField]?: FilterOperator | undefined } | undefined;
}

export interface DeliveryListQuery {
  readonly webhookId?: string | undefined;
  readonly statuses?: readonly DeliveryStatus[] | undefined;
  /** Created at or after: Unix ms or a Date. */
  readonly from?: number | Date | undefined;
  /** Created before. */
  readonly until?: number | Date | undefined;
  /** Page size, 1…1000. Default 100. */
  readonly first?: number | undefined;
  /** Id of the last delivery of the page before. */
  readonly after?: string | undefined;
}

export interface ListPage<Item> {
  readonly items: readonly Item[];
  /** How many the query has over all pages; may be some seconds old. */
  readonly total: number;
  readonly hasPreviousPage: boolean;
  readonly hasNextPage: boolean;
  /** Where the first of `items` stands; null without any. It holds whatever becomes of that one. */
  readonly startCursor: string | null;
  /** Where the last one stands. */
  readonly endCursor: string | null;
}

/** The registrations. Each method rejects with `NOT_FOUND` for an id that this tenant does not have. */
export interface Registry<C extends Catalog, Tx> {
  /**
   * @throws {@link ValidationError} with every problem at once (OP-3, EV-4)
   * @throws `TENANT_FULL` at `limits.maxWebhooksPerTenant`; `CONFLICT` for an idempotency key that came with another input
   */
  create(
    input: WebhookInput<EventPattern<C>>,
    scope?: Scope<Tx>,
    settings?: WebhookSettings,
    options?: CreateOptions,
  ): Promise<Registered>;
  /** Checks JSON of unknown type. @throws {@link ValidationError} */
  parse(json: unknown): WebhookInput<EventPattern<C>>;
  get(id: string, scope?: Scope<Tx>): Promise<WebhookResource>;
  /**
   * One page. Without a filter it costs what the page holds; with one, the webhooks up to the page's end are looked through, and
   * all of them for a `total` that is not known from the last 10 seconds.
   */
  list(query?: WebhookListQuery, scope?: Scope<Tx>): Promise<ListPage<WebhookResource>>;
  /** `patch.options` replaces the options whole; `settings` are merged. @throws `REVISION_CHANGED` */
  update(
    id: string,
    patch: WebhookPatch<EventPattern<C>>,
    scope?: Scope<Tx>,
    settings?: WebhookSettings,
    condition?: EditCondition,
  ): Promise<Registered>;
  /**
   * Softly: waiting deliveries are cancelled, the registration stays readable by `restore` (DE-4).
   * @throws `DELETE_PROTECTED`, `REVISION_CHANGED`
   */
  delete(id: string, scope?: Scope<Tx>, condition?: EditCondition): Promise<WebhookResource>;
  /** @throws `TENANT_FULL` at `limits.maxWebhooksPerTenant` */
  restore(id: string, scope?: Scope<Tx>): Promise<WebhookResource>;
  /**
   * Deletes at most 1,000, all or none (RS-4); those that are deleted already stay so.
   * @returns them, each once
   * @throws {@link ValidationError} with `NOT_FOUND` and `DELETE_PROTECTED` at each id that stands in the way: `ids[3]`
   */
  deleteMany(ids: readonly string[], scope?: Scope<Tx>): Promise<readonly WebhookResource[]>;
  /** Likewise. @throws {@link ValidationError}; `TENANT_FULL` */
  restoreMany(ids: readonly string[], scope?: Scope<Tx>): Promise<readonly WebhookResource[]>;
  /** Holds its deliveries, new ones too (DE-4). */
  pause(id: string, scope?: Scope<Tx>): Promise<WebhookResource>;
  /** Makes what was held due now, at the lane's pace. */
  resume(id: string, scope?: Scope<Tx>): Promise<WebhookResource>;
  /** Makes no new notifications; holds what waits. */
  disable(id: string, scope?: Scope<Tx>): Promise<WebhookResource>;
  enable(id: string, scope?: Scope<Tx>): Promise<WebhookResource>;
  /**
   * A new Standard Webhooks secret; the old one signs too for `signing.rotationOverlapMs` (SI-4).
   * @returns the new `whsec_`, or null for a webhook that signs by `v1a` alone: its `publicKey` has changed
   * @throws `SIGNATURE_IS_OWNED_BY_CLIENT` for a webhook with a vendor signature (SI-1)
   */
  rotateSecret(
    id: string,
    scope?: Scope<Tx>,
    imported?: ImportedSecret,
  ): Promise<{ readonly webhook: WebhookResource; readonly secret: string | null }>;
  /**
   * Seals a tenant's secrets anew that the first of `secrets.keys` has not sealed, so that a key can be taken out of the ring (SI-4).
   * May run beside everything else, and again.
   * @returns how many webhooks it has saved
   */
  resealSecrets(scope?: Scope<Tx>): Promise<number>;
  /** The public key of a webhook that signs by `v1a`, `whpk_…` (SI-2); null for others. */
  publicKey(id: string, scope?: Scope<Tx>): Promise<string | null>;
  /** Sends one notification of the first event it subscribes to, past its filters. */
  sendTest(id: string, scope?: Scope<Tx>): Promise<Receipt>;
}

/** What was and is being delivered. Each method rejects with `NOT_FOUND` for an id that this tenant does not have. */
export interface Deliveries {
  get(id: string, scope?: Scope): Promise<Delivery>;
  /** Newest first. */
  list(query?: DeliveryListQuery, scope?: Scope): Promise<ListPage<Delivery>>;
  /** Oldest first. */
  attempts(id: string, scope?: Scope): Promise<readonly Attempt[]>;
  /** Sends one again: a new delivery with the same body (DE-7). @throws `WEBHOOK_DELETED` */
  resend(id: string, scope?: Scope): Promise<Receipt>;
  /**
   * Sends all finished ones of a webhook's time span again, in their order, at most 10,000 in one call.
   * @throws `WEBHOOK_DELETED`; {@link ValidationError} for more than that
   */
  replay(query: DeliveryListQuery & { readonly webhookId: string }, scope?: Scope): Promise<Receipt>;
}

/** A running engine. Made by `createWebhooks`. */
export interface Webhooks<C extends Catalog, Tx> {
  readonly registry: Registry<C, Tx>;
  readonly deliveries: Deliveries;
  /** Creates or upgrades the store's tables. */
  migrate(): Promise<void>;
  /**
   * Turns changes into deliveries: one batch, all or nothing. Resolves once the store has them (DE-1).
   * @throws {@link ValidationError} and nothing of the batch is enqueued
   */
  publish(
    changes: Change<EventName<C>> | readonly Change<EventName<C>>[],
    context?: PublishContext<Tx>,
  ): Promise<Receipt>;
  /** Derives the events of before/after pairs by the catalogue's rules and publishes them as one batch (EV-6). */
  recordChange(
    entity: EntityName<C>,
    pairs: ChangePair | readonly ChangePair[],
    context?: PublishContext<Tx>,
  ): Promise<Receipt>;
  /** What `publish` would decide for each webhook of the tenant, and why (RE-1). Changes nothing. */
  explain(change: Change<EventName<C>>, context?: PublishContext<Tx>): Promise<readonly Explanation[]>;
  /** From now on this process delivers. Resolves once it does; a second call changes nothing. */
  start(): Promise<void>;
  /** Delivers until nothing is due, but for what a `rate` or Retry-After holds back, and nothing is under way. Needs no `start`. */
  drain(): Promise<void>;
  /** No new claims; what is under way ends within `timeoutMs` (default 10,000) or is given back. */
  stop(options?: { readonly timeoutMs?: number | undefined }): Promise<void>;
  /**
   * Removes what finished longer than `retentionDays` ago (DE-8) and ends what was held for longer (DE-4), in small batches. A
   * started engine does so every minute; this is for hosts that prune at an hour of their own, or deliver elsewhere.
   * @returns how many deliveries were removed
   */
  prune(): Promise<number>;
  /** Looks for due work at once: after the commit of a transaction that the store cannot see. */
  wake(): void;
  /** @returns ends the subscription */
  on<Name extends keyof WebhooksEvents>(name: Name, listener: WebhooksEvents[Name]): () => void;
  [Symbol.asyncDispose](): Promise<void>;
}
