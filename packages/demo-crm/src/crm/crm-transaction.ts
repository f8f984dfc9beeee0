import type { ChangePair } from '@hookwright/core';
import type { CrmHandle } from './crm-database.ts';
import type { CrmWebhooks } from './crm-webhooks.ts';
import { type Entity, type Fields, isCustomEntity, type ReportedEntity } from './entities.ts';
import { type CrmRecord, toRecord, toRecords } from './record.ts';
import { Repository } from './repository.ts';
import { currentTenant } from './session.ts';

/** Where the CRM reports its changes. */
export type ChangeSink = Pick<CrmWebhooks, 'publish' | 'recordChange' | 'wake'>;

/**
 * Changes within one open transaction. Each is written, then reported there with the record before and after it. For whom, and under
 * which skip keys, the engine reads from the session.
 */
export class CrmTransaction {
  readonly #handle: CrmHandle;
  readonly #repository: Repository;
  readonly #webhooks: ChangeSink;
  readonly #deliveryIds: string[] = [];

  constructor(handle: CrmHandle, webhooks: ChangeSink) {
    this.#handle = handle;
    this.#repository = new Repository(handle, currentTenant());
    this.#webhooks = webhooks;
  }

  /** Of the deliveries that were written beside the records so far. */
  get deliveryIds(): readonly string[] {
    return this.#deliveryIds;
  }

  async create<E extends ReportedEntity>(entity: E, fields: Fields<E>): Promise<CrmRecord<E>> {
    const after = toRecord(this.#repository, entity, this.#repository.insert(entity, fields));
    await this.#report(entity, [{ after }]);
    return after;
  }

  /** Creates many as one batch: webhooks get them in chunks. */
  async createMany<E extends ReportedEntity>(entity: E, list: readonly Fields<E>[]): Promise<readonly CrmRecord<E>[]> {
    const rows = list.map((fields) => this.#repository.insert(entity, fields));
    const records = toRecords(this.#repository, entity, rows);
    await this.#report(
      entity,
      records.map((after) => ({ after })),
    );
    return records;
  }

  /** @throws RangeError when there is no such record, as all that take an id */
  async update<E extends ReportedEntity>(entity: E, id: string, patch: Partial<Fields<E>>): Promise<CrmRecord<E>> {
    const before = this.#read(entity, id);
    const after = toRecord(this.#repository, entity, this.#repository.update(entity, id, patch));
    await this.#report(entity, [{ before, after }]);
    return after;
  }

  /** Changes many as one batch. @param patches - by id */
  async updateMany<E extends ReportedEntity>(
    entity: E,
    patches: ReadonlyMap<string, Partial<Fields<E>>>,
  ): Promise<readonly CrmRecord<E>[]> {
    const before = [...patches.keys()].map((id) => this.#read(entity, id));
    const rows = [...patches].map(([id, patch]) => this.#repository.update(entity, id, patch));
    const after = toRecords(this.#repository, entity, rows);
    await this.#report(
      entity,
      after.map((record, index) => ({ before: before[index] as CrmRecord<E>, after: record })),
    );
    return after;
  }

  async delete(entity: ReportedEntity, id: string): Promise<void> {
    const before = this.#read(entity, id);
    this.#repository.delete(entity, id);
    await this.#report(entity, [{ before }]);
  }

  /** An event that no before and after can show: the CRM names it, with the link as the event's second record. */
  async linkDocument(contactId: string, filename: string): Promise<CrmRecord<'DocumentLink'>> {
    const entity = this.#read('Contact', contactId);
    const row = this.#repository.insert('DocumentLink', { filename, contact_id: contactId });
    const relatedEntity = toRecord(this.#repository, 'DocumentLink', row);
    const change = { event: 'Contact.DocumentLinked', entity, relatedEntity } as const;
    const { deliveryIds } = await this.#webhooks.publish(change, { transaction: this.#handle });
    this.#deliveryIds.push(...deliveryIds);
    return relatedEntity;
  }

  async #report(entity: ReportedEntity, pairs: readonly ChangePair[]): Promise<void> {
    const context = { transaction: this.#handle };
    const { deliveryIds } = isCustomEntity(entity)
      ? await this.#webhooks.recordChange(
          'CustomEntity',
          pairs.map((pair) => ({ ...pair, customEntity: entity })),
          context,
        )
      : await this.#webhooks.recordChange(entity, pairs, context);
    this.#deliveryIds.push(...deliveryIds);
  }

  #read<E extends Entity>(entity: E, id: string): CrmRecord<E> {
    return toRecord(this.#repository, entity, this.#repository.get(entity, id));
  }
}
