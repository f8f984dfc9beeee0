import type { Attempt } from '@hookwright/core';
import type { AttemptBody } from '../schemas/delivery-schemas.ts';
import { formatInstant } from './format-instant.ts';

/** A try at a delivery as the resource answers with it. */
export function toAttemptBody(attempt: Attempt): AttemptBody {
  return {
    number: attempt.number,
    started: formatInstant(attempt.startedAt),
    duration_ms: attempt.durationMs,
    http_status: attempt.status,
    code: attempt.code,
    message: attempt.message,
    response_headers: attempt.responseHeaders === null ? null : { ...attempt.responseHeaders },
    response_body: attempt.responseBody,
  };
}
