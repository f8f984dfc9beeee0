import type { Attempt, Delivery } from '@hookwright/core';

/** A delivery as the resource answers with it. */
export function toDeliveryBody(delivery: Delivery): Readonly<Record<string, unknown>> {
  return {
    id: delivery.id,
    webhook_id: delivery.webhookId,
    status: delivery.status,
    events: delivery.items.map(({ event, eventTime }) => ({ event, event_time: formatInstant(eventTime) })),
    attempt_count: delivery.attempts,
    code: delivery.code,
    created: formatInstant(delivery.createdAt),
    due: formatInstant(delivery.dueAt),
    last_attempt: formatInstant(delivery.lastAttemptAt),
    finished: formatInstant(delivery.finishedAt),
    resend_of: delivery.resendOf,
  };
}

/** A try at a delivery as the resource answers with it. */
export function toAttemptBody(attempt: Attempt): Readonly<Record<string, unknown>> {
  return {
    number: attempt.number,
    started: formatInstant(attempt.startedAt),
    duration_ms: attempt.durationMs,
    http_status: attempt.status,
    code: attempt.code,
    message: attempt.message,
    response_headers: attempt.responseHeaders,
    response_body: attempt.responseBody,
  };
}

/** PA-4. */
function formatInstant(instant: number | null): string | null {
  if (instant === null) return null;
  return new Date(instant).toISOString().replace('T', ' ').replace('Z', '000+00:00');
}
