import type { Delivery, DeliveryItem, DeliveryStatus, PayloadFormatName } from '@hookwright/core';
import { numberOrNull, textOrNull } from '../lanes/lane-row.ts';
import type { Driven } from '../schema/query-builder.ts';
import type { DeliveriesTable } from '../schema/tables.ts';

export type DeliveryRow = Driven<DeliveriesTable>;

type ItemValues = readonly [event: string, eventTime: number, subject: string | null, payloadId: string];

export function writeItems(items: readonly DeliveryItem[]): string {
  return JSON.stringify(
    items.map(({ event, eventTime, subject, payloadId }): ItemValues => [event, eventTime, subject, payloadId]),
  );
}

/** @throws SyntaxError or TypeError for what was not written by {@link writeItems} */
export function readItems(text: unknown): readonly DeliveryItem[] {
  const values = JSON.parse(String(text)) as readonly ItemValues[];
  if (!Array.isArray(values) || values.length === 0) throw new TypeError('expected at least one item');
  return (values as readonly ItemValues[]).map(([event, eventTime, subject, payloadId]) => {
    if (typeof event !== 'string' || typeof eventTime !== 'number' || typeof payloadId !== 'string') {
      throw new TypeError('expected [event, eventTime, subject, payloadId]');
    }
    return { event, eventTime, subject, payloadId };
  });
}

/** @param items - undefined where what is stored cannot be read: a delivery that is ended is still shown */
export function toDelivery(row: DeliveryRow, status: DeliveryStatus, items = readItemsOrNone(row.items)): Delivery {
  const isFinished = row.finished_at !== null || status === 'cancelled';
  return {
    id: String(row.id),
    tenant: String(row.tenant),
    webhookId: String(row.webhook_id),
    status,
    webhookRevision: Number(row.revision),
    format: String(row.format) as PayloadFormatName,
    items,
    createdAt: Number(row.created_at),
    dueAt: isFinished ? null : Number(row.due_at),
    attempts: Number(row.attempts),
    lastAttemptAt: numberOrNull(row.last_attempt_at),
    finishedAt: numberOrNull(row.finished_at),
    code: textOrNull(row.code),
    resendOf: textOrNull(row.resend_of),
    bodyId: String(row.body_id),
  };
}

function readItemsOrNone(text: unknown): readonly DeliveryItem[] {
  try {
    return readItems(text);
  } catch {
    return [];
  }
}
