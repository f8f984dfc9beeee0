import { ValidationError, WebhookError } from '@hookwright/core';
import { preconditionFailed, RestError } from './rest-error.ts';
import { validationFailed } from './validation-failed.ts';

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
    case 'TENANT_FULL':
    case 'SIGNATURE_IS_OWNED_BY_CLIENT':
      return new RestError(409, 'ERROR_CONFLICT', error.message);
    case 'REVISION_CHANGED':
      return preconditionFailed();
    case 'DELETE_PROTECTED':
      return validationFailed([{ path: 'is_delete_protected', code: 'INVALID_VALUE', message: error.message }]);
    case 'STORE_UNAVAILABLE':
    case 'STORE_FULL':
      return unavailable();
    default:
      return internalError();
  }
}

/** What may work later, unchanged. */
function unavailable(): RestError {
  const headers = { 'retry-after': '5' };
  return new RestError(503, 'ERROR_UNAVAILABLE', 'the service cannot do this now; try again later', { headers });
}

function internalError(): RestError {
  return new RestError(500, 'ERROR_INTERNAL', 'the service failed');
}
