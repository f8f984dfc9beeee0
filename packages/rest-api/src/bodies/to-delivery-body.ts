import type { Delivery } from '@hookwright/core';
import type { DeliveryBody } from '../schemas/delivery-schemas.ts';
import { formatInstant } from './format-instant.ts';

/** A delivery as the resource answers with it. */
export function toDeliveryBody(delivery: Delivery): DeliveryBody {
  return {
    id: delivery.id,
    webhook_id: delivery.webhookId,
    status: delivery.status,
    events: delivery.items.map(({ event, eventTime }) => ({ event, event_time: formatInstant(eventTime) })),
    attempt_count: delivery.attempts,
    code: delivery.code,
    created: formatInstant(delivery.createdAt),
    due: orNull(delivery.dueAt),
    last_attempt: orNull(delivery.lastAttemptAt),
    finished: orNull(delivery.finishedAt),
    resend_of: delivery.resendOf,
  };
}

function orNull(instant: number | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
