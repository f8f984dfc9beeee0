import type { Attempt } from '../model/attempt.ts';
import type { Delivery, DeliveryStatus } from '../model/delivery.ts';
import type { StoredWebhook } from '../model/stored-webhook.ts';
import type { ClaimedDelivery, ClaimOptions } from './claim.ts';
import type { EnqueueBatch, EnqueueResult } from './enqueue-batch.ts';
import type { Lease, Settlement, SettleResult } from './settlement.ts';
import type { WebhookOrder, WebhookPosition } from './webhook-order.ts';

export interface StoreCall<Tx> {
  /** The host's open transaction, as the adapter documents it. */
  readonly transaction?: Tx | undefined;
}

/** One webhook to be inserted or replaced. */
export interface WebhookSave {
  readonly webhook: Omit<StoredWebhook, 'revision'>;
  /** The revision that the caller read, or null to insert. */
  readonly expectedRevision: number | null;
}

export interface SaveOptions<Tx> extends StoreCall<Tx> {
  /** Unix ms. */
  readonly now: number;
  /** Most webhooks of the tenant, deleted ones not counted, that a save may bring it to. Default: no bound. */
  readonly maxWebhooks?: number | undefined;
  /** With a single insert: whose repeats insert nothing. Kept as long as the webhook. */
  readonly creation?: WebhookCreation | undefined;
}

/** Makes an insert one that can be repeated. */
export interface WebhookCreation {
  /** The caller's, unique within the tenant: 1…255 characters. */
  readonly key: string;
  /** Of what was asked for: at most 64 characters of ASCII. */
  readonly digest: string;
}

/** What became of a save. But for `saved`, nothing was changed. */
export type SaveResult =
  | {
      readonly status: 'saved';
      /** One for each webhook, in order. */
      readonly revisions: readonly number[];
    }
  /** One of them is not stored at the revision that was expected. */
  | { readonly status: 'stale' }
  /** The creation's key is known. */
  | {
      readonly status: 'repeated';
      /** The one that it was given for, as it is now. */
      readonly webhook: StoredWebhook;
      /** What came with the key then. */
      readonly digest: string;
    };

/** The webhooks of a tenant that were saved after a revision, deleted ones included. */
export interface TenantWebhooks {
  /** The tenant's newest revision; 0 for a tenant without webhooks. */
  readonly revision: number;
  readonly webhooks: readonly StoredWebhook[];
}

export interface WebhookPageQuery {
  readonly tenant: string;
  /** At least one; the last is `id`, so that no two webhooks stand at one place. */
  readonly order: readonly WebhookOrder[];
  /** The place that the page begins after, whether or not a webhook stands there; null for the first page. */
  readonly after: WebhookPosition | null;
  /** 1…1000. */
  readonly limit: number;
  readonly includeDeleted: boolean;
}

export interface DeliveryPageQuery {
  readonly tenant: string;
  readonly webhookId: string | null;
  readonly statuses: readonly DeliveryStatus[] | null;
  /** Created at or after, Unix ms. */
  readonly createdFrom: number | null;
  /** Created before, Unix ms. */
  readonly createdUntil: number | null;
  /** In the order in which the store took them. */
  readonly order: 'oldest-first' | 'newest-first';
  /** Id of the last delivery of the page before, or null for the first page. */
  readonly after: string | null;
  /** 1…1000. */
  readonly limit: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many the query has over all pages; may be some seconds old. */
  readonly total: number;
  readonly hasNextPage: boolean;
}

/**
 * Keeps webhooks, deliveries and attempts, and leases due deliveries to workers. Never reads a clock: time comes in.
 * `@hookwright/testing` has the suite that every store passes. Everything is per tenant; nothing crosses tenants.
 *
 * Each operation may reject with {@link WebhookError} `STORE_UNAVAILABLE` (retryable) when the store cannot be reached.
 *
 * @typeParam Tx - what the host passes as its open transaction; `never` where there are none
 */
export interface WebhookStore<Tx = never> {
  /** Whether `onWake` reports all work of all processes, so that the engine need not poll. */
  readonly seesAllWork: boolean;

