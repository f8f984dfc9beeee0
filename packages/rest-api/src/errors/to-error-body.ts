import type { ErrorBody } from '../schemas/error-schemas.ts';
import type { RestError } from './rest-error.ts';

/** An error as RS-3 writes it: the body of a response, or an item of a batch. */
export function toErrorBody({ code, errorName, message, status, fieldErrors }: RestError): ErrorBody {
  const fields =
    fieldErrors === undefined
      ? {}
      : { field_errors: fieldErrors.map((field) => ({ ...field, errors: [...field.errors] })) };
  return { success: false, code, name: errorName, message, http_status: status, ...fields };
}
