import {
  createWebhooks,
  type crmCatalog,
  type WebhookStore,
  type Webhooks,
  type WebhooksOptions,
} from '@hookwright/core';
import {
  type RecordingSender,
  recordingSender,
  StoreScene,
  seededRandom,
  type VirtualClock,
  virtualClock,
} from '@hookwright/testing';
import { clearable, type HostTransaction, type TestDatabase } from './test-database.ts';

/** An engine on a store of its own, and what stands around it. */
export interface SceneEngine {
  readonly webhooks: Webhooks<typeof crmCatalog, unknown>;
  readonly store: WebhookStore<unknown>;
  readonly sender: RecordingSender;
  readonly clock: VirtualClock;
}

export type SceneEngineOptions = Partial<Omit<WebhooksOptions<typeof crmCatalog, unknown>, 'clock' | 'senders'>> & {
  readonly sender?: RecordingSender;
  readonly clock?: VirtualClock;
};

/** A database with empty tables, and stores and engines on it that are closed with it. */
export class DatabaseScene extends StoreScene<unknown> implements AsyncDisposable {
  readonly database: TestDatabase;
  readonly #endings: (() => Promise<unknown>)[];
  readonly #startedAt: number = this.now;
  #engines = 0;

  private constructor(database: TestDatabase, stores: readonly [WebhookStore<unknown>, WebhookStore<unknown>]) {
    super(...stores);
    this.database = database;
    this.#endings = stores.map((store) => () => store.close());
  }

  static async open(database: TestDatabase): Promise<DatabaseScene> {
    await database.clear();
    const [store, other] = [database.newStore(), database.newStore()];
    await store.migrate();
    await store.open();
    await other.open();
    return new DatabaseScene(database, [store, other]);
  }

  /** Begins anew with the same stores. */
  async reset(): Promise<void> {
    await this.database.clear();
    this.now = this.#startedAt;
  }

  /** One more store, as one more process has it. */
  async another(): Promise<WebhookStore<unknown>> {
    const store = this.database.newStore();
    this.#endings.push(() => store.close());
    await store.open();
    return store;
  }

  /** One more process: an engine that delivers on `drain()`, or once it is started. */
  engine({
    sender = recordingSender(),
    clock = virtualClock(),
    store = this.database.newStore(),
    ...options
  }: SceneEngineOptions = {}): SceneEngine {
    this.#engines += 1;
    // The virtual clock is the database's too: it stands still, while what a real one is asked differs by a few ms each time.
    store.clockOffsetMs = () => 0;
    const random = seededRandom(this.#engines);
    const webhooks = createWebhooks<typeof crmCatalog, unknown>({
      random,
      ...options,
      store,
      senders: [sender],
      clock,
    });
    this.#endings.push(() => webhooks.stop({ timeoutMs: 0 }));
    return { webhooks, store, sender, clock };
  }

  /** Begins a transaction of the host's. What a test leaves open is rolled back. */
  async begin(): Promise<HostTransaction> {
    const transaction = await this.database.begin();
    let isOpen = true;
    const ending = (end: () => Promise<void>) => async () => {
      isOpen = false;
      await end();
    };
    this.#endings.push(async () => {
      if (isOpen) await transaction.rollback();
    });
    return { ...transaction, commit: ending(transaction.commit), rollback: ending(transaction.rollback) };
  }

  /** How many rows each table of the library has that has any. */
  async rowCounts(): Promise<Readonly<Record<string, number>>> {
    const tables = clearable(await this.database.tables());
    const count = (name: string) => `SELECT '${name}' AS name, count(*) AS count FROM ${this.database.table(name)}`;
    const rows = await this.database.query(tables.map(count).join(' UNION ALL '));
    const counts = rows.map((row): [string, number] => [String(row.name), Number(row.count)]);
    return Object.fromEntries(counts.filter(([, rowCount]) => rowCount > 0));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const end of this.#endings.reverse()) await end();
  }
}
