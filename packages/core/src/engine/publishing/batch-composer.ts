import type { Candidate } from '../../matching/candidate-group.ts';
import type { CompiledWebhook } from '../../matching/compiled-webhook.ts';
import type { DeliveryItem } from '../../model/delivery.ts';
import { uuidV7 } from '../../model/uuid-v7.ts';
import type { PayloadFormatName } from '../../model/webhook-settings.ts';
import { isSingle, itemBytes } from '../../payload/compose-body.ts';
import { expandRecord } from '../../payload/expand.ts';
import { renderPayload } from '../../payload/render-payload.ts';
import type { EnqueueBatch, NewDelivery, PayloadPiece } from '../../ports/enqueue-batch.ts';
import type { Random } from '../../ports/random.ts';
import { utf8Length } from '../../record/utf8-length.ts';
import { planBodies } from '../../schedule/plan-bodies.ts';
import type { CallContext } from '../call-context.ts';
import type { Expansions } from './load-expansions.ts';
import type { MatchedChange } from './matched-change.ts';

export interface ComposerSettings {
  readonly random: Random;
  readonly format: PayloadFormatName;
  readonly maxBodyBytes: number;
}

/** A notification and the text that it shows. */
interface Notification {
  readonly item: DeliveryItem;
  readonly piece: PayloadPiece;
}

/** What one UTF-16 unit of a tenant's name can take at most, escaped as JSON or as a URI. */
const maxUnitBytes = 9;
/** What else stands around an item: keys, times, ids, the event's name. */
const maxFrameBytes = 2_048;

const noExpansions: Expansions = new Map();

/** Makes matched changes into what the store is given: texts once per shape, notifications in chunks. */
export class BatchComposer {
  readonly #settings: ComposerSettings;

  constructor(settings: ComposerSettings) {
    this.#settings = settings;
  }

  compose(
    matches: readonly MatchedChange[],
    context: CallContext<unknown>,
    now: number,
    expansions: Expansions = noExpansions,
  ): EnqueueBatch {
    const payloads: PayloadPiece[] = [];
    const byWebhook = new Map<CompiledWebhook, Notification[]>();
    for (const match of matches) {
      const { event, source, snapshot } = match;
      const subject = recordId(snapshot.entity);
      for (const candidate of match.candidates) {
        const piece = this.#piece(match, candidate, now, expansions, payloads);
        const { eventTime } = source.reported;
        const notification = { item: { event: event.name, eventTime, subject, payloadId: piece.id }, piece };
        const notifications = byWebhook.get(candidate.compiled);
        if (notifications === undefined) byWebhook.set(candidate.compiled, [notification]);
        else notifications.push(notification);
      }
    }
    const deliveries: NewDelivery[] = [];
    const webhookVersions = [];
    for (const [compiled, notifications] of byWebhook) {
      webhookVersions.push(compiled.version);
      this.#chunk(compiled, notifications, context.tenant, now, deliveries);
    }
    const { tenant, idempotencyKey } = context;
    return { tenant, now, payloads, webhookVersions, deliveries, idempotencyKey };
  }

  #piece(
    { source, snapshot }: MatchedChange,
    { compiled, block }: Candidate,
    now: number,
    expansions: Expansions,
    payloads: PayloadPiece[],
  ): PayloadPiece {
    const { shape } = block;
    const known = source.piece(shape.key);
    if (known !== undefined) return known;
    const loaded = expansions.get(compiled.webhook.clientId);
    const { entity, relatedEntity, before } = snapshot;
    const text = renderPayload(
      {
        record: entity,
        entity: loaded === undefined ? entity : expandRecord(entity, shape.expand, loaded),
        relatedEntity:
          loaded === undefined || relatedEntity === null
            ? relatedEntity
            : expandRecord(relatedEntity, shape.relatedExpand, loaded),
        before,
        changedFields: source.reported.changedFields,
      },
      shape,
    );
    const piece = { id: this.#id(now), text };
    source.addPiece(shape.key, piece);
    payloads.push(piece);
    return piece;
  }

  #chunk(
    compiled: CompiledWebhook,
    notifications: readonly Notification[],
    tenant: string,
    now: number,
    deliveries: NewDelivery[],
  ): void {
    const { webhook, rules } = compiled;
    const format = webhook.settings.format ?? this.#settings.format;
    const { chunkSize, chunkDelay } = rules;
    const add = (chunk: readonly Notification[], delayMs: number): void => {
      const id = this.#id(now);
      deliveries.push({
        id,
        webhookId: webhook.id,
        webhookRevision: webhook.revision,
        format,
        items: chunk.map(({ item }) => item),
        dueAt: now + delayMs,
        resendOf: null,
        bodyId: id,
      });
    };
    if (notifications.length === 1) {
      add(notifications, 0);
      return;
    }
    const plan = { chunkSize, chunkDelay, single: isSingle(format) };
    const bodies = this.#mayOutgrow(notifications, compiled, tenant)
      ? planBodies(notifications, { ...plan, ...this.#measure(format, tenant, compiled) })
      : planBodies(notifications, plan);
    for (const { items, delayMs } of bodies) add(items, delayMs);
  }

  /** Whether a full chunk could pass the bound (CH-3): most cannot, by far, and need no measuring. */
  #mayOutgrow(notifications: readonly Notification[], { rules, version }: CompiledWebhook, tenant: string): boolean {
    let longest = 0;
    for (const { piece } of notifications) longest = Math.max(longest, piece.text.length);
    const mostBytes = maxUnitBytes * (longest + version.text.length + tenant.length) + maxFrameBytes;
    return mostBytes * rules.chunkSize > this.#settings.maxBodyBytes;
  }

  #measure(format: PayloadFormatName, tenant: string, { webhook, version }: CompiledWebhook) {
    const frame = { format, tenant, webhookId: webhook.id, webhookBytes: utf8Length(version.text) };
    const sizeOf = ({ item, piece }: Notification, index: number) =>
      itemBytes(frame, item, utf8Length(piece.text), index);
    return { maxBytes: this.#settings.maxBodyBytes, sizeOf };
  }

  #id(now: number): string {
    return uuidV7(now, this.#settings.random.bytes(10));
  }
}

function recordId(record: object): string | null {
  if (!Object.hasOwn(record, 'id')) return null;
  const { id } = record as { readonly id: unknown };
  if (typeof id === 'string') return id;
  return typeof id === 'number' || typeof id === 'bigint' ? String(id) : null;
}
