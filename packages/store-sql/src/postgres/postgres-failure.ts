import { codeOf, type FailureKind, speaksOfConnection } from '../session/database-error.ts';

/** By SQLSTATE, or Node's code of a connection that failed. */
export function postgresFailure(error: unknown): FailureKind {
  const code = codeOf(error);
  // Serialization failure, deadlock, lock not available.
  if (code === '40001' || code === '40P01' || code === '55P03') return 'conflict';
  if (code === '42P01' || code === '42703' || code === '3F000') return 'missing-table';
  // Connection exceptions, insufficient resources, operator intervention; a server that fails over; a transaction that timed out.
  if (/^(08|53|57)/.test(code) || code === '25006' || code === '25P03' || code === '25P04') return 'unreachable';
  // A code of five letters and digits is the server's. Without one it is the connection's word, or the pool's.
  if (/^[0-9A-Z]{5}$/.test(code) && /\d/.test(code)) return 'other';
  return code !== '' || speaksOfConnection(error) ? 'unreachable' : 'other';
}
