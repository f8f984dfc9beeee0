/**
 * Why an operation failed. Callers match on it; the message is for people.
 *
 * | code | retryable | when |
 * |---|---|---|
 * | `VALIDATION_FAILED` | no | the input breaks a rule; see {@link ValidationError} |
 * | `NOT_FOUND` | no | no such webhook or delivery for this tenant |
 * | `CONFLICT` | yes | somebody else changed the webhook at the same moment; not for an idempotency key that came with another input |
 * | `REVISION_CHANGED` | no | the webhook is no longer at the revision that the caller has seen |
 * | `TENANT_FULL` | no | the tenant has as many webhooks as `limits.maxWebhooksPerTenant` allows |
 * | `WEBHOOK_DELETED` | no | the operation needs a webhook that is not deleted |
 * | `DELETE_PROTECTED` | no | the webhook is protected against deletion |
 * | `SIGNATURE_IS_OWNED_BY_CLIENT` | no | SI-1: a vendor `signature` is changed by `update`, not rotated |
 * | `STORE_UNAVAILABLE` | yes | the store cannot be reached |
 * | `SECRET_UNREADABLE` | no | a sealed secret does not open: its key is missing, or it was changed or moved |
 * | `STORE_FAILED` | no | the store refused an operation that it should not refuse |
 * | `STORE_FULL` | yes | the store's bound is reached; nothing was enqueued |
 * | `SCHEMA_OUTDATED` | no | the store's tables are of another version; run `migrate()` |
 * | `DATABASE_TOO_OLD` | no | the store's database lacks what the store needs; upgrade it |
 * | `DRIVER_MISSING` | no | no driver for the store's database is installed |
 * | `TABLE_CONFLICT` | no | a table of a name that the store wants exists and is not the store's |
 * | `TRANSACTION_REQUIRED` | no | the store needs the host's transaction for this call |
 * | `TRANSACTION_UNSUPPORTED` | no | the store has no transactions, yet one was passed |
 * | `CLOCK_SKEW` | no | this process's clock is more than 5 s off the store's |
 * | `LEASE_LOST` | no | an outcome came after its lease; another worker owns the delivery |
 * | `HOST_CALLBACK_FAILED` | no | a callback of the host answered what it must not |
 * | `LISTENER_FAILED` | no | an event listener of the host threw |
 */
export type WebhookErrorCode =
  | 'VALIDATION_FAILED'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'REVISION_CHANGED'
  | 'TENANT_FULL'
  | 'WEBHOOK_DELETED'
  | 'DELETE_PROTECTED'
  | 'SIGNATURE_IS_OWNED_BY_CLIENT'
  | 'STORE_UNAVAILABLE'
  | 'STORE_FAILED'
  | 'SECRET_UNREADABLE'
  | 'STORE_FULL'
  | 'SCHEMA_OUTDATED'
  | 'DATABASE_TOO_OLD'
  | 'DRIVER_MISSING'
  | 'TABLE_CONFLICT'
  | 'TRANSACTION_REQUIRED'
  | 'TRANSACTION_UNSUPPORTED'
  | 'CLOCK_SKEW'
  | 'LEASE_LOST'
  | 'HOST_CALLBACK_FAILED'
  | 'LISTENER_FAILED';

// Registered, so that two installed copies of this package recognise each other's errors.
const marker = Symbol.for('hookwright.error');

export interface WebhookErrorOptions {
  /** Whether the same call may succeed later, unchanged. Default false. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** The root of every error that this library throws. */
export class WebhookError extends Error {
  override readonly name: string = 'WebhookError';
  readonly code: WebhookErrorCode;
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable: boolean;

  constructor(code: WebhookErrorCode, message: string, options: WebhookErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    Object.defineProperty(this, marker, { value: true });
  }

  /** Whether `error` is a {@link WebhookError}, of this or another installed copy of the package. */
  static is(error: unknown): error is WebhookError {
    return typeof error === 'object' && error !== null && marker in error;
  }
}
