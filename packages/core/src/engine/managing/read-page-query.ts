import { describeValue } from '../../errors/describe-value.ts';
import { ValidationError, type ValidationIssue } from '../../errors/validation-error.ts';
import type { DeliveryStatus } from '../../model/delivery.ts';
import type { DeliveryListQuery } from '../webhooks.ts';

const statuses: readonly DeliveryStatus[] = ['pending', 'held', 'sending', 'succeeded', 'exhausted', 'cancelled'];

/** What every list of the API takes, and those of deliveries beside it. */
export type PageQuery = Pick<DeliveryListQuery, 'first' | 'after' | 'statuses' | 'from' | 'until'>;

/** A page query with its defaults filled in and its instants in Unix ms. */
export interface ReadPageQuery {
  readonly limit: number;
  readonly after: string | null;
  readonly statuses: readonly DeliveryStatus[] | null;
  readonly from: number | null;
  readonly until: number | null;
}

/**
 * Checks a page query of whatever type it is.
 * @throws {@link ValidationError} with every problem at once
 */
export function readPageQuery(query: PageQuery, defaultSize: number, maxSize: number): ReadPageQuery {
  const issues: ValidationIssue[] = [];
  const reject = (path: string, expected: string, found: unknown): null => {
    issues.push({ path, code: 'INVALID_VALUE', message: `expected ${expected}, got ${describeValue(found)}` });
    return null;
  };
  const instant = (path: string, value: unknown): number | null => {
    if (value === undefined) return null;
    const ms = value instanceof Date ? value.getTime() : value;
    return typeof ms === 'number' && Number.isFinite(ms) ? ms : reject(path, 'Unix ms or a valid Date', value);
  };
  if (typeof query !== 'object' || query === null) {
    reject('query', 'an object such as { first }', query);
    throw new ValidationError(issues);
  }
  const { first = defaultSize, after, statuses: wanted } = query;
  if (!Number.isInteger(first) || first < 1) {
    const message = `expected a whole number 1…${maxSize}, got ${describeValue(first)}`;
    issues.push({ path: 'first', code: 'OUT_OF_RANGE', message });
  }
  if (after !== undefined && typeof after !== 'string') reject('after', 'an id', after);
  if (wanted !== undefined && !(Array.isArray(wanted) && wanted.every((status) => statuses.includes(status)))) {
    reject('statuses', `a list of ${statuses.join(', ')}`, wanted);
  }
  const read = {
    limit: Math.min(first, maxSize),
    after: after ?? null,
    statuses: wanted ?? null,
    from: instant('from', query.from),
    until: instant('until', query.until),
  };
  if (read.from !== null && read.until !== null && read.until < read.from) {
    const message = 'expected an instant that is not before `from`: there is nothing in such a span';
    issues.push({ path: 'until', code: 'OUT_OF_RANGE', message });
  }
  if (issues.length > 0) throw new ValidationError(issues);
  return read;
}
