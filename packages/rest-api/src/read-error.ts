import { ValidationError, type ValidationIssue, WebhookError } from '@hookwright/core';
import { type FieldError, RestError } from './rest-error.ts';

/** The answer to whatever was thrown (RS-3, RS-4); of what is not the caller's doing it says no more than that. */
export function readError(error: unknown): RestError {
  if (error instanceof RestError) return error;
  if (ValidationError.is(error)) return validationFailed(error.issues);
  if (!WebhookError.is(error)) return internalError();
  switch (error.code) {
    case 'NOT_FOUND':
    case 'WEBHOOK_DELETED':
      return new RestError(404, 'ERROR_NOT_FOUND', error.message);
    case 'CONFLICT':
    case 'SIGNATURE_IS_OWNED_BY_CLIENT':
      return new RestError(409, 'ERROR_CONFLICT', error.message);
    case 'DELETE_PROTECTED':
      return validationFailed([{ path: 'is_delete_protected', code: 'INVALID_VALUE', message: error.message }]);
    case 'STORE_UNAVAILABLE':
    case 'STORE_FULL':
      return new RestError(503, 'ERROR_UNAVAILABLE', 'the service cannot do this now; try again later');
    default:
      return internalError();
  }
}

/** An error as RS-3 writes it: the body of a response, or an item of a batch. */
export function toErrorBody(error: RestError): Readonly<Record<string, unknown>> {
  const { code, errorName, message, status, fieldErrors } = error;
  const fields = fieldErrors === undefined ? {} : { field_errors: fieldErrors };
  return { success: false, code, name: errorName, message, http_status: status, ...fields };
}

function internalError(): RestError {
  return new RestError(500, 'ERROR_INTERNAL', 'the service failed');
}

function validationFailed(issues: readonly ValidationIssue[]): RestError {
  const byPath = new Map<string, ValidationIssue[]>();
  for (const issue of issues) byPath.set(issue.path, [...(byPath.get(issue.path) ?? []), issue]);
  const message = issues.map(({ path, message }) => `${path}: ${message}`).join('\n');
  const fieldErrors = [...byPath].map(([path, found]) => toFieldError(path, found));
  return new RestError(422, 'ERROR_ENTITY_VALIDATION', message, { code: 40000, fieldErrors });
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
