import { describeValue } from '../errors/describe-value.ts';
import type { ValidationIssue } from '../errors/validation-error.ts';
import { decodeBase64 } from '../signing/base64.ts';
import { KeyRing, type SealingKey } from '../signing/key-ring.ts';
import { type SigningHeaderNames, standardHeaderNames } from '../signing/sign-request.ts';
import type { SecretOptions, SigningOptions } from './webhooks-options.ts';

const keyBytes = 32;
const keyId = /^[\w-]{1,64}$/;
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
/** What every request bears beside the signature's. */
const fixed = ['content-type', 'user-agent', 'content-length', 'host', 'connection', 'transfer-encoding'];

/** Reads the key ring; null where there is none. Problems go to `issues`, and never show a key. */
export function resolveKeyRing(secrets: SecretOptions | undefined, issues: ValidationIssue[]): KeyRing | null {
  if (secrets === undefined) return null;
  const given: unknown = secrets?.keys;
  if (!Array.isArray(given) || given.length === 0) {
    issues.push({ path: 'secrets.keys', code: 'REQUIRED', message: 'expected a list of at least one { id, key }' });
    return null;
  }
  const before = issues.length;
  const keys = given.flatMap((one: unknown, index): SealingKey[] => {
    const path = `secrets.keys[${index}]`;
    const { id, key } = (one ?? {}) as { readonly id?: unknown; readonly key?: unknown };
    const bytes = bytesOf(key);
    if (typeof id !== 'string' || !keyId.test(id)) {
      issues.push({ path: `${path}.id`, code: 'INVALID_VALUE', message: 'expected 1…64 letters, digits, "_" and "-"' });
    } else if (given.findIndex((other: { readonly id?: unknown } | null) => other?.id === id) !== index) {
      issues.push({ path: `${path}.id`, code: 'DUPLICATE_KEY', message: `there is a key "${id}" before it` });
    }
    if (bytes?.length !== keyBytes) {
      const found = bytes === null ? 'something else' : `${bytes.length} bytes`;
      const message = `expected ${keyBytes} bytes, as a Uint8Array or in base64, got ${found}`;
      issues.push({ path: `${path}.key`, code: 'INVALID_VALUE', message });
      return [];
    }
    return [{ id: String(id), key: bytes }];
  });
  const [first, ...others] = keys;
  return first === undefined || issues.length > before ? null : new KeyRing([first, ...others]);
}

function bytesOf(key: unknown): Uint8Array | null {
  if (key instanceof Uint8Array) return Uint8Array.from(key);
  if (typeof key !== 'string') return null;
  try {
    return decodeBase64(key);
  } catch {
    return null;
  }
}

export function resolveHeaderNames(
  given: SigningOptions['headerNames'],
  issues: ValidationIssue[],
): SigningHeaderNames {
  const names = { ...standardHeaderNames };
  for (const [key, name] of Object.entries(given ?? {})) {
    const path = `signing.headerNames.${key}`;
    if (name === undefined) continue;
    if (!Object.hasOwn(names, key)) {
      const message = `unknown; expected one of ${Object.keys(names).join(', ')}`;
      issues.push({ path, code: 'UNKNOWN_FIELD', message });
    } else if (typeof name !== 'string' || !token.test(name) || fixed.includes(name.toLowerCase())) {
      const message = `expected a header name that nothing else uses, got ${describeValue(name)}`;
      issues.push({ path, code: 'INVALID_VALUE', message });
    } else {
      names[key as keyof SigningHeaderNames] = name;
    }
  }
  // A webhook has the vendor's signature or the standard's, so those two may share a name (SI-3).
  for (const used of [
    [names.id, names.timestamp, names.signature],
    [names.id, names.timestamp, names.vendorSignature],
  ]) {
    if (new Set(used.map((name) => name.toLowerCase())).size === used.length) continue;
    const message = `expected names that differ, got ${used.join(', ')}`;
    issues.push({ path: 'signing.headerNames', code: 'DUPLICATE_KEY', message });
    break;
  }
  return names;
}
