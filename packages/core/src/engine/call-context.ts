import { describeValue } from '../errors/describe-value.ts';
import { ValidationError, type ValidationIssue } from '../errors/validation-error.ts';
import type { HostContext, PublishContext, Scope } from './webhooks-options.ts';

/** A call's context with the host's defaults and the library's filled in. */
export interface CallContext<Tx> {
  readonly tenant: string;
  readonly skipKeys: readonly string[];
  readonly transaction: Tx | undefined;
  readonly idempotencyKey: string | undefined;
}

const maxNameLength = 255;
/** NUL, and halves of surrogate pairs. */
const unstorable = /\0|\p{Surrogate}/u;
const noKeys: readonly string[] = [];

/** Fills in what calls leave out: from the host's own context, else by the library's defaults. */
export class CallContexts<Tx> {
  readonly #host: (() => HostContext<Tx> | undefined) | undefined;
  readonly #tenancy: 'optional' | 'required';

  constructor(host: (() => HostContext<Tx> | undefined) | undefined, tenancy: 'optional' | 'required') {
    this.#host = host;
    this.#tenancy = tenancy;
  }

  /** @throws {@link ValidationError} */
  publish(given: PublishContext<Tx> | undefined): CallContext<Tx> {
    const host = this.#host?.();
    const issues: ValidationIssue[] = [];
    checkObject(given, 'context', issues);
    const skipKeys = readSkipKeys(given?.skipKeys ?? host?.skipKeys, issues);
    const tenant = this.#readTenant(fallBack(given?.tenant, host?.tenant), issues);
    const idempotencyKey = given?.idempotencyKey ?? host?.idempotencyKey;
    if (idempotencyKey !== undefined) checkName(idempotencyKey, 'idempotencyKey', issues);
    if (issues.length > 0) throw new ValidationError(issues);
    return { tenant, skipKeys, transaction: given?.transaction ?? host?.transaction, idempotencyKey };
  }

  /** @throws {@link ValidationError} */
  tenant(scope: { readonly tenant?: string | undefined }): string {
    const issues: ValidationIssue[] = [];
    checkObject(scope, 'scope', issues);
    const tenant = this.#readTenant(fallBack(scope?.tenant, this.#host?.()?.tenant), issues);
    if (issues.length > 0) throw new ValidationError(issues);
    return tenant;
  }

  /** Who registers, as the call or else the host's context says; unchecked. */
  owner(scope: Scope<Tx>): Pick<HostContext, 'clientId' | 'applicationId'> {
    const host = this.#host?.();
    return {
      clientId: fallBack(scope.clientId, host?.clientId),
      applicationId: fallBack(scope.applicationId, host?.applicationId),
    };
  }

  #readTenant(tenant: string | undefined, issues: ValidationIssue[]): string {
    if (tenant === undefined) {
      if (this.#tenancy === 'required') {
        const message = "a tenant is required: pass { tenant }, or give one by createWebhooks' context option";
        issues.push({ path: 'tenant', code: 'TENANT_REQUIRED', message });
      }
      return 'default';
    }
    checkName(tenant, 'tenant', issues);
    return tenant;
  }
}

/** Null is not left out: a host whose tenant id is missing is not to write into another's data. */
function fallBack<Value>(given: Value | undefined, host: Value | undefined): Value | undefined {
  return given === undefined ? host : given;
}

function checkObject(value: unknown, path: string, issues: ValidationIssue[]): void {
  if (value === undefined || (typeof value === 'object' && value !== null)) return;
  issues.push({
    path,
    code: 'WRONG_TYPE',
    message: `expected an object such as { tenant }, got ${describeValue(value)}`,
  });
}

/** Checks a name of the host's choosing: a tenant, an idempotency key. */
export function checkName(value: unknown, path: string, issues: ValidationIssue[]): void {
  if (typeof value !== 'string') {
    issues.push({ path, code: 'WRONG_TYPE', message: `expected a string, got ${describeValue(value)}` });
  } else if (value === '' || value.length > maxNameLength) {
    const message = `expected 1…${maxNameLength} characters, got ${value.length}`;
    issues.push({ path, code: 'OUT_OF_RANGE', message });
  } else if (unstorable.test(value)) {
    // Half a character becomes another one on its way into a database: two tenants would be one.
    const message = 'expected well-formed text without NUL';
    issues.push({ path, code: 'INVALID_VALUE', message });
  }
}

// SK-1: exact, and never split on commas. A copy: the host may go on changing its list.
function readSkipKeys(skipKeys: unknown, issues: ValidationIssue[]): readonly string[] {
  if (skipKeys === undefined) return noKeys;
  if (typeof skipKeys === 'string') return [skipKeys];
  if (Array.isArray(skipKeys) && skipKeys.every((key) => typeof key === 'string')) return [...skipKeys];
  const message = `expected a string or a list of strings, got ${describeValue(skipKeys)}`;
  issues.push({ path: 'skipKeys', code: 'WRONG_TYPE', message });
  return noKeys;
}
