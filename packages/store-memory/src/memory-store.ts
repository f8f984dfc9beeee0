import {
  type Attempt,
  type ClaimedDelivery,
  type ClaimOptions,
  type Delivery,
  type DeliveryPageQuery,
  type EnqueueBatch,
  type EnqueueResult,
  type Lease,
  type Page,
  type SaveOptions,
  type SaveResult,
  type Settlement,
  type SettleResult,
  type StoreCall,
  type StoredWebhook,
  type TenantWebhooks,
  WebhookError,
  type WebhookPageQuery,
  type WebhookSave,
  type WebhookStore,
} from '@hookwright/core';
import { Dispatch } from './dispatch.ts';
import { Intake } from './intake.ts';
import { Retention } from './retention.ts';
import { saveWebhooks } from './save-webhooks.ts';
import { never } from './schedule-slot.ts';
import { Tenant } from './tenant.ts';
import { TenantTable } from './tenant-table.ts';
import { WakeCalls } from './wake-calls.ts';

export interface MemoryStoreOptions {
  /**
   * Most deliveries kept at once, waiting and finished ones alike, ≥ 1. Default 100,000. At the bound, succeeded and cancelled
   * ones make room, the oldest first: they are history, not work. Waiting, held and exhausted ones are never dropped; when
   * there is nothing but those, `enqueue` rejects with `STORE_FULL` (retryable).
   */
  readonly maxDeliveries?: number | undefined;
}

const noWebhooks: TenantWebhooks = { revision: 0, webhooks: [] };

/** Everything in this process's memory: for tests, trials, and hosts that need no delivery to outlive the process. */
export class MemoryStore implements WebhookStore {
  readonly seesAllWork = true;
  readonly #tenants = new TenantTable();
  readonly #retention: Retention;
  readonly #dispatch: Dispatch;
  readonly #intake: Intake;
  readonly #wakeCalls = new WakeCalls();

  constructor({ maxDeliveries = 100_000 }: MemoryStoreOptions = {}) {
    this.#retention = new Retention(this.#tenants, maxDeliveries);
    this.#dispatch = new Dispatch(this.#tenants, this.#retention);
    this.#intake = new Intake(this.#retention, this.#dispatch);
  }

  async migrate(): Promise<void> {}

  async open(): Promise<void> {}

  /** Forgets nothing: there is nothing that was opened. */
  async close(): Promise<void> {}

  clockOffsetMs(): number {
    return 0;
  }

  onWake(listener: () => void): () => void {
    return this.#wakeCalls.add(listener);
  }

  async saveWebhooks(saves: readonly WebhookSave[], options: SaveOptions<never>): Promise<SaveResult> {
    refuseTransaction(options.transaction);
    const [first] = saves;
    if (first === undefined) return { status: 'saved', revisions: [] };
    let isWork = false;
    const { webhooks } = this.#tenants.getOrAdd(first.webhook.tenant);
    const result = saveWebhooks(webhooks, saves, options, (lane) => {
      this.#dispatch.follow(lane, options.now);
      isWork ||= lane.waiting > 0;
    });
    if (isWork) this.#wakeCalls.call();
    return result;
  }

  async getWebhook(tenant: string, id: string, { transaction }: StoreCall<never>): Promise<StoredWebhook | null> {
    refuseTransaction(transaction);
    return this.#tenants.get(tenant)?.webhooks.lane(id)?.webhook ?? null;
  }

  async listWebhooks(query: WebhookPageQuery, { transaction }: StoreCall<never>): Promise<Page<StoredWebhook>> {
    refuseTransaction(transaction);
    return (this.#tenants.get(query.tenant) ?? new Tenant()).webhooks.page(query);
  }

  /** Answers at once: a change that nobody listens to waits for nothing. */
  tenantRevision(tenant: string, { transaction }: StoreCall<never>): number {
    refuseTransaction(transaction);
    return this.#tenants.get(tenant)?.webhooks.revision ?? 0;
  }

  /** Answers at once. */
  webhooksSince(tenant: string, revision: number, { transaction }: StoreCall<never>): TenantWebhooks {
    refuseTransaction(transaction);
    return this.#tenants.get(tenant)?.webhooks.since(revision) ?? noWebhooks;
  }

  async enqueue(batch: EnqueueBatch, { transaction }: StoreCall<never>): Promise<EnqueueResult> {
    refuseTransaction(transaction);
    const result = this.#intake.take(batch, this.#tenants.getOrAdd(batch.tenant));
    this.#wakeCalls.call();
    return result;
  }

  async claim(options: ClaimOptions): Promise<readonly ClaimedDelivery[]> {
    return this.#dispatch.claim(options);
  }

  async renew(leases: readonly Lease[], now: number, leaseMs: number): Promise<readonly Lease[]> {
    return this.#dispatch.renew(leases, now + leaseMs);
  }

  async settle(settlements: readonly Settlement[], now: number): Promise<readonly SettleResult[]> {
    const results = settlements.map((settlement) => this.#dispatch.settle(settlement, now));
    // What became of them may be work again, now or later, for a worker other than the one that settled.
    if (this.#dispatch.hasWork(now)) this.#wakeCalls.call();
    return results;
  }

  nextDueAt(now: number): number | null {
    const at = this.#dispatch.nextDueAt(now);
    return at === never ? null : at;
  }

  async getDelivery(tenant: string, id: string): Promise<Delivery | null> {
    return this.#tenants.get(tenant)?.deliveries.find(id)?.toDelivery() ?? null;
  }

  async listDeliveries(query: DeliveryPageQuery): Promise<Page<Delivery>> {
    return (this.#tenants.get(query.tenant) ?? new Tenant()).deliveries.page(query);
  }

  async listAttempts(tenant: string, deliveryId: string): Promise<readonly Attempt[]> {
    return this.#tenants.get(tenant)?.deliveries.find(deliveryId)?.attemptLog ?? [];
  }

  async prune(finishedBefore: number, limit: number): Promise<number> {
    return this.#retention.prune(finishedBefore, limit);
  }

  async expireHeld(heldBefore: number, now: number, limit: number): Promise<readonly Delivery[]> {
    return this.#dispatch.expireHeld(heldBefore, now, limit);
  }
}

/** Makes a {@link MemoryStore}. */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  return new MemoryStore(options);
}

function refuseTransaction(transaction: unknown): void {
  if (transaction === undefined) return;
  const message = 'the memory store has no transactions; call without `transaction`, or use a store on your database';
  throw new WebhookError('TRANSACTION_UNSUPPORTED', message);
}
