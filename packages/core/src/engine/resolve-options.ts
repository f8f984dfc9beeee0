import type { Catalog } from '../catalog/catalog.ts';
import { crmCatalog } from '../catalog/crm-catalog.ts';
import { describeValue } from '../errors/describe-value.ts';
import { ValidationError, type ValidationIssue } from '../errors/validation-error.ts';
import { systemClock } from '../ports/system-clock.ts';
import { standardRetry } from '../schedule/retry-delay-ms.ts';
import { systemRandom } from '../signing/system-random.ts';
import { resolveHeaderNames, resolveKeyRing } from './resolve-signing.ts';
import type { WebhooksOptions } from './webhooks-options.ts';

interface Bound {
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly whole: boolean;
}

const mebibyte = 1_048_576;
const forever = Number.MAX_SAFE_INTEGER;

const bounds = {
  'dispatch.concurrency': { min: 1, max: 10_000, default: 64, whole: true },
  'dispatch.perWebhookConcurrency': { min: 1, max: 10_000, default: 8, whole: true },
  'dispatch.leaseMs': { min: 1_000, max: 3_600_000, default: 60_000, whole: true },
  'dispatch.pollIntervalMs': { min: 10, max: 3_600_000, default: 500, whole: true },
  'dispatch.timeoutMs': { min: 1, max: 600_000, default: 10_000, whole: true },
  'signing.rotationOverlapMs': { min: 0, max: forever, default: 86_400_000, whole: true },
  'limits.maxRecordBytes': { min: 1, max: forever, default: mebibyte, whole: true },
  'limits.maxBodyBytes': { min: 1, max: forever, default: mebibyte, whole: true },
  'limits.expandTimeoutMs': { min: 1, max: 600_000, default: 2_000, whole: true },
  'limits.maxExpandedBytes': { min: 1, max: forever, default: mebibyte, whole: true },
  'limits.maxChanges': { min: 1, max: forever, default: 10_000, whole: true },
  'limits.maxWebhooksPerTenant': { min: 1, max: forever, default: 100_000, whole: true },
  'limits.maxEventsPerWebhook': { min: 1, max: 10_000, default: 1_000, whole: true },
  'limits.maxOptionsBytes': { min: 1, max: forever, default: 262_144, whole: true },
  'limits.maxOptionsDepth': { min: 1, max: 1_000, default: 100, whole: true },
  'retry.jitter': { min: 0, max: 1, default: standardRetry.jitter, whole: false },
  retentionDays: { min: 0.000_1, max: 36_500, default: 30, whole: false },
  'webhookCache.maxStaleMs': { min: 0, max: 3_600_000, default: 0, whole: true },
  'webhookCache.maxWebhooks': { min: 1, max: forever, default: 1_000_000, whole: true },
} as const satisfies Record<string, Bound>;

const choices = {
  'payload.format': ['crm', 'standard', 'cloudevents'],
  'signing.vendorEncoding': ['hex', 'base64'],
  tenancy: ['optional', 'required'],
  validate: ['subscribed', 'always'],
  attempts: ['failures', 'full'],
} as const;

/**
 * Fills in defaults and checks bounds.
 * @throws {@link ValidationError} with every problem at once
 */
