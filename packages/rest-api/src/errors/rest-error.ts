/** One wrong field of a request, as RS-3 writes it. */
export interface FieldError {
  /** Where, from the body's root: `events[0]`, `options.entity.Contact.filter-op.email1`. */
  readonly field_name: string;
  /** 40002, or 119 where the field is missing. */
  readonly code: 119 | 40002;
  readonly name: 'ERROR_FIELD_REQUIRED' | 'ERROR_FIELD_VALIDATION';
  readonly errors: readonly { readonly code: number; readonly name: string; readonly message: string }[];
}

interface RestErrorDetails {
  readonly code?: number;
  readonly fieldErrors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer other than the one that was asked for (RS-3). */
export class RestError extends Error {
  override readonly name = 'RestError';
  /** The HTTP status. */
  readonly status: number;
  /** What clients match on: `ERROR_NOT_FOUND`. */
  readonly errorName: string;
  /** The vendor's number, or the status where it has none. */
  readonly code: number;
  readonly fieldErrors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, errorName: string, message: string, details: RestErrorDetails = {}) {
    super(message);
    this.status = status;
    this.errorName = errorName;
    this.code = details.code ?? status;
    this.fieldErrors = details.fieldErrors;
    this.headers = details.headers ?? {};
  }
}

/** What cannot be read: malformed JSON, a bad parameter, a tampered cursor. */
export function parameterInvalid(message: string): RestError {
  return new RestError(400, 'ERROR_PARAMETER_INVALID', message, { code: 117 });
}

/** Unknown, malformed, deleted and other tenants' ids give the same answer. */
export function notFound(kind: 'webhook' | 'delivery', id: string): RestError {
  return new RestError(404, 'ERROR_NOT_FOUND', `there is no ${kind} ${id.slice(0, 64)}`);
}

/** The webhook is another one than the caller has seen. */
export function preconditionFailed(): RestError {
  return new RestError(412, 'ERROR_PRECONDITION_FAILED', 'the webhook has changed since; read it again');
}

/** What the caller's rights do not reach. */
export function forbidden(message: string): RestError {
  return new RestError(403, 'ERROR_FORBIDDEN', message);
}
