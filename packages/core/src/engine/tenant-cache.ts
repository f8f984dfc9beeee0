import type { TenantIndex } from '../matching/tenant-index.ts';
import type { Clock } from '../ports/clock.ts';
import type { TenantWebhooks, WebhookStore } from '../ports/webhook-store.ts';

export interface TenantCacheOptions {
  /** In ms, ≥ 0. */
  readonly maxStaleMs: number;
  /** Over all tenants. */
  readonly maxWebhooks: number;
}

interface Entry {
  readonly index: TenantIndex;
  /** When the store was last asked for the tenant's revision, Unix ms. */
  checkedAt: number;
}

/**
 * The webhooks of the tenants in use, compiled. Each publish asks the store for the tenant's revision and loads what is newer,
 * so a registration anywhere is seen by the next publish everywhere.
 */
export class TenantCache<Tx> {
  readonly #store: WebhookStore<Tx>;
  readonly #clock: Clock;
  readonly #options: TenantCacheOptions;
  readonly #newIndex: () => TenantIndex;
  /** For tenants without webhooks, of which there may be any number. */
  readonly #none: TenantIndex;
  /** Least recently loaded first. */
  readonly #entries = new Map<string, Entry>();
  #webhooks = 0;

  constructor(store: WebhookStore<Tx>, clock: Clock, options: TenantCacheOptions, newIndex: () => TenantIndex) {
    this.#store = store;
    this.#clock = clock;
    this.#options = options;
    this.#newIndex = newIndex;
    this.#none = newIndex();
  }

  /** The tenant's webhooks as the transaction sees them; at once where the store answers at once. */
  current(tenant: string, transaction: Tx | undefined): TenantIndex | Promise<TenantIndex> {
    const entry = this.#entries.get(tenant);
    const { maxStaleMs } = this.#options;
    if (entry !== undefined && maxStaleMs > 0 && this.#clock.now() - entry.checkedAt < maxStaleMs) return entry.index;
    const revision = this.#store.tenantRevision(tenant, { transaction });
    if (typeof revision !== 'number') return revision.then((number) => this.#load(tenant, transaction, number));
    if (entry !== undefined && entry.index.revision === revision) {
      if (maxStaleMs > 0) entry.checkedAt = this.#clock.now();
      return entry.index;
    }
    return this.#load(tenant, transaction, revision);
  }

  #load(tenant: string, transaction: Tx | undefined, revision: number): TenantIndex | Promise<TenantIndex> {
    if (revision === 0) return this.#none;
    const entry = this.#entries.get(tenant);
    if (entry !== undefined && entry.index.revision === revision) {
      entry.checkedAt = this.#clock.now();
      return entry.index;
    }
    const committed = this.#store.webhooksSince(tenant, entry?.index.revision ?? 0, {});
    const shared =
      committed instanceof Promise
        ? committed.then((newer) => this.#apply(tenant, newer))
        : this.#apply(tenant, committed);
    return transaction === undefined ? shared : this.#within(tenant, transaction, revision, shared);
  }

  /** What a transaction registered and did not commit is for its own publishes alone: it never enters the shared index. */
  async #within(
    tenant: string,
    transaction: Tx,
    revision: number,
    shared: TenantIndex | Promise<TenantIndex>,
  ): Promise<TenantIndex> {
    const index = await shared;
    if (index.revision === revision) return index;
    const all = await this.#store.webhooksSince(tenant, 0, { transaction });
    const own = this.#newIndex();
    own.apply(all.revision, all.webhooks);
    return own;
  }

  #apply(tenant: string, newer: TenantWebhooks): TenantIndex {
    const entry = this.#entries.get(tenant) ?? { index: this.#newIndex(), checkedAt: 0 };
    const before = entry.index.size;
    entry.index.apply(newer.revision, newer.webhooks);
    entry.checkedAt = this.#clock.now();
    this.#webhooks += entry.index.size - before;
    // To the end of the order in which tenants are dropped.
    this.#entries.delete(tenant);
    this.#entries.set(tenant, entry);
    for (const [other, { index }] of this.#entries) {
      if (this.#webhooks <= this.#options.maxWebhooks || other === tenant) break;
      this.#entries.delete(other);
      this.#webhooks -= index.size;
    }
    return entry.index;
  }
}
