import { codeOf, type FailureKind, speaksOfConnection } from '../session/database-error.ts';

const conflicts = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD', 'ER_LOCK_NOWAIT']);
const missing = new Set(['ER_NO_SUCH_TABLE', 'ER_BAD_FIELD_ERROR', 'ER_BAD_TABLE_ERROR']);
const unreachable = new Set([
  'ER_QUERY_TIMEOUT',
  'ER_STATEMENT_TIMEOUT',
  'ER_OPTION_PREVENTS_STATEMENT',

  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'ER_QUERY_INTERRUPTED',
  'ER_NEW_ABORTING_CONNECTION',
]);

/** By the server's error name, or Node's code of a connection that failed. */
export function mysqlFailure(error: unknown): FailureKind {
  const code = codeOf(error);
  if (conflicts.has(code)) return 'conflict';
  if (missing.has(code)) return 'missing-table';
  if (unreachable.has(code)) return 'unreachable';
  if (code.startsWith('ER_')) return 'other';
  // What is no error of the server's is the connection's, or the pool's.
  return code !== '' || speaksOfConnection(error) ? 'unreachable' : 'other';
}
