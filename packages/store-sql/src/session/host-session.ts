import { ValidationError } from '@hookwright/core';
import { CompiledQuery } from 'kysely';
import type { KyselyTransaction, SqlExecutor, SqlRow } from '../sql-executor.ts';
import { type Statement, statement, type Work } from './work.ts';

/** How statements are run on a host's connection. */
export type Execute = (statement: Statement) => Promise<readonly SqlRow[]>;

/** For a transaction of Kysely's or a {@link SqlExecutor}; null for anything else. */
export function portableExecute(transaction: unknown): Execute | null {
  if (isKyselyTransaction(transaction)) {
    return async ({ sql, parameters }) => {
      const { rows } = await transaction.executeQuery(CompiledQuery.raw(sql, [...parameters]) as never);
      return rows as readonly SqlRow[];
    };
  }
  // A driver's own connection may have an `execute` too; it has a `query` beside it.
  if (hasMethod(transaction, 'execute') && !hasMethod(transaction, 'query')) {
    const executor = transaction as unknown as SqlExecutor;
    return ({ sql, parameters }) => executor.execute(sql, parameters);
  }
  return null;
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
