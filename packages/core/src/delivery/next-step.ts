import type { SendOutcome } from '../ports/sender.ts';
import type { SettlementNext } from '../ports/settlement.ts';
import { parseRetryAfter } from '../schedule/parse-retry-after.ts';
import { type RetryPolicy, retryDelayMs } from '../schedule/retry-delay-ms.ts';
import { classifyOutcome } from './classify-outcome.ts';

/** One try that has ended. */
export interface EndedTry {
  /** Tries made of the delivery, this one included, ≥ 1. */
  readonly attempts: number;
  readonly outcome: SendOutcome;
  /** When it ended, Unix ms. */
  readonly now: number;
  readonly policy: RetryPolicy;
  /** In [0, 1), for the jitter. */
  readonly random: number;
}

/** What follows from a try, for its delivery and for its webhook. */
export interface NextStep {
  readonly next: SettlementNext;
  /** Holds back the whole webhook until then, Unix ms; null to leave it. */
  readonly blockWebhookUntil: number | null;
  /** Whether the receiver asked never to be called again. */
  readonly disableWebhook: boolean;
}

/** The state machine of a delivery: from a try's outcome to what becomes of the delivery and its webhook (DE-3). */
export function nextStep({ attempts, outcome, now, policy, random }: EndedTry): NextStep {
  const { ok, status, code } = classifyOutcome(outcome);
  if (ok) return { next: { status: 'succeeded' }, blockWebhookUntil: null, disableWebhook: false };
  if (status === 410) {
    return { next: { status: 'exhausted', code: 'GONE' }, blockWebhookUntil: null, disableWebhook: true };
  }
  const heldBackUntil = retryAfterOf(outcome, now);
  const blockWebhookUntil = heldBackUntil === null || heldBackUntil <= now ? null : heldBackUntil;
  const delayMs = retryDelayMs(attempts, policy, random);
  if (delayMs === null) return { next: { status: 'exhausted', code }, blockWebhookUntil, disableWebhook: false };
  const dueAt = dueAfter(status, now + delayMs, heldBackUntil);
  return { next: { status: 'pending', dueAt }, blockWebhookUntil, disableWebhook: false };
}

function retryAfterOf(outcome: SendOutcome, now: number): number | null {
  const header = outcome.kind === 'response' ? outcome.headers['retry-after'] : undefined;
  const delayMs = header === undefined ? null : parseRetryAfter(header, now);
  return delayMs === null ? null : now + delayMs;
}

function dueAfter(status: number | null, ownStepAt: number, heldBackUntil: number | null): number {
  if (heldBackUntil === null) return ownStepAt;
  // A receiver that limits its rate knows best when it takes more.
  return status === 429 ? heldBackUntil : Math.max(ownStepAt, heldBackUntil);
}
