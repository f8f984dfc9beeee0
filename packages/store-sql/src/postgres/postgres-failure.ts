import { codeOf, type FailureKind } from '../session/database-error.ts';

/** By SQLSTATE, or Node's code of a connection that failed. */
export function postgresFailure(error: unknown): FailureKind {
  const code = codeOf(error);
  // Serialization failure, deadlock, lock not available.
  if (code === '40001' || code === '40P01' || code === '55P03') return 'conflict';
  if (code === '42P01' || code === '42703' || code === '3F000') return 'missing-table';
  // Connection exceptions, insufficient resources, operator intervention.
  if (/^(08|53|57)/.test(code)) return 'unreachable';
  // Without a SQLSTATE it is not the server that speaks: the connection, or the pool.
  return /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E') ? 'other' : 'unreachable';
}
