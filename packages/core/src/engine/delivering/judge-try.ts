import { nextStep } from '../../delivery/next-step.ts';
import { recordAttempt } from '../../delivery/record-attempt.ts';
import type { SendOutcome } from '../../ports/sender.ts';
import type { Settlement } from '../../ports/settlement.ts';
import type { RetryPolicy } from '../../schedule/retry-delay-ms.ts';
import type { Flight } from './flight.ts';

export interface JudgeSettings {
  readonly retry: RetryPolicy;
  /** Of which tries the response is kept (DE-7). */
  readonly attempts: 'failures' | 'full';
}

/** What an outcome makes of its delivery and, after a 410, of its webhook (DE-3). */
export function judgeTry(
  { claim, startedAt }: Flight,
  outcome: SendOutcome,
  now: number,
  random: number,
  { retry, attempts: keep }: JudgeSettings,
): { readonly settlement: Settlement; readonly disableWebhook: boolean } {
  const { delivery, lease } = claim;
  const number = delivery.attempts + 1;
  const { next, blockWebhookUntil, disableWebhook } = nextStep({
    attempts: number,
    outcome,
    now,
    policy: retry,
    random,
  });
  const attempt = recordAttempt({
    deliveryId: delivery.id,
    number,
    startedAt,
    endedAt: now,
    outcome,
    keep,
  });
  return { settlement: { deliveryId: delivery.id, lease, attempt, next, blockWebhookUntil }, disableWebhook };
}
