import type { TenantIndex } from '../../matching/tenant-index.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import type { TenantWebhooks, WebhookStore } from '../../ports/webhook-store.ts';

export interface TenantCacheOptions {
  /** In ms, ≥ 0. */
  readonly maxStaleMs: number;
  /** Over all tenants. */
  readonly maxWebhooks: number;
}

/** For a load beside a transaction, in ms. */
const maxWaitMs = 500;

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
  /** Least recently used first. */
  readonly #entries = new Map<string, Entry>();
  /** The tenant asked for last, which is at the end of the order already. */
  #latest = '';

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
      if (tenant !== this.#latest) this.#use(tenant, entry);
      return entry.index;
    }
    return this.#load(tenant, transaction, revision);
  }

  #load(tenant: string, transaction: Tx | undefined, revision: number): TenantIndex | Promise<TenantIndex> {
    if (revision === 0) return this.#none;
    const entry = this.#entries.get(tenant);
    if (entry !== undefined && entry.index.revision === revision) {
      entry.checkedAt = this.#clock.now();
      this.#use(tenant, entry);
      return entry.index;
    }
    const base = entry ?? { index: this.#newIndex(), checkedAt: 0 };
    const committed = this.#store.webhooksSince(tenant, base.index.revision, {});
    const shared =
      committed instanceof Promise
        ? committed.then((newer) => this.#apply(tenant, base, newer))
        : this.#apply(tenant, base, committed);
    return transaction === undefined ? shared : this.#within(tenant, transaction, revision, shared);
  }

  /** What a transaction registered and did not commit is for its own publishes alone: it never enters the shared index. */
  async #within(
    tenant: string,
    transaction: Tx,
    revision: number,
    shared: TenantIndex | Promise<TenantIndex>,
  ): Promise<TenantIndex> {
    const index = shared instanceof Promise ? await this.#inTime(shared) : shared;
    if (index?.revision === revision) return index;
    const all = await this.#store.webhooksSince(tenant, 0, { transaction });
    const own = this.#newIndex();
    own.apply(all.revision, all.webhooks);
    return own;
  }

  /**
   * Waits for what is loaded beside a transaction, but not for long: the host's transactions may hold every connection there is,
   * and wait for each other's publishes. Then this one loads for itself.
   */
  async #inTime(shared: Promise<TenantIndex>): Promise<TenantIndex | null> {
    let timer: Timer = null;
    const over = new Promise<null>((resolve) => {
      timer = this.#clock.setTimer(() => resolve(null), maxWaitMs);
    });
    // Its failure is this call's own while it waits, and nobody's after that.
    shared.catch(() => undefined);
    try {
      return await Promise.race([shared, over]);
    } finally {
      this.#clock.clearTimer(timer);
    }
  }

  /** @param base - the entry whose index `newer` goes on from; it may have been dropped or replaced meanwhile */
  #apply(tenant: string, base: Entry, newer: TenantWebhooks): TenantIndex {
    base.index.apply(newer.revision, newer.webhooks);
    base.checkedAt = this.#clock.now();
    const kept = this.#entries.get(tenant);
    // Of two that were loaded at once, the one that knows more stays.
    if (kept !== undefined && kept !== base && kept.index.revision > base.index.revision) return kept.index;
    this.#use(tenant, base);
    this.#evict(tenant);
    return base.index;
  }

  #use(tenant: string, entry: Entry): void {
    this.#entries.delete(tenant);
    this.#entries.set(tenant, entry);
    this.#latest = tenant;
  }

  /** Drops the tenants used longest ago until the bound holds; `latest` is in use. */
  #evict(latest: string): void {
    let webhooks = 0;
    // A tenant without webhooks takes room too.
    for (const { index } of this.#entries.values()) webhooks += index.size + 1;
    for (const [tenant, { index }] of this.#entries) {
      if (webhooks <= this.#options.maxWebhooks || tenant === latest) return;
      this.#entries.delete(tenant);
      webhooks -= index.size + 1;
    }
  }
}
