import { describeValue } from '../errors/describe-value.ts';
import { isSealed } from '../signing/key-ring.ts';
import type { Findings } from './findings.ts';

/** What a host says about custom headers. */
export interface HeaderRules {
  readonly allowAuthorization: boolean;
  /** Lower case: what the engine sets of its own. */
  readonly reserved: ReadonlySet<string>;
}

const maxHeaders = 20;
/** Names and values, in bytes. */
const maxBytes = 8_192;
const token = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
/** Visible characters of Latin-1, spaces and tabs between them. */
const fieldValue = /^[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/;

/** What speaks of the connection, or of the message as it is sent. */
const forbidden: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'content-length',
  'content-type',
  'content-encoding',
  'user-agent',
  'expect',
  'cookie',
  'set-cookie',
]);

/** Finds what is wrong with the custom headers of a webhook. Messages show no value: it is a secret (SI-4). */
export function checkHeaders(headers: unknown, rules: HeaderRules, findings: Findings): void {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
    findings.reject('settings.headers', 'WRONG_TYPE', `expected an object, got ${describeValue(headers)}`);
    return;
  }
  const entries = Object.entries(headers);
  if (entries.length > maxHeaders) {
    findings.reject('settings.headers', 'TOO_LARGE', `expected at most ${maxHeaders} headers, got ${entries.length}`);
  }
  const seen = new Set<string>();
  let bytes = 0;
  for (const [name, value] of entries) {
    const path = `settings.headers.${name}`;
    const lowerCase = name.toLowerCase();
    const problem = nameProblem(lowerCase, rules) ?? valueProblem(value);
    if (problem !== null) findings.reject(path, 'INVALID_VALUE', problem);
    if (seen.has(lowerCase)) findings.reject(path, 'DUPLICATE_KEY', 'the same header in another spelling is there too');
    seen.add(lowerCase);
    bytes += name.length + (typeof value === 'string' ? value.length : 0);
  }
  if (bytes > maxBytes) {
    findings.reject('settings.headers', 'TOO_LARGE', `expected at most ${maxBytes} bytes in all, got ${bytes}`);
  }
}

function nameProblem(name: string, { allowAuthorization, reserved }: HeaderRules): string | null {
  if (!token.test(name)) return "expected a header name: letters, digits and any of !#$%&'*+.^_`|~-";
  if (forbidden.has(name)) return 'this header is not for a webhook to set';
  if (reserved.has(name) || name.startsWith('webhook-')) return 'the engine sets this header itself';
  if (name === 'authorization' && !allowAuthorization) {
    return 'authorization is not allowed; the host allows it by allowAuthorizationHeader';
  }
  return null;
}

function valueProblem(value: unknown): string | null {
  if (typeof value !== 'string') return `expected a string, got ${value === null ? 'null' : typeof value}`;
  if (isSealed(value)) return 'a value cannot begin as sealed secrets do';
  return fieldValue.test(value)
    ? null
    : 'expected 1 or more visible characters of Latin-1, with no line break, NUL or other control character';
}
