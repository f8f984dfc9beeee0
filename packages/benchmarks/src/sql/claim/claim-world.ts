import type { ClaimedDelivery, Settlement, StoredWebhook } from '@hookwright/core';
import { plainBatch, plainWebhook } from './claim-batch.ts';
import type { ClaimStand } from './claim-stand.ts';

const dayMs = 86_400_000;
const perClaim = 100;
/** So that a claim takes from as many webhooks whether few or many deliveries wait. */
const perWebhook = 4;
const perEnqueue = 2_000;
const cyclesPerEnqueue = 2;
const perTransaction = 1_000;

/** Deliveries that wait in a store, and the claims and settlements that are measured on them. */
export class ClaimWorld<Tx> {
  readonly stand: ClaimStand<Tx>;
  readonly #webhooks = new Map<string, StoredWebhook>();

  constructor(stand: ClaimStand<Tx>) {
    this.stand = stand;
  }

  /** The real time: what a store keeps of the seconds past is part of what it costs. */
  get #now(): number {
    return Date.now();
  }

  async addWebhooks(count: number, tenant: string): Promise<readonly StoredWebhook[]> {
    const added: StoredWebhook[] = [];
    while (added.length < count) {
      await this.stand.transact(async (transaction) => {
        for (let left = Math.min(perTransaction, count - added.length); left > 0; left -= 1) {
          const webhook = plainWebhook(tenant, this.#now);
          const save = { webhook, expectedRevision: null };
          const result = await this.stand.store.saveWebhooks([save], { now: this.#now, transaction });
          if (result.status !== 'saved') throw new Error('the store did not insert a new webhook');
          added.push({ ...webhook, revision: result.revisions[0] as number });
        }
      });
    }
    for (const webhook of added) this.#webhooks.set(webhook.id, webhook);
    return added;
  }

  /** Adds `count` due deliveries, in turn to each of the webhooks. */
  async fill(webhooks: readonly StoredWebhook[], count: number, dueAt = this.#now): Promise<void> {
    for (let start = 0; start < count; start += perEnqueue) {
      const length = Math.min(perEnqueue, count - start);
      const some = Array.from({ length }, (_, at) => webhooks[(start + at) % webhooks.length] as StoredWebhook);
      await this.stand.store.enqueue(plainBatch(some, this.#now, dueAt), {});
      // Workers run while deliveries come: what these put off is not to be caught up with later, all at once.
      for (let cycle = 0; cycle < cyclesPerEnqueue; cycle += 1) await this.cycle();
    }
  }

  /** Adds webhooks, over many tenants, that each have one delivery, due tomorrow. */
  async addDueTomorrow(count: number): Promise<void> {
    for (let tenant = 0; tenant * perTransaction < count; tenant += 1) {
      const added = await this.addWebhooks(
        Math.min(perTransaction, count - tenant * perTransaction),
        `later-${tenant}`,
      );
      await this.fill(added, added.length, this.#now + dayMs);
    }
  }

  /** Has the next tries of a webhook fail, with an answer that holds it back until tomorrow. */
  async kill({ id }: StoredWebhook): Promise<void> {
    for (let tries = 0; tries < 1_000; tries += 1) {
      const claims = await this.#claim();
      await this.stand.store.settle(
        claims.map((claim) => (claim.delivery.webhookId === id ? this.#failure(claim) : this.#success(claim))),
        this.#now,
      );
      await this.#replace(claims.filter(({ delivery }) => delivery.webhookId !== id));
      if (claims.some(({ delivery }) => delivery.webhookId === id)) return;
    }
    throw new Error('the store never gave a delivery of a webhook that has many');
  }

  /** Publishes in a transaction that stays open. @returns ends it */
  hold(): Promise<() => Promise<void>> {
    const some = [...this.#webhooks.values()].slice(0, 1);
    return this.stand.holdTransaction((transaction) =>
      this.stand.store.enqueue(plainBatch(some, this.#now, this.#now), { transaction }),
    );
  }

  /**
   * Claims 100 deliveries and settles them; then as many arrive, for the same webhooks.
   * @returns how long claim and settle took, in ms
   */
  async cycle(): Promise<number> {
    const startedAt = performance.now();
    const claims = await this.#claim();
    await this.stand.store.settle(claims.map(this.#success), this.#now);
    const tookMs = performance.now() - startedAt;
    if (claims.length !== perClaim) throw new Error(`the store gave ${claims.length} of ${perClaim} deliveries`);
    await this.#replace(claims);
    return tookMs;
  }

  #claim(): Promise<readonly ClaimedDelivery[]> {
    return this.stand.store.claim({
      now: this.#now,
      leaseMs: 60_000,
      limit: perClaim,
      perWebhookConcurrency: perWebhook,
      skipWebhooks: new Set(),
    });
  }

  async #replace(claims: readonly ClaimedDelivery[]): Promise<void> {
    const webhooks = claims.map(({ delivery }) => this.#webhooks.get(delivery.webhookId) as StoredWebhook);
    if (webhooks.length > 0) await this.stand.store.enqueue(plainBatch(webhooks, this.#now, this.#now), {});
  }

  readonly #success = ({ delivery: { id, attempts }, lease }: ClaimedDelivery): Settlement => ({
    deliveryId: id,
    lease,
    attempt: {
      deliveryId: id,
      number: attempts + 1,
      startedAt: this.#now,
      durationMs: 1,
      status: 200,
      code: null,
      message: null,
      responseHeaders: null,
      responseBody: null,
    },
    next: { status: 'succeeded' },
    blockWebhookUntil: null,
  });

  #failure(claim: ClaimedDelivery): Settlement {
    const success = this.#success(claim);
    return {
      ...success,
      attempt: success.attempt && { ...success.attempt, status: 503, code: 'HTTP_503', message: 'answered 503' },
      next: { status: 'pending', dueAt: this.#now + 5_000 },
      blockWebhookUntil: this.#now + dayMs,
    };
  }
}