  /** Creates or upgrades what the store needs. Safe to call from many processes at once. */
  migrate(): Promise<void>;
  /**
   * Verifies that the store is usable as it is.
   * @throws {@link WebhookError} `SCHEMA_OUTDATED` when `migrate()` is needed
   */
  open(): Promise<void>;
  /** Frees what the store opened itself, never what the host passed in. `open` makes it usable again. */
  close(): Promise<void>;
  /** The store's clock minus this process's, in ms; 0 where there is none. */
  clockOffsetMs(): number | Promise<number>;
  /**
   * Calls back when there may be new due work. May call too often, or never where the store cannot see it.
   * @returns ends it
   */
  onWake(listener: () => void): () => void;

  // Registrations.

  /**
   * Inserts or replaces webhooks of one tenant, all or none, and gives each the tenant's next revision. A status change holds or
   * frees its waiting deliveries: paused and disabled hold them; active makes the held ones due at `now`, their tries kept, and
   * forgets how the webhook has fared; deleted cancels them for good (DE-4).
   *
   * @param saves - at least one; their ids differ
   * @throws {@link WebhookError} `TENANT_FULL` where it would add to a tenant beyond `maxWebhooks`
   */
  saveWebhooks(saves: readonly WebhookSave[], options: SaveOptions<Tx>): Promise<SaveResult>;
  /** @returns the webhook, deleted ones included, or null when this tenant has none with that id */
  getWebhook(tenant: string, id: string, call: StoreCall<Tx>): Promise<StoredWebhook | null>;
  /** In the order that is asked for: a place stays where it is while webhooks come, change and go. */
  listWebhooks(query: WebhookPageQuery, call: StoreCall<Tx>): Promise<Page<StoredWebhook>>;
  /** The tenant's newest revision, as the transaction sees it; 0 for a tenant without webhooks. One indexed read at most. */
  tenantRevision(tenant: string, call: StoreCall<Tx>): number | Promise<number>;
  /** What was saved after `revision` (0: all). */
  webhooksSince(tenant: string, revision: number, call: StoreCall<Tx>): TenantWebhooks | Promise<TenantWebhooks>;

  // Deliveries.

  /**
   * Stores a batch, all or nothing, in the host's transaction where there is one. A delivery of a webhook that is by then
   * paused or disabled is held; of one that is deleted, cancelled.
   *
   * @throws {@link WebhookError} `STORE_FULL` (retryable) at the store's bound
   * @throws {@link WebhookError} `NOT_FOUND` when a payload piece that the batch does not bring was pruned
   */
  enqueue(batch: EnqueueBatch, call: StoreCall<Tx>): Promise<EnqueueResult>;
  /**
   * Leases due deliveries of active, unblocked webhooks to the caller: oldest first within a webhook, fairly across webhooks,
   * in strict order where a webhook's settings ask for it (DE-5). An expired lease counts as none.
   *
   * @returns at most `limit`; empty when nothing is due
   */
  claim(options: ClaimOptions): Promise<readonly ClaimedDelivery[]>;
  /** Extends leases to `now + leaseMs`. @returns those that were lost */
  renew(leases: readonly Lease[], now: number, leaseMs: number): Promise<readonly Lease[]>;
  /**
   * Records tries and what becomes of their deliveries, each for itself.
   * @returns one result per settlement, in order
   */
  settle(settlements: readonly Settlement[], now: number): Promise<readonly SettleResult[]>;
  /** When `claim` could next return something, Unix ms: a due time or the end of a lease; null when nothing waits or it is unknown. */
  nextDueAt(now: number): number | null | Promise<number | null>;

  /** @returns the delivery, or null when this tenant has none with that id */
  getDelivery(tenant: string, id: string): Promise<Delivery | null>;
  /** @throws {@link WebhookError} `NOT_FOUND` when `after` is not, or no longer, a delivery of this tenant */
  listDeliveries(query: DeliveryPageQuery): Promise<Page<Delivery>>;
  /** Oldest first; empty for an unknown delivery. */
  listAttempts(tenant: string, deliveryId: string): Promise<readonly Attempt[]>;

  // Retention.

  /** Removes deliveries finished before `finishedBefore`, with their attempts and orphaned pieces (DE-8). @returns how many, at most `limit` */
  prune(finishedBefore: number, limit: number): Promise<number>;
  /** Ends deliveries held since before `heldBefore` as `exhausted`, code `HELD_TOO_LONG` (DE-4). @returns them, at most `limit` */
  expireHeld(heldBefore: number, now: number, limit: number): Promise<readonly Delivery[]>;
}
