import type {
  Attempt,
  ClaimedDelivery,
  ClaimOptions,
  Delivery,
  DeliveryPageQuery,
  EnqueueBatch,
  EnqueueResult,
  Lease,
  Page,
  SaveOptions,
  SaveResult,
  Settlement,
  SettleResult,
  StoreCall,
  StoredWebhook,
  TenantWebhooks,
  WebhookPageQuery,
  WebhookSave,
  WebhookStore,
} from '@hookwright/core';
import { Claims } from './operations/claims.ts';
import { DeliveryReads } from './operations/delivery-reads.ts';
import { Intake } from './operations/intake.ts';
import { Registrations } from './operations/registrations.ts';
import { Retention } from './operations/retention.ts';
import { Settlements } from './operations/settlements.ts';
import type { StoreParts } from './operations/store-parts.ts';
import { WebhookRows } from './operations/webhook-rows.ts';
import { Migrations } from './schema/migrations.ts';
import { type DialectName, newQueryBuilder } from './schema/query-builder.ts';
import type { TableNames } from './schema/table-names.ts';
import type { Database } from './session/database.ts';
import type { DispatchSql } from './session/dispatch-sql.ts';
import type { WakeSignal } from './session/wake-signal.ts';

interface SqlStoreParts<Tx> {
  readonly dialect: DialectName;
  readonly names: TableNames;
  readonly database: Database<Tx>;
  readonly dispatchSql: DispatchSql;
  readonly wakeSignal: WakeSignal;
}

/** A {@link WebhookStore} in a SQL database: what all of them share. Made by `sqliteStore`, `postgresStore`, `mysqlStore`. */
export class SqlStore<Tx> implements WebhookStore<Tx> {
  /** What a host's transaction brings cannot be seen to commit, so the engine polls as well. */
  readonly seesAllWork = false;
  readonly #database: Database<Tx>;
  readonly #dispatchSql: DispatchSql;
  readonly #wakeSignal: WakeSignal;
  readonly #migrations: Migrations<Tx>;
  readonly #registrations: Registrations<Tx>;
  readonly #intake: Intake<Tx>;
  readonly #claims: Claims<Tx>;
  readonly #settlements: Settlements<Tx>;
  readonly #reads: DeliveryReads<Tx>;
  readonly #retention: Retention<Tx>;
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ dialect, names, database, dispatchSql, wakeSignal }: SqlStoreParts<Tx>) {
    const builder = newQueryBuilder(dialect, names);
    const parts: StoreParts<Tx> = { dialect, database, builder, dispatchSql, webhooks: new WebhookRows(builder) };
    this.#database = database;
    this.#dispatchSql = dispatchSql;
    this.#wakeSignal = wakeSignal;
    this.#migrations = new Migrations(dialect, names, database);
    this.#registrations = new Registrations(parts);
    this.#intake = new Intake(parts);
    this.#claims = new Claims(parts);
    this.#settlements = new Settlements(parts, () => this.#claims.maxLeased);
    this.#reads = new DeliveryReads(parts);
    this.#retention = new Retention(parts);
  }

  async migrate(): Promise<void> {
    await this.#database.open();
    await this.#migrations.migrate();
  }

  async open(): Promise<void> {
    await this.#database.open();
    await this.#migrations.verify();
  }

  async close(): Promise<void> {
    await this.#wakeSignal.close();
    await this.#database.close();
  }

  clockOffsetMs(): number | Promise<number> {
    return this.#database.clockOffsetMs();
  }

  onWake(listener: () => void): () => void {
    return this.#wakeSignal.listen(listener);
  }

  async saveWebhooks(saves: readonly WebhookSave[], options: SaveOptions<Tx>): Promise<SaveResult> {
    const result = await this.#registrations.save(saves, options);
    // What was saved anew may have freed what waits.
    const isKnown = saves.some(({ expectedRevision }) => expectedRevision !== null);
    if (options.transaction === undefined && isKnown && result.status === 'saved') this.#wakeSignal.send();
    return result;
  }

  getWebhook(tenant: string, id: string, call: StoreCall<Tx>): Promise<StoredWebhook | null> {
    return this.#registrations.get(tenant, id, call);
  }

  listWebhooks(query: WebhookPageQuery, call: StoreCall<Tx>): Promise<Page<StoredWebhook>> {
    return this.#registrations.list(query, call);
  }

  tenantRevision(tenant: string, call: StoreCall<Tx>): Promise<number> {
    return this.#registrations.tenantRevision(tenant, call);
  }

  webhooksSince(tenant: string, revision: number, call: StoreCall<Tx>): Promise<TenantWebhooks> {
    return this.#registrations.since(tenant, revision, call);
  }

  async enqueue(batch: EnqueueBatch, call: StoreCall<Tx>): Promise<EnqueueResult> {
    const result = await this.#intake.enqueue(batch, call);
    if (call.transaction === undefined) this.#wakeSignal.send();
    return result;
  }

  claim(options: ClaimOptions): Promise<readonly ClaimedDelivery[]> {
    return this.#inTurn(() => this.#claims.claim(options));
  }

  renew(leases: readonly Lease[], now: number, leaseMs: number): Promise<readonly Lease[]> {
    return this.#inTurn(() => this.#settlements.renew(leases, now, leaseMs));
  }

  settle(settlements: readonly Settlement[], now: number): Promise<readonly SettleResult[]> {
    return this.#inTurn(() => this.#settlements.settle(settlements, now));
  }

  async nextDueAt(now: number): Promise<number | null> {
    const turnAt = await this.#database.run(() => this.#dispatchSql.firstTurnAt(now));
    const arrivedAt = await this.#database.run(() => this.#dispatchSql.firstArrivalAt());
    if (turnAt === null && arrivedAt === null) return null;
    return Math.max(Math.min(turnAt ?? Number.POSITIVE_INFINITY, arrivedAt ?? Number.POSITIVE_INFINITY), now);
  }

  /** What locks lanes: at once, a claim would find those of this process's own settlements taken, and go away with nothing. */
  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const next = this.#turn.then(act);
    this.#turn = next.catch(() => undefined);
    return next;
  }

  getDelivery(tenant: string, id: string): Promise<Delivery | null> {
    return this.#reads.get(tenant, id);
  }

  listDeliveries(query: DeliveryPageQuery): Promise<Page<Delivery>> {
    return this.#reads.list(query);
  }

  listAttempts(tenant: string, deliveryId: string): Promise<readonly Attempt[]> {
    return this.#reads.attempts(tenant, deliveryId);
  }

  prune(finishedBefore: number, limit: number): Promise<number> {
    return this.#retention.prune(finishedBefore, limit);
  }

  expireHeld(heldBefore: number, now: number, limit: number): Promise<readonly Delivery[]> {
    return this.#retention.expireHeld(heldBefore, now, limit);
  }
}
