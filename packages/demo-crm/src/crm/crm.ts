import type { ChangePair } from '@hookwright/core';
import type { CrmWebhooks } from './crm-webhooks.ts';
import { tenant } from './crm-webhooks.ts';
import { type Entity, type Fields, isCustomEntity, type ReportedEntity } from './entities.ts';
import { type CrmRecord, toRecord, toRecords } from './record.ts';
import type { Repository } from './repository.ts';

/** On whose behalf the CRM is asked. */
export interface Caller {
  /** What the request's `Webhook-Skip-Key` header said, once or more. */
  readonly skipKeys?: string | readonly string[] | undefined;
}

/** Where the CRM reports its changes. */
export type ChangeSink = Pick<CrmWebhooks, 'publish' | 'recordChange'>;

/** What users and integrations do in the CRM. Each change is saved, then reported with the record before and after it. */
export class Crm {
  readonly #repository: Repository;
  readonly #webhooks: ChangeSink;

  constructor(repository: Repository, webhooks: ChangeSink) {
    this.#repository = repository;
    this.#webhooks = webhooks;
  }

  read<E extends Entity>(entity: E, id: string): CrmRecord<E> {
    return toRecord(this.#repository, entity, this.#repository.get(entity, id));
  }

  has(entity: Entity, id: string): boolean {
    return this.#repository.has(entity, id);
  }

  async create<E extends ReportedEntity>(entity: E, fields: Fields<E>, caller: Caller = {}): Promise<CrmRecord<E>> {
    const after = toRecord(this.#repository, entity, this.#repository.insert(entity, fields));
    await this.#report(entity, [{ after }], caller);
    return after;
  }

  /** Creates many as one batch: webhooks get them in chunks. */
  async createMany<E extends ReportedEntity>(
    entity: E,
    list: readonly Fields<E>[],
    caller: Caller = {},
  ): Promise<readonly CrmRecord<E>[]> {
    const rows = list.map((fields) => this.#repository.insert(entity, fields));
    const records = toRecords(this.#repository, entity, rows);
    await this.#report(
      entity,
      records.map((after) => ({ after })),
      caller,
    );
    return records;
  }

  /** @throws RangeError when there is no such record, as all that take an id */
  async update<E extends ReportedEntity>(
    entity: E,
    id: string,
    patch: Partial<Fields<E>>,
    caller: Caller = {},
  ): Promise<CrmRecord<E>> {
    const before = this.read(entity, id);
    const after = toRecord(this.#repository, entity, this.#repository.update(entity, id, patch));
    await this.#report(entity, [{ before, after }], caller);
    return after;
  }

  async delete(entity: ReportedEntity, id: string, caller: Caller = {}): Promise<void> {
    const before = this.read(entity, id);
    this.#repository.delete(entity, id);
    await this.#report(entity, [{ before }], caller);
  }

  /** An event that no before and after can show: the CRM names it, with the link as the event's second record. */
  async linkDocument(contactId: string, filename: string, caller: Caller = {}): Promise<CrmRecord<'DocumentLink'>> {
    const entity = this.read('Contact', contactId);
    const row = this.#repository.insert('DocumentLink', { filename, contact_id: contactId });
    const relatedEntity = toRecord(this.#repository, 'DocumentLink', row);
    await this.#webhooks.publish({ event: 'Contact.DocumentLinked', entity, relatedEntity }, context(caller));
    return relatedEntity;
  }

  async #report(entity: ReportedEntity, pairs: readonly ChangePair[], caller: Caller): Promise<void> {
    if (isCustomEntity(entity)) {
      const typed = pairs.map((pair) => ({ ...pair, customEntity: entity }));
      await this.#webhooks.recordChange('CustomEntity', typed, context(caller));
    } else {
      await this.#webhooks.recordChange(entity, pairs, context(caller));
    }
  }
}

function context({ skipKeys }: Caller) {
  return { tenant, skipKeys };
}
