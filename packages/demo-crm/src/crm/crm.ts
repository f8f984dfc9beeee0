import type { CrmDatabase } from './crm-database.ts';
import { type ChangeSink, CrmTransaction } from './crm-transaction.ts';
import type { Entity, Fields, ReportedEntity } from './entities.ts';
import { type CrmRecord, toRecord, toRecords } from './record.ts';
import { type Column, Repository } from './repository.ts';
import { currentTenant } from './session.ts';

/**
 * What users and integrations do in the CRM, each within a {@link session}. A change and the deliveries that it leads to are one
 * transaction.
 */
export class Crm {
  readonly #database: CrmDatabase;
  readonly #webhooks: ChangeSink;
  readonly #repositories = new Map<string, Repository>();

  constructor(database: CrmDatabase, webhooks: ChangeSink) {
    this.#database = database;
    this.#webhooks = webhooks;
  }

  /** @throws RangeError when there is no such record, as all that take an id */
  read<E extends Entity>(entity: E, id: string): CrmRecord<E> {
    return toRecord(this.#committed(), entity, this.#committed().get(entity, id));
  }

  has(entity: Entity, id: string): boolean {
    return this.#committed().has(entity, id);
  }

  /** @param after - id of the record before the page, or null for the first */
  list<E extends Entity>(
    entity: E,
    limit: number,
    after: string | null,
  ): { readonly records: readonly CrmRecord<E>[]; readonly total: number } {
    const { rows, total } = this.#committed().page(entity, limit, after);
    return { records: toRecords(this.#committed(), entity, rows), total };
  }

  columns(entity: Entity): readonly Column[] {
    return this.#committed().columns(entity);
  }

  /** Makes several changes, all of them or none. @throws what the work throws; then none was made, and nothing is sent */
  async transact<Result>(work: (changes: CrmTransaction) => Promise<Result>): Promise<Result> {
    const result = await this.#database.transact((handle) => work(new CrmTransaction(handle, this.#webhooks)));
    // The engine does not see the commit: it would find the deliveries at its next look, within half a second.
    this.#webhooks.wake();
    return result;
  }

  create<E extends ReportedEntity>(entity: E, fields: Fields<E>): Promise<CrmRecord<E>> {
    return this.transact((changes) => changes.create(entity, fields));
  }

  /** Creates many as one batch: webhooks get them in chunks. */
  createMany<E extends ReportedEntity>(entity: E, list: readonly Fields<E>[]): Promise<readonly CrmRecord<E>[]> {
    return this.transact((changes) => changes.createMany(entity, list));
  }

  update<E extends ReportedEntity>(entity: E, id: string, patch: Partial<Fields<E>>): Promise<CrmRecord<E>> {
    return this.transact((changes) => changes.update(entity, id, patch));
  }

  /** Changes many as one batch. @param patches - by id */
  updateMany<E extends ReportedEntity>(
    entity: E,
    patches: ReadonlyMap<string, Partial<Fields<E>>>,
  ): Promise<readonly CrmRecord<E>[]> {
    return this.transact((changes) => changes.updateMany(entity, patches));
  }

  delete(entity: ReportedEntity, id: string): Promise<void> {
    return this.transact((changes) => changes.delete(entity, id));
  }

  linkDocument(contactId: string, filename: string): Promise<CrmRecord<'DocumentLink'>> {
    return this.transact((changes) => changes.linkDocument(contactId, filename));
  }

  /** What is committed. */
  #committed(): Repository {
    const tenant = currentTenant();
    const repository = this.#repositories.get(tenant) ?? new Repository(this.#database.reader, tenant);
    this.#repositories.set(tenant, repository);
    return repository;
  }
}
