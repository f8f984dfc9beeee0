import type { SqlRow, SqlValue } from '../sql-executor.ts';

export interface Statement {
  /** With the database's placeholders. */
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/**
 * What is to be done on a database, as a generator: it yields statements, is given their rows, and ends with a result. Whoever
 * runs it decides how. SQLite does it at once, so that a transaction of the store's never stays open while the host's code, in
 * the same thread, waits for the same file; PostgreSQL and MySQL await each statement.
 */
export type Work<Result> = Generator<Statement, Result, readonly SqlRow[]>;

/** One statement. @returns its rows; none for a statement that returns none */
export function* statement(sql: string, parameters: readonly SqlValue[] = []): Work<readonly SqlRow[]> {
  return yield { sql, parameters };
}

/** Runs work whose statements are awaited one by one. An error is thrown into the work, which may handle it. */
export async function runAsync<Result>(
  work: Work<Result>,
  execute: (statement: Statement) => Promise<readonly SqlRow[]>,
): Promise<Result> {
  let step = work.next();
  while (step.done !== true) {
    let rows: readonly SqlRow[];
    try {
      rows = await execute(step.value);
    } catch (cause) {
      step = work.throw(cause);
      continue;
    }
    step = work.next(rows);
  }
  return step.value;
}

/** Runs work in one go. */
export function runSync<Result>(work: Work<Result>, execute: (statement: Statement) => readonly SqlRow[]): Result {
  let step = work.next();
  while (step.done !== true) {
    let rows: readonly SqlRow[];
    try {
      rows = execute(step.value);
    } catch (cause) {
      step = work.throw(cause);
      continue;
    }
    step = work.next(rows);
  }
  return step.value;
}
