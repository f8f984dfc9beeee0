import { describe, expect, it } from 'vitest';
import type { SendErrorCode, SendOutcome } from '../ports/sender.ts';
import { classifyOutcome } from './classify-outcome.ts';

const response = (status: number): SendOutcome => ({ kind: 'response', status, headers: {}, body: new Uint8Array() });

describe('classifyOutcome (DE-2)', () => {
  it.each([200, 201, 202, 204, 206, 299])('%i is a success', (status) => {
    expect(classifyOutcome(response(status))).toEqual({ ok: true, status, code: null, message: null, detail: null });
  });

  it.each([
    { status: 199, message: 'the receiver answered 199; expected a 2xx' },
    { status: 300, message: 'the receiver answered 300; redirects are not followed' },
    { status: 302, message: 'the receiver answered 302; redirects are not followed' },
    { status: 399, message: 'the receiver answered 399; redirects are not followed' },
    { status: 400, message: 'the receiver answered 400; expected a 2xx' },
    { status: 410, message: 'the receiver answered 410: it is gone for good' },
    { status: 429, message: 'the receiver answered 429; expected a 2xx' },
    { status: 503, message: 'the receiver answered 503; expected a 2xx' },
  ])('$status is a failure', ({ status, message }) => {
    expect(classifyOutcome(response(status))).toEqual({
      ok: false,
      status,
      code: `HTTP_${status}`,
      message,
      detail: null,
    });
  });

  it.each<SendErrorCode>(['TIMEOUT', 'DNS_FAILED', 'ADDRESS_NOT_ALLOWED'])(
    'no response for %s is a failure',
    (code) => {
      expect(classifyOutcome({ kind: 'failure', code, message: 'why' })).toEqual({
        ok: false,
        status: null,
        code,
        message: 'why',
        detail: null,
      });
      expect(classifyOutcome({ kind: 'failure', code, message: 'why', detail: '10.0.0.1' }).detail).toBe('10.0.0.1');
    },
  );
});
