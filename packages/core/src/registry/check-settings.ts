import { describeValue } from '../errors/describe-value.ts';
import { checkHeaders, type HeaderRules } from './check-headers.ts';
import type { Findings } from './findings.ts';

const choices: Readonly<Record<string, readonly string[]>> = {
  ordering: ['best-effort', 'strict'],
  signing: ['v1', 'v1a', 'v1+v1a'],
  format: ['crm', 'standard', 'cloudevents'],
};

const minRate = 0.001;
const maxRate = 1_000_000;

/** Finds what is wrong with the settings that a host gives a webhook. */
export function checkSettings(settings: unknown, headerRules: HeaderRules, findings: Findings): void {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    findings.reject('settings', 'WRONG_TYPE', `expected an object, got ${describeValue(settings)}`);
    return;
  }
  for (const [name, value] of Object.entries(settings)) {
    const path = `settings.${name}`;
    const allowed = Object.hasOwn(choices, name) ? choices[name] : undefined;
    if (value === undefined) continue;
    if (allowed !== undefined) {
      if (!allowed.includes(value)) {
        findings.reject(path, 'INVALID_VALUE', `expected ${allowed.join(', ')}, got ${describeValue(value)}`);
      }
    } else if (name === 'perWebhookConcurrency') {
      if (!Number.isInteger(value) || value < 1) {
        findings.reject(path, 'OUT_OF_RANGE', `expected a whole number ≥ 1, got ${describeValue(value)}`);
      }
    } else if (name === 'headers') {
      checkHeaders(value, headerRules, findings);
    } else if (name === 'rate') {
      if (typeof value !== 'number' || !(value >= minRate && value <= maxRate)) {
        findings.reject(
          path,
          'OUT_OF_RANGE',
          `expected requests per second as a number ${minRate}…${maxRate}, got ${describeValue(value)}`,
        );
      }
    } else {
      findings.reject(path, 'UNKNOWN_FIELD', 'unknown setting');
    }
  }
}
