import { WebhookError } from '@hookwright/core';

/** What a failure of the database means for the call. */
export type FailureKind = 'conflict' | 'unreachable' | 'missing-table' | 'other';

/** What went wrong, as the store says it: never a driver's error itself. */
export class DatabaseFailure extends WebhookError {
  /** Whether a transaction was ended by others, so that it may be run again as a whole. */
  readonly isConflict: boolean;

  constructor(kind: FailureKind, cause: unknown) {
    const text = cause instanceof Error ? cause.message : String(cause);
    if (kind === 'missing-table') {
      super('SCHEMA_OUTDATED', `a table or column is missing (${text}); call migrate()`, { cause });
    } else if (kind === 'other') {
      super('STORE_FAILED', `the database refused a statement: ${text}`, { cause });
    } else {
      const why = kind === 'conflict' ? 'another transaction was in the way' : 'the database cannot be reached';
      super('STORE_UNAVAILABLE', `${why}: ${text}`, { retryable: true, cause });
    }
    this.isConflict = kind === 'conflict';
  }
}

/** A code that Node or the database's driver put on an error. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return String(error.code);
}

/** What failed of a driver's, in the store's words; what is in them already stays as it is. */
export function asFailure(cause: unknown, kindOf: (cause: unknown) => FailureKind): WebhookError {
  return WebhookError.is(cause) ? cause : new DatabaseFailure(kindOf(cause), cause);
}

const maxTries = 6;
const firstPauseMs = 5;

/** Runs a transaction again where others ended it, with growing pauses of chance length. */
export async function retryConflicts<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (cause) {
      if (!(cause instanceof DatabaseFailure) || !cause.isConflict || tries >= maxTries) throw cause;
      await pause(firstPauseMs * 2 ** tries * (0.5 + Math.random()));
    }
  }
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
