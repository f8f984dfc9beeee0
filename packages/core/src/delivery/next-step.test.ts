import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../ports/sender.ts';
import { standardRetry } from '../schedule/retry-delay-ms.ts';
import { type EndedTry, nextStep } from './next-step.ts';

// Sun, 06 Nov 1994 08:49:37 GMT
const now = 784_111_777_000;
const day = 86_400_000;

function response(status: number, retryAfter?: string): SendOutcome {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return { kind: 'response', status, headers, body: new Uint8Array() };
}

const timeout: SendOutcome = { kind: 'failure', code: 'TIMEOUT', message: 'too slow' };
const refused: SendOutcome = { kind: 'failure', code: 'ADDRESS_NOT_ALLOWED', message: 'not allowed' };

function stepAfter(outcome: SendOutcome, overrides: Partial<EndedTry> = {}) {
  return nextStep({ attempts: 1, outcome, now, policy: standardRetry, random: 0.5, ...overrides });
}

describe('nextStep (DE-3)', () => {
  it.each([
    { name: 'a 200', outcome: response(200) },
    { name: 'a 204 with Retry-After', outcome: response(204, '60') },
  ])('DE-2: ends with success after $name', ({ outcome }) => {
    expect(stepAfter(outcome)).toEqual({
      next: { status: 'succeeded' },
      blockWebhookUntil: null,
      disableWebhook: false,
    });
  });

  it.each([
    { name: 'a 410', outcome: response(410) },
    { name: 'a 410 with Retry-After', outcome: response(410, '60') },
  ])('ends the delivery and disables the webhook after $name', ({ outcome }) => {
    expect(stepAfter(outcome)).toEqual({
      next: { status: 'exhausted', code: 'GONE' },
      blockWebhookUntil: null,
      disableWebhook: true,
    });
  });

  it.each([
    { name: 'a timeout', outcome: timeout },
    { name: 'a refused address', outcome: refused },
    { name: 'a 302', outcome: response(302) },
    { name: 'a 400', outcome: response(400) },
    { name: 'a 404', outcome: response(404) },
    { name: 'a 500', outcome: response(500) },
    { name: 'a 429 without Retry-After', outcome: response(429) },
    { name: 'a 503 with a Retry-After that is none', outcome: response(503, 'soon') },
  ])('tries again after $name', ({ outcome }) => {
    expect(stepAfter(outcome)).toEqual({
      next: { status: 'pending', dueAt: now + 5_000 },
      blockWebhookUntil: null,
      disableWebhook: false,
    });
  });

  it.each([
    { attempts: 1, random: 0, delayMs: 4_000 },
    { attempts: 1, random: 0.5, delayMs: 5_000 },
    { attempts: 2, random: 0.5, delayMs: 300_000 },
    { attempts: 3, random: 0.75, delayMs: 1_980_000 },
    { attempts: 9, random: 0.5, delayMs: day },
  ])('takes step $attempts of the schedule at random $random', ({ attempts, random, delayMs }) => {
    expect(stepAfter(timeout, { attempts, random }).next).toEqual({ status: 'pending', dueAt: now + delayMs });
  });

  it.each([
    { outcome: timeout, code: 'TIMEOUT' },
    { outcome: refused, code: 'ADDRESS_NOT_ALLOWED' },
    { outcome: response(302), code: 'HTTP_302' },
    { outcome: response(500), code: 'HTTP_500' },
  ])('is exhausted with $code after the tenth try', ({ outcome, code }) => {
    expect(stepAfter(outcome, { attempts: 10 })).toEqual({
      next: { status: 'exhausted', code },
      blockWebhookUntil: null,
      disableWebhook: false,
    });
  });

  it.each([
    { status: 503, retryAfter: '60', attempts: 1, dueInMs: 60_000, blockInMs: 60_000 },
    { status: 503, retryAfter: '60', attempts: 2, dueInMs: 300_000, blockInMs: 60_000 },
    { status: 500, retryAfter: '60', attempts: 1, dueInMs: 60_000, blockInMs: 60_000 },
    { status: 302, retryAfter: '60', attempts: 1, dueInMs: 60_000, blockInMs: 60_000 },
    { status: 429, retryAfter: '60', attempts: 1, dueInMs: 60_000, blockInMs: 60_000 },
    { status: 429, retryAfter: '60', attempts: 2, dueInMs: 60_000, blockInMs: 60_000 },
    { status: 429, retryAfter: '1', attempts: 9, dueInMs: 1_000, blockInMs: 1_000 },
    { status: 503, retryAfter: '999999', attempts: 1, dueInMs: day, blockInMs: day },
    { status: 429, retryAfter: 'Sun, 06 Nov 1994 08:50:07 GMT', attempts: 1, dueInMs: 30_000, blockInMs: 30_000 },
    { status: 503, retryAfter: '0', attempts: 1, dueInMs: 5_000, blockInMs: null },
    { status: 429, retryAfter: '0', attempts: 1, dueInMs: 0, blockInMs: null },
  ])('obeys $status with Retry-After $retryAfter after try $attempts', (row) => {
    const blockWebhookUntil = row.blockInMs === null ? null : now + row.blockInMs;
    expect(stepAfter(response(row.status, row.retryAfter), { attempts: row.attempts })).toEqual({
      next: { status: 'pending', dueAt: now + row.dueInMs },
      blockWebhookUntil,
      disableWebhook: false,
    });
  });

  it('holds back the webhook though the delivery itself is exhausted', () => {
    expect(stepAfter(response(503, '60'), { attempts: 10 })).toEqual({
      next: { status: 'exhausted', code: 'HTTP_503' },
      blockWebhookUntil: now + 60_000,
      disableWebhook: false,
    });
  });
});
