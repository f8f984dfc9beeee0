import type { DeliveryItem } from '../model/delivery.ts';
import type { PayloadFormatName } from '../model/webhook-settings.ts';
import { utf8Length } from '../record/utf8-length.ts';
import { payloadFormats } from './format.ts';

/** The pieces of a body, as the store keeps them. */
export interface BodyParts {
  readonly format: PayloadFormatName;
  readonly tenant: string;
  /** `Delivery.bodyId`. */
  readonly deliveryBodyId: string;
  readonly webhookId: string;
  /** The `webhook` block, JSON text. */
  readonly webhookText: string;
  /** At least one; exactly one where the format's bodies are single. */
  readonly items: readonly DeliveryItem[];
  /** `PayloadPiece.text`, one per item, in their order. */
  readonly payloadTexts: readonly string[];
}

/** What is the same for all items of a webhook. */
export type ItemFrame = Pick<BodyParts, 'format' | 'tenant' | 'webhookId'> & {
  /** Of the `webhook` block in UTF-8. */
  readonly webhookBytes: number;
};

/** All delivery ids have its length. */
const anyDeliveryId = '00000000-0000-0000-0000-000000000000';

/**
 * The body of a request, JSON text: a concatenation of its parts, so that the same parts always give the same bytes (PA-3).
 *
 * @throws RangeError when a text is missing, or a single body is asked for another number of items than one
 */
export function composeBody(parts: BodyParts): string {
  const { format, tenant, deliveryBodyId, webhookId, webhookText, items, payloadTexts } = parts;
  const { single, renderItem } = payloadFormats[format];
  if (payloadTexts.length !== items.length) {
    throw new RangeError(`expected ${items.length} payload texts, got ${payloadTexts.length}`);
  }
  if (single && items.length !== 1) throw new RangeError(`a ${format} body holds one item, got ${items.length}`);
  let body = '';
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index] as DeliveryItem;
    const payloadText = payloadTexts[index] as string;
    const text = renderItem({ tenant, deliveryBodyId, webhookId, webhookText, item, index, payloadText });
    body = index === 0 ? text : `${body},${text}`;
  }
  return single ? body : `[${body}]`;
}

/** The `content-type` of a format's bodies. */
export function contentTypeOf(format: PayloadFormatName): string {
  return payloadFormats[format].contentType;
}

/** Whether a format's bodies hold one notification each (PA-6). */
export function isSingle(format: PayloadFormatName): boolean {
  return payloadFormats[format].single;
}

/**
 * The exact size of an item in its body, in bytes of UTF-8, without composing it (CH-3).
 *
 * @param payloadBytes - of the item's payload text
 * @param index - its place in the body, from 0
 */
export function itemBytes(frame: ItemFrame, item: DeliveryItem, payloadBytes: number, index: number): number {
  const { tenant, webhookId, webhookBytes } = frame;
  const { renderItem, showsWebhook } = payloadFormats[frame.format];
  const deliveryBodyId = anyDeliveryId;
  const bare = renderItem({ tenant, deliveryBodyId, webhookId, webhookText: '', item, index, payloadText: '' });
  return utf8Length(bare) + payloadBytes + (showsWebhook ? webhookBytes : 0);
}
