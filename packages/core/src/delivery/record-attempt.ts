import type { Attempt } from '../model/attempt.ts';
import type { SendOutcome, SendResponse } from '../ports/sender.ts';
import { classifyOutcome } from './classify-outcome.ts';

export interface AttemptFacts {
  readonly deliveryId: string;
  /** From 1. */
  readonly number: number;
  /** Unix ms. */
  readonly startedAt: number;
  /** Unix ms. */
  readonly endedAt: number;
  readonly outcome: SendOutcome;
  /** Whether responses of successes are kept too. */
  readonly keep: 'failures' | 'full';
}

const maxBodyBytes = 4_096;
const maxHeaderLength = 8_192;
/** Colon, space and line end. */
const headerFrameLength = 4;

/**
 * What is kept of a try (DE-7): of a response its status; for failures, and with `full` for all, the first 4 KiB of its body
 * as text and its headers in their order, as far as they fit 8 KiB, larger ones left out. What is no text becomes U+FFFD, and
 * so does NUL, which not every database takes.
 */
export function recordAttempt({ deliveryId, number, startedAt, endedAt, outcome, keep }: AttemptFacts): Attempt {
  const { ok, status, code, message } = classifyOutcome(outcome);
  const kept = outcome.kind === 'response' && (keep === 'full' || !ok) ? outcome : null;
  return {
    deliveryId,
    number,
    startedAt,
    // A clock that was set back meanwhile.
    durationMs: Math.max(0, endedAt - startedAt),
    status,
    code,
    message,
    responseHeaders: kept === null ? null : boundHeaders(kept.headers),
    responseBody: kept === null ? null : decodeBody(kept.body),
  };
}

function decodeBody(body: SendResponse['body']): string {
  const isCut = body.length >= maxBodyBytes;
  // `stream` leaves out a character that the cut has split.
  return withoutNul(new TextDecoder().decode(body.subarray(0, maxBodyBytes), { stream: isCut }));
}

function boundHeaders(headers: SendResponse['headers']): Record<string, string> {
  let length = 0;
  const kept: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    const withThis = length + name.length + value.length + headerFrameLength;
    if (withThis > maxHeaderLength) continue;
    length = withThis;
    kept.push([name, withoutNul(value)]);
  }
  return Object.fromEntries(kept);
}

function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text;
}
