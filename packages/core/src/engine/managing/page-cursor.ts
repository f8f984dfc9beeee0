import type { WebhookOrder, WebhookPosition } from '../../ports/webhook-order.ts';
import { decodeBase64, encodeBase64 } from '../../signing/base64.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Writes a place in an order as a text for urls: it says which order, so that it is not taken for a place in another. */
export function writeCursor(order: readonly WebhookOrder[], position: WebhookPosition): string {
  const bytes = new TextEncoder().encode(JSON.stringify([textOf(order), ...position]));
  return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @returns the place, or null for a text that is no cursor of this order */
export function readCursor(text: string, order: readonly WebhookOrder[]): WebhookPosition | null {
  let values: unknown;
  try {
    values = JSON.parse(new TextDecoder().decode(decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/'))));
  } catch {
    return null;
  }
  if (!Array.isArray(values) || values.shift() !== textOf(order) || values.length !== order.length) return null;
  const fits = order.every(({ field }, index) => isValueOf(field, values[index]));
  return fits ? (values as unknown as WebhookPosition) : null;
}

/** Whether a text is an id rather than a cursor. */
export function isWebhookId(text: string): boolean {
  return uuid.test(text);
}

function isValueOf(field: WebhookOrder['field'], value: unknown): boolean {
  if (field === 'modified') return Number.isSafeInteger(value);
  if (typeof value !== 'string' || /[\0\p{Surrogate}]/u.test(value) || value.length > 510) return false;
  return field !== 'id' || isWebhookId(value);
}

/** A page may be read in either direction: the place is the same. */
function textOf(order: readonly WebhookOrder[]): string {
  const [first] = order;
  return order.map(({ field, direction }) => (direction === first?.direction ? field : `-${field}`)).join();
}
