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

/** What an ORM's error holds the driver's own in. */
const wrappers = ['cause', 'driverError', 'original', 'parent'] as const;

/** A code that Node or the database's driver put on an error, or on the one that it wraps; empty without one. */
export function codeOf(error: unknown): string {
  for (let one = error, depth = 0; typeof one === 'object' && one !== null && depth < 5; depth += 1) {
    const fields = one as Readonly<Record<string, unknown>>;
    if (typeof fields.code === 'string') return fields.code;
    one = wrappers.map((name) => fields[name]).find((inner) => typeof inner === 'object' && inner !== null);
  }
  return '';
}

/** Whether an error without a code speaks of a connection or a pool that is lost, closed or exhausted. */
export function speaksOfConnection(error: unknown): boolean {
  const text = error instanceof Error ? error.message : String(error);
  return /connect|terminat|time.?out|pool|clos|\bend(ed)?\b|socket|reset/i.test(text);
}

/** What failed of a driver's, in the store's words; what is in them already stays as it is. */
export function asFailure(cause: unknown, kindOf: (cause: unknown) => FailureKind): WebhookError {
  if (WebhookError.is(cause)) return cause;
  // A handle that lacks what is called is no database that cannot be reached.
  return new DatabaseFailure(cause instanceof TypeError ? 'other' : kindOf(cause), cause);
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
