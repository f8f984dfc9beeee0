import type { Catalog } from '../catalog/catalog.ts';
import { findEventPatternIssue } from '../catalog/parse-event-pattern.ts';
import { describeValue } from '../errors/describe-value.ts';
import { checkEntityBlocks } from './check-entity-blocks.ts';
import { Findings } from './findings.ts';
import { readOptions } from './read-options.ts';

export interface WebhookCheck {
  readonly catalog: Catalog;
  /** Schemes that some sender serves: `['http', 'https']`. */
  readonly schemes: readonly string[];
  /** Of one webhook. */
  readonly maxEvents: number;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const blankOrControl = /[\p{Cc}\s]/u;
const maxUrlLength = 8_192;
const fields = ['url', 'events', 'insecure_ssl', 'options', 'signature', 'is_delete_protected'];

/** Finds everything that is wrong in a registration, or will have no effect (OP-3, EV-4, RS-2). */
export function checkWebhook(input: unknown, check: WebhookCheck): Findings {
  const findings = new Findings();
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    findings.reject(
      'webhook',
      'WRONG_TYPE',
      `expected an object with url, events and insecure_ssl, got ${describeValue(input)}`,
    );
    return findings;
  }
  const webhook = input as Readonly<Record<string, unknown>>;
  const present = (field: string): boolean => {
    if (webhook[field] !== undefined) return true;
    findings.reject(field, 'REQUIRED', `${field} is required`);
    return false;
  };
  if (present('url')) checkUrl(webhook.url, check.schemes, findings);
  if (present('events')) checkEvents(webhook.events, check, findings);
  if (present('insecure_ssl')) checkBoolean(webhook.insecure_ssl, 'insecure_ssl', findings);
  if (webhook.is_delete_protected !== undefined) {
    checkBoolean(webhook.is_delete_protected, 'is_delete_protected', findings);
  }
  checkSignature(webhook.signature, findings);
  const rules = readOptions(webhook.options, findings);
  if (isStringList(webhook.events)) checkEntityBlocks(rules, webhook.events, check.catalog, findings);
  for (const field of Object.keys(webhook)) {
    if (!fields.includes(field)) findings.warn(field, 'unknown field; it is ignored');
  }
  return findings;
}

function checkUrl(value: unknown, schemes: readonly string[], findings: Findings): void {
  const wanted = `an absolute ${schemes.join(' or ')} url`;
  if (typeof value !== 'string') {
    findings.reject('url', 'WRONG_TYPE', `expected ${wanted}, got ${describeValue(value)}`);
  } else if (value.length > maxUrlLength) {
    findings.reject('url', 'TOO_LARGE', `expected at most ${maxUrlLength} characters, got ${value.length}`);
  } else if (blankOrControl.test(value)) {
    // The parser would take them out, and the rest of the way would not.
    findings.reject('url', 'INVALID_URL', `expected ${wanted} without blanks and control characters`);
  } else if (!URL.canParse(value)) {
    // Not shown where it may hold a password (SI-4).
    const found = value.includes('@') ? 'one that is not valid' : describeValue(value);
    findings.reject('url', 'INVALID_URL', `expected ${wanted}, got ${found}`);
  } else {
    const url = new URL(value);
    if (!schemes.includes(url.protocol.slice(0, -1))) {
      findings.reject(
        'url',
        'INVALID_URL',
        `expected ${wanted}, got one with the scheme "${url.protocol.slice(0, -1)}"`,
      );
    }
    if (url.username !== '' || url.password !== '') {
      findings.reject('url', 'INVALID_URL', 'expected a url without user name and password');
    }
  }
}

function checkEvents(value: unknown, { catalog, maxEvents }: WebhookCheck, findings: Findings): void {
  if (!Array.isArray(value)) {
    findings.reject('events', 'WRONG_TYPE', `expected a list of event names, got ${describeValue(value)}`);
  } else if (value.length === 0) {
    findings.reject('events', 'REQUIRED', 'expected at least one event name or pattern, got an empty list');
  } else if (value.length > maxEvents) {
    findings.reject('events', 'TOO_LARGE', `expected at most ${maxEvents} events, got ${value.length}`);
  } else {
    for (const [index, pattern] of value.entries()) {
      const issue = findEventPatternIssue(pattern, catalog, `events[${index}]`);
      if (issue !== null) findings.reject(issue.path, issue.code, issue.message);
    }
  }
}

function checkBoolean(value: unknown, field: string, findings: Findings): void {
  if (typeof value !== 'boolean') {
    findings.reject(field, 'WRONG_TYPE', `expected true or false, got ${describeValue(value)}`);
  }
}

function checkSignature(value: unknown, findings: Findings): void {
  if (value === undefined || value === null) return;
  // The value is a secret (SI-4): the message describes it without showing it.
  if (typeof value !== 'string') findings.reject('signature', 'WRONG_TYPE', 'expected a UUID as a string');
  else if (!uuid.test(value)) findings.reject('signature', 'INVALID_VALUE', 'expected a UUID');
}

function isStringList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
