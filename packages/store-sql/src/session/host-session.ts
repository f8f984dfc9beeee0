import { ValidationError } from '@hookwright/core';
import { CompiledQuery } from 'kysely';
import type { KyselyTransaction, SqlExecutor, SqlRow } from '../sql-executor.ts';
import { asFailure, type FailureKind } from './database-error.ts';
import { type Statement, statement, type Work } from './work.ts';

/** How statements are run on a host's connection. */
export type Execute = (statement: Statement) => Promise<readonly SqlRow[]>;

/**
 * The calls of one transaction, one after the other: two at once would undo each other's work with their savepoints.
 */
export class TransactionQueue {
  readonly #last = new WeakMap<object, Promise<unknown>>();

  run<Result>(transaction: object, act: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(transaction) ?? Promise.resolve();
    const next = before.then(act);
    this.#last.set(
      transaction,
      next.catch(() => undefined),
    );
    return next;
  }
}

/** For a transaction of Kysely's or a {@link SqlExecutor}; null for anything else. */
export function portableExecute(transaction: unknown, kindOf: (cause: unknown) => FailureKind): Execute | null {
  if (isKyselyTransaction(transaction)) {
    return failing(kindOf, async ({ sql, parameters }) => {
      const { rows } = await transaction.executeQuery(CompiledQuery.raw(sql, [...parameters]) as never);
      return rows as readonly SqlRow[];
    });
  }
  // A driver's own connection may have an `execute` too; it has a `query` beside it.
  if (hasMethod(transaction, 'execute') && !hasMethod(transaction, 'query')) {
    const executor = transaction as unknown as SqlExecutor;
    return failing(kindOf, ({ sql, parameters }) => executor.execute(sql, parameters));
  }
  return null;
}

/** Says what fails in the store's words. */
function failing(kindOf: (cause: unknown) => FailureKind, execute: Execute): Execute {
  return async (one) => {
    try {
      return await execute(one);
    } catch (cause) {
      throw asFailure(cause, kindOf);
    }
  };
}

/** @param expected - what the adapter takes, in words */
export function unknownTransaction(expected: string): ValidationError {
  const message = `expected ${expected}, a Kysely transaction, or { execute(sql, parameters) }; got something else`;
  return new ValidationError([{ path: 'transaction', code: 'WRONG_TYPE', message }]);
}

/** Work guarded by a savepoint, so that its failure leaves the host's transaction usable. */
export function* guarded<Result>(work: Work<Result>): Work<Result> {
  yield* statement('SAVEPOINT hookwright');
  let result: Result;
  try {
    result = yield* work;
  } catch (cause) {
    try {
      yield* statement('ROLLBACK TO SAVEPOINT hookwright');
      yield* statement('RELEASE SAVEPOINT hookwright');
    } catch {
      // The transaction is lost with its connection, or was ended by the database: what failed first says why.
    }
    throw cause;
  }
  yield* statement('RELEASE SAVEPOINT hookwright');
  return result;
}

function isKyselyTransaction(value: unknown): value is KyselyTransaction {
  return hasMethod(value, 'executeQuery') && 'isTransaction' in value && value.isTransaction === true;
}

/** Whether something can be called by that name. */
export function hasMethod<Name extends string>(
  value: unknown,
  name: Name,
): value is { readonly [Key in Name]: (...given: never[]) => unknown } {
  return typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[name] === 'function';
}