export function resolveOptions<C extends Catalog, Tx>(options: WebhooksOptions<C, Tx>) {
  const issues: ValidationIssue[] = [];
  const given = (path: string): unknown => {
    let value: unknown = options;
    for (const key of path.split('.')) value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
    return value;
  };
  const number = (path: keyof typeof bounds): number => {
    const { min, max, default: fallback, whole } = bounds[path];
    const value = given(path);
    if (value === undefined) return fallback;
    if (typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
    const wanted = `${whole ? 'a whole number' : 'a number'} ${min}…${max}`;
    issues.push({ path, code: 'OUT_OF_RANGE', message: `expected ${wanted}, got ${describeValue(value)}` });
    return fallback;
  };
  const choice = <Path extends keyof typeof choices>(path: Path): (typeof choices)[Path][number] => {
    const allowed: readonly string[] = choices[path];
    const value = given(path) ?? allowed[0];
    if (typeof value === 'string' && allowed.includes(value)) return value as (typeof choices)[Path][number];
    const message = `expected ${allowed.join(' or ')}, got ${describeValue(value)}`;
    issues.push({ path, code: 'INVALID_VALUE', message });
    return choices[path][0];
  };
  if (typeof options !== 'object' || options === null) {
    const message = `expected { store, senders, … }, got ${describeValue(options)}`;
    throw new ValidationError([{ path: 'options', code: 'WRONG_TYPE', message }]);
  }
  checkParts(options, issues);
  const delaysMs = options.retry?.delaysMs ?? standardRetry.delaysMs;
  if (!Array.isArray(delaysMs) || !delaysMs.every((delay) => Number.isFinite(delay) && delay >= 0)) {
    issues.push({ path: 'retry.delaysMs', code: 'INVALID_VALUE', message: 'expected a list of milliseconds ≥ 0' });
  }
  const resolved = {
    catalog: options.catalog ?? (crmCatalog as Catalog as C),
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
    changes: options.payload?.changes === true,
    applicationId: options.payload?.applicationId ?? null,
    format: choice('payload.format'),
    vendorEncoding: choice('signing.vendorEncoding'),
    rotationOverlapMs: number('signing.rotationOverlapMs'),
    headerNames: resolveHeaderNames(options.signing?.headerNames, issues),
    keyRing: resolveKeyRing(options.secrets, issues),
    allowAuthorization: options.allowAuthorizationHeader === true,
    tenancy: choice('tenancy'),
    validate: choice('validate'),
    attempts: choice('attempts'),
    retentionDays: number('retentionDays'),
    retry: { delaysMs, jitter: number('retry.jitter') },
    dispatch: {
      concurrency: number('dispatch.concurrency'),
      perWebhookConcurrency: number('dispatch.perWebhookConcurrency'),
      leaseMs: number('dispatch.leaseMs'),
      pollIntervalMs: number('dispatch.pollIntervalMs'),
      timeoutMs: number('dispatch.timeoutMs'),
    },
    limits: {
      maxRecordBytes: number('limits.maxRecordBytes'),
      maxBodyBytes: number('limits.maxBodyBytes'),
      expandTimeoutMs: number('limits.expandTimeoutMs'),
      maxExpandedBytes: number('limits.maxExpandedBytes'),
      maxChanges: number('limits.maxChanges'),
      maxWebhooksPerTenant: number('limits.maxWebhooksPerTenant'),
      maxEventsPerWebhook: number('limits.maxEventsPerWebhook'),
      maxOptionsBytes: number('limits.maxOptionsBytes'),
      maxOptionsDepth: number('limits.maxOptionsDepth'),
    },
    webhookCache: {
      maxStaleMs: number('webhookCache.maxStaleMs'),
      maxWebhooks: number('webhookCache.maxWebhooks'),
    },
  };
  if (issues.length > 0) throw new ValidationError(issues);
  return resolved;
}

function checkParts<C extends Catalog, Tx>(options: WebhooksOptions<C, Tx>, issues: ValidationIssue[]): void {
  if (typeof options.store?.enqueue !== 'function') {
    const message = `expected a store such as memoryStore(), got ${describeValue(options.store)}`;
    issues.push({ path: 'store', code: 'REQUIRED', message });
  }
  const { senders } = options;
  if (!Array.isArray(senders) || senders.length === 0) {
    const message = `expected at least one sender such as httpSender(), got ${describeValue(senders)}`;
    issues.push({ path: 'senders', code: 'REQUIRED', message });
  } else if (!senders.every((sender) => typeof sender?.send === 'function' && Array.isArray(sender.schemes))) {
    issues.push({ path: 'senders', code: 'WRONG_TYPE', message: 'expected senders with schemes and send()' });
  }
  if (options.entities !== undefined && typeof options.entities?.load !== 'function') {
    issues.push({ path: 'entities', code: 'WRONG_TYPE', message: 'expected an entity loader with load()' });
  }
}
