import type { SendOutcome } from '../ports/sender.ts';

/** A try that the receiver took: any 2xx (DE-2). */
export interface SuccessfulOutcome {
  readonly ok: true;
  readonly status: number;
  readonly code: null;
  readonly message: null;
  readonly detail: null;
}

/** A try that failed. */
export interface FailedOutcome {
  readonly ok: false;
  /** HTTP status, or null when no response came. */
  readonly status: number | null;
  /** `HTTP_<status>`, or a {@link SendErrorCode}. */
  readonly code: string;
  /** A sentence for people, without secrets; what the customer may see. */
  readonly message: string;
  /** What only the host may know, or null. */
  readonly detail: string | null;
}

export type ClassifiedOutcome = SuccessfulOutcome | FailedOutcome;

/** Whether a try succeeded, and if not, why (DE-2). */
export function classifyOutcome(outcome: SendOutcome): ClassifiedOutcome {
  if (outcome.kind === 'failure') {
    const { code, message, detail } = outcome;
    return { ok: false, status: null, code, message, detail: detail ?? null };
  }
  const { status } = outcome;
  if (status >= 200 && status < 300) return { ok: true, status, code: null, message: null, detail: null };
  return { ok: false, status, code: `HTTP_${status}`, message: describeStatus(status), detail: null };
}

function describeStatus(status: number): string {
  if (status === 410) return 'the receiver answered 410: it is gone for good';
  if (status >= 300 && status < 400) return `the receiver answered ${status}; redirects are not followed`;
  return `the receiver answered ${status}; expected a 2xx`;
}
