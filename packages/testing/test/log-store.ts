import type {
  EnqueueBatch,
  EnqueueResult,
  SaveOptions,
  StoreCall,
  TenantWebhooks,
  WebhookSave,
  WebhookStore,
} from '@hookwright/core';
import { MemoryStore } from '@hookwright/store-memory';
import type { TransactionSupport } from '../src/index.ts';

type Write = (store: MemoryStore) => Promise<unknown>;

/** A transaction of a {@link LogStore}: what was written in it, and a store that shows it. */
export interface LogTransaction {
  readonly home: LogStore;
  readonly view: MemoryStore;
  readonly writes: Write[];
}

/** A store whose transactions work on a copy: the log of all writes, played again. Just enough for the suite's own tests. */
class LogStore extends MemoryStore {
  readonly #log: Write[] = [];

  async begin(): Promise<LogTransaction> {
    const view = new MemoryStore();
    for (const write of this.#log) await write(view);
    return { home: this, view, writes: [] };
  }

  /** Does it here, or in the transaction's copy. */
  async write<Result>(write: (store: MemoryStore) => Promise<Result>, transaction?: LogTransaction): Promise<Result> {
    const result = await write(transaction?.view ?? this);
    (transaction?.writes ?? this.#log).push(write);
    return result;
  }
}

/** Makes an empty one. */
export function logStore(): WebhookStore<LogTransaction> {
  const store = new LogStore();
  const viewed = (call: StoreCall<LogTransaction>): MemoryStore => call.transaction?.view ?? store;
  const overrides: Partial<WebhookStore<LogTransaction>> & { readonly begin: () => Promise<LogTransaction> } = {
    begin: () => store.begin(),
    saveWebhooks(saves: readonly WebhookSave[], options: SaveOptions<LogTransaction>) {
      const { transaction, ...own } = options;
      const kept = saves.map(({ webhook, ...save }) => ({ ...save, webhook: { ...webhook } }));
      return store.write((target) => MemoryStore.prototype.saveWebhooks.call(target, kept, own), transaction);
    },
    enqueue(batch: EnqueueBatch, { transaction }: StoreCall<LogTransaction>): Promise<EnqueueResult> {
      return store.write((target) => MemoryStore.prototype.enqueue.call(target, batch, {}), transaction);
    },
    getWebhook: (tenant, id, call) => viewed(call).getWebhook(tenant, id, {}),
    listWebhooks: (query, call) => viewed(call).listWebhooks(query, {}),
    tenantRevision: (tenant, call) => viewed(call).tenantRevision(tenant, {}),
    webhooksSince: (tenant, revision, call): TenantWebhooks => viewed(call).webhooksSince(tenant, revision, {}),
  };
  return new Proxy(store as unknown as WebhookStore<LogTransaction>, {
    get(target, name) {
      const value = Reflect.get(overrides, name) ?? Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

export const logTransactions: TransactionSupport<LogTransaction> = {
  begin: (store) => (store as unknown as LogStore).begin(),
  async commit({ home, writes }) {
    for (const write of writes) await home.write(write);
  },
  async rollback() {},
};
