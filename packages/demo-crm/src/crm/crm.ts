import type { CrmDatabase } from './crm-database.ts';
import { type Caller, type ChangeSink, CrmTransaction } from './crm-transaction.ts';
import type { Entity, Fields, ReportedEntity } from './entities.ts';
import { type CrmRecord, toRecord } from './record.ts';
import { Repository } from './repository.ts';

/** What users and integrations do in the CRM. A change and the deliveries that it leads to are one transaction. */
export class Crm {
  readonly #database: CrmDatabase;
  readonly #webhooks: ChangeSink;
  readonly #committed: Repository;

  constructor(database: CrmDatabase, webhooks: ChangeSink) {
    this.#database = database;
    this.#webhooks = webhooks;
    this.#committed = new Repository(database.reader);
  }

  /** @throws RangeError when there is no such record, as all that take an id */
  read<E extends Entity>(entity: E, id: string): CrmRecord<E> {
    return toRecord(this.#committed, entity, this.#committed.get(entity, id));
  }

  has(entity: Entity, id: string): boolean {
    return this.#committed.has(entity, id);
  }

  /** Makes several changes, all of them or none. @throws what the work throws; then none was made, and nothing is sent */
  async transact<Result>(work: (changes: CrmTransaction) => Promise<Result>): Promise<Result> {
    const result = await this.#database.transact((handle) => work(new CrmTransaction(handle, this.#webhooks)));
    // The engine does not see the commit: it would find the deliveries at its next look, within half a second.
    this.#webhooks.wake();
    return result;
  }

  create<E extends ReportedEntity>(entity: E, fields: Fields<E>, caller?: Caller): Promise<CrmRecord<E>> {
    return this.transact((changes) => changes.create(entity, fields, caller));
  }

  /** Creates many as one batch: webhooks get them in chunks. */
  createMany<E extends ReportedEntity>(
    entity: E,
    list: readonly Fields<E>[],
    caller?: Caller,
  ): Promise<readonly CrmRecord<E>[]> {
    return this.transact((changes) => changes.createMany(entity, list, caller));
  }

  update<E extends ReportedEntity>(
    entity: E,
    id: string,
    patch: Partial<Fields<E>>,
    caller?: Caller,
  ): Promise<CrmRecord<E>> {
    return this.transact((changes) => changes.update(entity, id, patch, caller));
  }

  delete(entity: ReportedEntity, id: string, caller?: Caller): Promise<void> {
    return this.transact((changes) => changes.delete(entity, id, caller));
  }

  linkDocument(contactId: string, filename: string, caller?: Caller): Promise<CrmRecord<'DocumentLink'>> {
    return this.transact((changes) => changes.linkDocument(contactId, filename, caller));
  }
}
