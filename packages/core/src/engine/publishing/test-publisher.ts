import type { Catalog, EntityDefinition } from '../../catalog/catalog.ts';
import type { EventInfo } from '../../catalog/event-name.ts';
import { parseEventPattern } from '../../catalog/parse-event-pattern.ts';
import { CompiledWebhook } from '../../matching/compiled-webhook.ts';
import type { StoredWebhook } from '../../model/stored-webhook.ts';
import { uuidV7 } from '../../model/uuid-v7.ts';
import type { Random } from '../../ports/random.ts';
import type { WebhookStore } from '../../ports/webhook-store.ts';
import type { Timekeeper } from '../timekeeper.ts';
import type { Receipt } from '../webhooks.ts';
import type { BatchComposer } from './batch-composer.ts';
import type { ChangeReader } from './change-reader.ts';
import { ChangeSource } from './change-source.ts';

/** Sends a webhook an example of the first event it subscribes to, past its filters. */
export class TestPublisher<Tx> {
  readonly #catalog: Catalog;
  readonly #store: WebhookStore<Tx>;
  readonly #time: Timekeeper;
  readonly #random: Random;
  readonly #reader: ChangeReader;
  readonly #composer: BatchComposer;

  constructor(parts: {
    readonly catalog: Catalog;
    readonly store: WebhookStore<Tx>;
    readonly time: Timekeeper;
    readonly random: Random;
    readonly reader: ChangeReader;
    readonly composer: BatchComposer;
  }) {
    this.#catalog = parts.catalog;
    this.#store = parts.store;
    this.#time = parts.time;
    this.#random = parts.random;
    this.#reader = parts.reader;
    this.#composer = parts.composer;
  }

  send(webhook: StoredWebhook, transaction: Tx | undefined): Promise<Receipt> {
    const now = this.#time.now();
    const compiled = new CompiledWebhook(webhook, { changes: false });
    const event = this.#firstEvent(webhook.events);
    const definition = this.#catalog.entities[event.entity] as EntityDefinition;
    const type = event.custom ? (compiled.rules.customEntityTypes[0] ?? 'CE_Test') : null;
    const id = uuidV7(now, this.#random.bytes(10));
    const entity = { id, name: 'Test', is_test: true };
    const source = new ChangeSource({
      entity,
      before: null,
      relatedEntity: null,
      changedFields: null,
      type,
      eventTime: now,
      path: 'test',
      names: { entity: 'entity', before: 'before' },
    });
    const match = {
      source,
      event,
      snapshot: { entity, before: null, relatedEntity: null },
      candidates: [{ compiled, block: compiled.block(event.entity, type, definition) }],
    };
    const context = { tenant: webhook.tenant, skipKeys: [], transaction, idempotencyKey: undefined };
    return this.#store.enqueue(this.#composer.compose([match], context, now), { transaction });
  }

  #firstEvent(events: readonly string[]): EventInfo {
    const pattern = parseEventPattern(events[0] ?? '*', this.#catalog);
    const entity = pattern.kind === 'all' ? (Object.keys(this.#catalog.entities)[0] as string) : pattern.entity;
    const definition = this.#catalog.entities[entity] as EntityDefinition;
    const action = pattern.kind === 'event' ? pattern.action : (definition.actions[0] as string);
    return this.#reader.event(`${entity}.${action}`) as EventInfo;
  }
}
