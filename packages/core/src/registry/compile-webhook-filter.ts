import { nearestName } from '../catalog/nearest-name.ts';
import { ValidationError, type ValidationIssue } from '../errors/validation-error.ts';
import { compileConditions } from '../filter/compile-filter.ts';
import { findFilterIssues } from '../filter/find-filter-issues.ts';
import type { StoredWebhook } from '../model/stored-webhook.ts';
import { webhookFilterFields as columns } from '../model/webhook-list-field.ts';
import { toWebhookResource } from '../payload/to-webhook-resource.ts';

/** A filter of webhooks by their own columns. */
export interface WebhookFilter {
  passes(webhook: StoredWebhook): boolean;
  /** The same text for filters that mean the same; others may differ in it too. */
  readonly text: string;
}

/**
 * Compiles a filter of a list, with the meaning of an entity's (FI).
 *
 * @param filter - column to wanted value or values, of whatever type it is
 * @param filterOp - column to operator
 * @returns null where there is nothing to filter by
 * @throws {@link ValidationError} with every problem, at `filter.<column>` and `filterOp.<column>`
 */
export function compileWebhookFilter(filter: unknown, filterOp: unknown): WebhookFilter | null {
  const wanted = withoutUndefined(filter);
  const operators = withoutUndefined(filterOp);
  const issues: ValidationIssue[] = [
    ...unknownColumns(wanted, 'filter'),
    ...unknownColumns(operators, 'filterOp'),
    ...findFilterIssues(wanted, operators, 'filter', 'filterOp'),
  ];
  if (issues.length > 0) throw new ValidationError(issues);
  const byColumn = (wanted ?? {}) as Readonly<Record<string, unknown>>;
  const operatorByColumn = (operators ?? {}) as Readonly<Record<string, unknown>>;
  const conditions = compileConditions(byColumn, operatorByColumn, {});
  if (conditions.length === 0) return null;
  return {
    passes: (webhook) => {
      const record = toWebhookResource(webhook);
      return conditions.every((condition) => condition.test(record, null));
    },
    text: JSON.stringify([byColumn, operatorByColumn], (_, value) =>
      typeof value === 'bigint' ? `${value}n` : (value as unknown),
    ),
  };
}

function withoutUndefined(fields: unknown): unknown {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function unknownColumns(fields: unknown, path: string): readonly ValidationIssue[] {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return [];
  return Object.keys(fields)
    .filter((field) => !(columns as readonly string[]).includes(field))
    .map((field) => {
      const nearest = nearestName(field, columns);
      const message = `a webhook has no such column to filter by; did you mean "${nearest}"? There are: ${columns.join(', ')}`;
      return { path: `${path}.${field}`, code: 'UNKNOWN_FIELD', message };
    });
}
