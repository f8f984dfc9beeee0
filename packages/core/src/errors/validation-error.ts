import { WebhookError } from './webhook-error.ts';

/**
 * What is wrong with one value.
 *
 * `REQUIRED` it is missing · `WRONG_TYPE` another type was expected · `INVALID_VALUE` the type fits, the value does not ·
 * `OUT_OF_RANGE` a number or length outside its bounds · `INVALID_URL` · `UNKNOWN_EVENT` the catalogue has no such event or
 * pattern · `UNKNOWN_OPERATOR` not an operator of FI-2 · `UNKNOWN_FIELD` a field that is not accepted here ·
 * `DUPLICATE_KEY` one option in two spellings (OP-2) · `UNSERIALISABLE` a record holds what JSON cannot ·
 * `TOO_LARGE` above a limit of bytes, depth or count · `TENANT_REQUIRED` the call names no tenant, `tenancy: 'required'` asks for one ·
 * `NOT_FOUND` one of many ids is none of the tenant's · `DELETE_PROTECTED` one of many webhooks is protected
 */
export type ValidationIssueCode =
  | 'REQUIRED'
  | 'WRONG_TYPE'
  | 'INVALID_VALUE'
  | 'OUT_OF_RANGE'
  | 'INVALID_URL'
  | 'UNKNOWN_EVENT'
  | 'UNKNOWN_OPERATOR'
  | 'UNKNOWN_FIELD'
  | 'DUPLICATE_KEY'
  | 'UNSERIALISABLE'
  | 'TOO_LARGE'
  | 'TENANT_REQUIRED'
  | 'NOT_FOUND'
  | 'DELETE_PROTECTED';

export interface ValidationIssue {
  /** Where, from the root of what was passed: `options.entity.Contact.filter-op.email1`, `events[0]`, `changes[3].entity.owner`. */
  readonly path: string;
  readonly code: ValidationIssueCode;
  /** What was expected, what was found and, where one step would mend it, that step. */
  readonly message: string;
}

/** Issues that the message shows; `issues` has them all. */
const maxShown = 100;

/** Input that breaks a rule, with every problem at once (OP-3). Nothing of the call took effect. */
export class ValidationError extends WebhookError {
  override readonly name = 'ValidationError';
  /** At least one. */
  readonly issues: readonly ValidationIssue[];

  constructor(issues: readonly ValidationIssue[]) {
    super('VALIDATION_FAILED', messageOf(issues));
    this.issues = issues;
  }

  /** Whether `error` is a {@link ValidationError}, of this or another installed copy of the package. */
  static override is(error: unknown): error is ValidationError {
    return WebhookError.is(error) && error.code === 'VALIDATION_FAILED';
  }
}

function messageOf(issues: readonly ValidationIssue[]): string {
  const lines = issues.slice(0, maxShown).map((issue) => `${issue.path}: ${issue.message}`);
  if (issues.length > maxShown) lines.push(`and ${issues.length - maxShown} more`);
  return lines.join('\n');
}
