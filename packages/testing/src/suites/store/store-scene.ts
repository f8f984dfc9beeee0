import { randomUUID } from 'node:crypto';
import type {
  Attempt,
  ClaimedDelivery,
  ClaimOptions,
  Delivery,
  DeliveryPageQuery,
  DeliveryStatus,
  EnqueueBatch,
  EnqueueResult,
  NewDelivery,
  Page,
  SaveOptions,
  Settlement,
  SettleResult,
  StoreCall,
  StoredWebhook,
  WebhookSave,
  WebhookStore,
} from '@hookwright/core';
import { newAttempt, newBatch, newWebhook, startOfTime } from './store-fixtures.ts';

/** What a claim is to differ in, and which handle is to make it. */
export type ClaimPart = Partial<ClaimOptions> & { readonly by?: WebhookStore<never> };

/**
 * What a test of the store suite works with: an empty store, and short words for what tests do with it again and again. An
 * adapter's own tests may use it too.
 */
export class StoreScene<Tx> {
  readonly store: WebhookStore<Tx>;
  /** A second handle on the same data, as another process has it. */
  readonly other: WebhookStore<Tx>;
  /** Unix ms. A test moves it. */
  now = startOfTime;

  constructor(store: WebhookStore<Tx>, other: WebhookStore<Tx> = store) {
    this.store = store;
    this.other = other;
  }

  /** Saves a new webhook. */
  async register(overrides: Partial<StoredWebhook> = {}, call: StoreCall<Tx> = {}): Promise<StoredWebhook> {
    const webhook = newWebhook({ createdAt: this.now, modifiedAt: this.now, statusSince: this.now, ...overrides });
    const revision = await this.save(webhook, null, call);
    if (revision === null) throw new Error('the store did not insert a new webhook');
    return { ...webhook, revision };
  }

  /** @returns the new revision, or null when the stored one is not the expected one */
  async save(
    webhook: WebhookSave['webhook'],
    expectedRevision: number | null,
    { by = this.store, ...options }: Partial<SaveOptions<Tx>> & { readonly by?: WebhookStore<Tx> } = {},
  ): Promise<number | null> {
    const result = await by.saveWebhooks([{ webhook, expectedRevision }], { now: this.now, ...options });
    return result.status === 'saved' ? (result.revisions[0] ?? null) : null;
  }

  /** Saves a change of a webhook as it is now in the store. */
  async change({ tenant, id }: StoredWebhook, patch: Partial<StoredWebhook>): Promise<StoredWebhook> {
    const current = await this.store.getWebhook(tenant, id, {});
    if (current === null) throw new Error(`the store has lost webhook ${id}`);
    const { revision: expectedRevision, ...webhook } = { ...current, modifiedAt: this.now, ...patch };
    const revision = await this.save(webhook, current.revision);
    if (revision === null) throw new Error(`the store did not replace webhook ${id} at revision ${expectedRevision}`);
    return { ...webhook, revision };
  }

  setStatus(webhook: StoredWebhook, status: StoredWebhook['status']): Promise<StoredWebhook> {
    return this.change(webhook, { status, statusSince: this.now });
  }

  delete(webhook: StoredWebhook): Promise<StoredWebhook> {
    return this.change(webhook, { deletedAt: this.now });
  }

  restore(webhook: StoredWebhook): Promise<StoredWebhook> {
    return this.change(webhook, { deletedAt: null });
  }

  enqueue(batch: EnqueueBatch, call: StoreCall<Tx> = {}): Promise<EnqueueResult> {
    return this.store.enqueue(batch, call);
  }

  /** Enqueues `count` deliveries of one item each, in one batch. @returns their ids */
  async publish(webhook: StoredWebhook, count = 1, overrides: Partial<NewDelivery> = {}): Promise<readonly string[]> {
    const deliveries = Array.from({ length: count }, () => ({ webhook, overrides }));
    return (await this.enqueue(newBatch(deliveries, { now: this.now }))).deliveryIds;
  }

