import type { ValidationIssue } from '@hookwright/core';
import { type FieldError, RestError } from './rest-error.ts';

const maxIssuesInMessage = 10;

/** A body whose values break rules: 422 with every problem at once, by field (RS-3). */
export function validationFailed(issues: readonly ValidationIssue[]): RestError {
  const byPath = new Map<string, ValidationIssue[]>();
  for (const issue of issues) {
    const found = byPath.get(issue.path);
    if (found === undefined) byPath.set(issue.path, [issue]);
    else found.push(issue);
  }
  const fieldErrors = [...byPath].map(([path, found]) => toFieldError(path, found));
  return new RestError(422, 'ERROR_ENTITY_VALIDATION', summarise(issues), { code: 40000, fieldErrors });
}

function summarise(issues: readonly ValidationIssue[]): string {
  const lines = issues.slice(0, maxIssuesInMessage).map(({ path, message }) => `${path}: ${message}`);
  const more = issues.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more, in field_errors`] : [])].join('\n');
}

function toFieldError(path: string, issues: readonly ValidationIssue[]): FieldError {
  const isMissing = issues.some(({ code }) => code === 'REQUIRED');
  return {
    field_name: path,
    code: isMissing ? 119 : 40002,
    name: isMissing ? 'ERROR_FIELD_REQUIRED' : 'ERROR_FIELD_VALIDATION',
    errors: issues.map(({ code, message }) => ({ code: code === 'REQUIRED' ? 119 : 117, name: code, message })),
  };
}
