import { nearestName } from '../../catalog/nearest-name.ts';
import { describeValue } from '../../errors/describe-value.ts';
import { ValidationError, type ValidationIssue } from '../../errors/validation-error.ts';
import { type WebhookListField, webhookListFields } from '../../model/webhook-list-field.ts';
import type { WebhookOrder } from '../../ports/webhook-order.ts';
import { compileWebhookFilter, type WebhookFilter } from '../../registry/compile-webhook-filter.ts';
import type { WebhookListQuery } from '../webhooks.ts';

/** A list query with its defaults filled in. */
export interface ReadWebhookListQuery {
  readonly limit: number;
  /** Whether the page is read from its end. */
  readonly isBackward: boolean;
  /** A cursor or an id; null for the outermost page. */
  readonly from: string | null;
  readonly includeDeleted: boolean;
  /** As the list is shown: ends with `id`. */
  readonly order: readonly WebhookOrder[];
  readonly filter: WebhookFilter | null;
}

const defaultPageSize = 30;
const maxPageSize = 100;
const fields: readonly WebhookListField[] = webhookListFields;
const directions: readonly unknown[] = ['asc', 'desc'];

/**
 * Checks a list query of whatever type it is.
 * @throws {@link ValidationError} with every problem at once
 */
export function readWebhookListQuery(query: WebhookListQuery): ReadWebhookListQuery {
  const issues: ValidationIssue[] = [];
  if (typeof query !== 'object' || query === null) {
    const message = `expected an object such as { first }, got ${describeValue(query)}`;
    throw new ValidationError([{ path: 'query', code: 'INVALID_VALUE', message }]);
  }
  const { first, after, last, before } = query;
  const isBackward = last !== undefined || before !== undefined;
  if (isBackward && (first !== undefined || after !== undefined)) {
    const message = 'expected first and after, or last and before; got both';
    issues.push({ path: before === undefined ? 'last' : 'before', code: 'INVALID_VALUE', message });
  }
  for (const [path, size] of Object.entries({ first, last })) {
    if (size === undefined || (Number.isInteger(size) && size >= 1)) continue;
    const message = `expected a whole number 1…${maxPageSize}, got ${describeValue(size)}`;
    issues.push({ path, code: 'OUT_OF_RANGE', message });
  }
  for (const [path, cursor] of Object.entries({ after, before })) {
    if (cursor === undefined || typeof cursor === 'string') continue;
    issues.push({ path, code: 'INVALID_VALUE', message: `expected a cursor or an id, got ${describeValue(cursor)}` });
  }
  const order = readOrder(query.orderBy, issues);
  let filter: WebhookFilter | null = null;
  try {
    filter = compileWebhookFilter(query.filter, query.filterOp);
  } catch (cause) {
    if (!(cause instanceof ValidationError)) throw cause;
    issues.push(...cause.issues);
  }
  if (issues.length > 0) throw new ValidationError(issues);
  return {
    limit: Math.min((isBackward ? last : first) ?? defaultPageSize, maxPageSize),
    isBackward,
    from: (isBackward ? before : after) ?? null,
    includeDeleted: query.includeDeleted === true,
    order,
    filter,
  };
}

function readOrder(orderBy: unknown, issues: ValidationIssue[]): readonly WebhookOrder[] {
  if (orderBy !== undefined && !Array.isArray(orderBy)) {
    const message = `expected a list such as [{ field: 'created' }], got ${describeValue(orderBy)}`;
    issues.push({ path: 'orderBy', code: 'WRONG_TYPE', message });
    return [];
  }
  const order = new Map<WebhookOrder['field'], WebhookOrder['direction']>();
  let lastDirection: WebhookOrder['direction'] = 'asc';
  for (const [index, entry] of (orderBy ?? []).entries()) {
    const { field, direction = 'asc' } = (entry ?? {}) as { readonly field?: unknown; readonly direction?: unknown };
    if (!(fields as readonly unknown[]).includes(field)) {
      const hint = typeof field === 'string' ? `; did you mean "${nearestName(field, fields)}"?` : '';
      const message = `expected one of ${fields.join(', ')}, got ${describeValue(field)}${hint}`;
      issues.push({ path: `orderBy[${index}].field`, code: 'UNKNOWN_FIELD', message });
    } else if (!directions.includes(direction)) {
      const message = `expected asc or desc, got ${describeValue(direction)}`;
      issues.push({ path: `orderBy[${index}].direction`, code: 'INVALID_VALUE', message });
    } else if (!order.has('id')) {
      // An id begins with its webhook's creation. What comes after it decides nothing any more, nor does a field's second mention.
      const key = field === 'created' ? 'id' : (field as WebhookOrder['field']);
      lastDirection = direction as WebhookOrder['direction'];
      if (!order.has(key)) order.set(key, lastDirection);
    }
  }
  if (!order.has('id')) order.set('id', lastDirection);
  return [...order].map(([field, direction]) => ({ field, direction }));
}