  /** Enqueues one delivery. @returns its id */
  async publishOne(webhook: StoredWebhook, overrides: Partial<NewDelivery> = {}): Promise<string> {
    const [id] = await this.publish(webhook, 1, overrides);
    if (id === undefined) throw new Error('the store answered without the delivery it was given');
    return id;
  }

  claim({ by = this.store, ...options }: ClaimPart = {}): Promise<readonly ClaimedDelivery[]> {
    const defaults = {
      now: this.now,
      leaseMs: 60_000,
      limit: 100,
      perWebhookConcurrency: 8,
      skipWebhooks: new Set(''),
    };
    return by.claim({ ...defaults, ...options });
  }

  async claimIds(options: ClaimPart = {}): Promise<readonly string[]> {
    return (await this.claim(options)).map(({ delivery }) => delivery.id);
  }

  /** Claims what there is, and expects it to be one delivery. */
  async claimOne(options: ClaimPart = {}): Promise<ClaimedDelivery> {
    const claims = await this.claim(options);
    const [claim] = claims;
    if (claim === undefined || claims.length > 1) throw new Error(`expected one claim, got ${claims.length}`);
    return claim;
  }

  async settle(claim: ClaimedDelivery, part: Partial<Settlement> = {}): Promise<SettleResult> {
    const [result] = await this.store.settle([this.settlement(claim, part)], this.now);
    if (result === undefined) throw new Error('the store gave no result for a settlement');
    return result;
  }

  succeed(claim: ClaimedDelivery): Promise<SettleResult> {
    return this.settle(claim);
  }

  fail(claim: ClaimedDelivery, dueAt: number, part: Partial<Settlement> = {}): Promise<SettleResult> {
    const attempt = this.attempt(claim, { status: 500, code: 'HTTP_500', message: 'answered 500' });
    return this.settle(claim, { attempt, next: { status: 'pending', dueAt }, ...part });
  }

  exhaust(claim: ClaimedDelivery, code = 'HTTP_500'): Promise<SettleResult> {
    const attempt = this.attempt(claim, { status: 500, code: 'HTTP_500', message: 'answered 500' });
    return this.settle(claim, { attempt, next: { status: 'exhausted', code } });
  }

  /** A try that ended now. */
  attempt({ delivery }: ClaimedDelivery, overrides: Partial<Attempt> = {}): Attempt {
    return newAttempt({ deliveryId: delivery.id, number: delivery.attempts + 1, startedAt: this.now, ...overrides });
  }

  /** A success unless `part` says otherwise. */
  settlement(claim: ClaimedDelivery, part: Partial<Settlement> = {}): Settlement {
    const { delivery, lease } = claim;
    const success = { attempt: this.attempt(claim), next: { status: 'succeeded' }, blockWebhookUntil: null } as const;
    return { deliveryId: delivery.id, lease, ...success, ...part };
  }

  async delivery({ tenant }: { readonly tenant: string }, id: string): Promise<Delivery> {
    const delivery = await this.store.getDelivery(tenant, id);
    if (delivery === null) throw new Error(`the store has lost delivery ${id}`);
    return delivery;
  }

  async statuses(webhook: StoredWebhook, ids: readonly string[]): Promise<readonly DeliveryStatus[]> {
    const deliveries = await Promise.all(ids.map((id) => this.delivery(webhook, id)));
    return deliveries.map(({ status }) => status);
  }

  list(overrides: Partial<DeliveryPageQuery> = {}): Promise<Page<Delivery>> {
    const all = { webhookId: null, statuses: null, createdFrom: null, createdUntil: null, after: null, limit: 100 };
    return this.store.listDeliveries({ tenant: 'acme', order: 'oldest-first', ...all, ...overrides });
  }

  id(): string {
    return randomUUID();
  }
}
