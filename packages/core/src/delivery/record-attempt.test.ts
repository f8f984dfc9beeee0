import { describe, expect, it } from 'vitest';
import type { SendResponse } from '../ports/sender.ts';
import { type AttemptFacts, recordAttempt } from './record-attempt.ts';

const facts = { deliveryId: 'd', number: 2, startedAt: 1_000, endedAt: 1_030, keep: 'failures' } as const;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function response(status: number, parts: Partial<SendResponse> = {}): SendResponse {
  return { kind: 'response', status, headers: { 'content-type': 'text/plain' }, body: bytes('why'), ...parts };
}

function recordOf(outcome: AttemptFacts['outcome']) {
  return recordAttempt({ ...facts, outcome });
}

describe('recordAttempt (DE-7)', () => {
  it('keeps all of a failure', () => {
    expect(recordOf(response(500))).toEqual({
      deliveryId: 'd',
      number: 2,
      startedAt: 1_000,
      durationMs: 30,
      status: 500,
      code: 'HTTP_500',
      message: 'the receiver answered 500; expected a 2xx',
      responseHeaders: { 'content-type': 'text/plain' },
      responseBody: 'why',
    });
  });

  it('keeps the code where no response came, and not what only the host may know', () => {
    const detail = '169.254.169.254';
    const attempt = recordOf({ kind: 'failure', code: 'ADDRESS_NOT_ALLOWED', message: 'not allowed', detail });
    expect(attempt).toMatchObject({
      status: null,
      code: 'ADDRESS_NOT_ALLOWED',
      message: 'not allowed',
      responseHeaders: null,
      responseBody: null,
    });
    expect(JSON.stringify(attempt)).not.toContain(detail);
  });

  it('keeps status and duration of a success', () => {
    expect(recordOf(response(204))).toMatchObject({
      durationMs: 30,
      status: 204,
      code: null,
      message: null,
      responseHeaders: null,
      responseBody: null,
    });
  });

  it('keeps headers and body of a success too when asked for all', () => {
    expect(recordAttempt({ ...facts, keep: 'full', outcome: response(200) })).toMatchObject({
      status: 200,
      code: null,
      responseHeaders: { 'content-type': 'text/plain' },
      responseBody: 'why',
    });
  });

  it.each([
    { name: 'nothing', body: new Uint8Array(), expected: '' },
    { name: '4 KiB', body: bytes('a'.repeat(4_096)), expected: 'a'.repeat(4_096) },
    { name: 'a byte more', body: bytes(`${'a'.repeat(4_096)}b`), expected: 'a'.repeat(4_096) },
    { name: 'a character across the cut', body: bytes(`${'a'.repeat(4_095)}ä`), expected: 'a'.repeat(4_095) },
    { name: 'a character before the cut', body: bytes(`${'a'.repeat(4_094)}äb`), expected: `${'a'.repeat(4_094)}ä` },
    { name: 'what is no UTF-8', body: Uint8Array.of(0x61, 0xff, 0xe4, 0x62), expected: 'a\ufffd\ufffdb' },
    { name: 'half a character at the end', body: Uint8Array.of(0x61, 0xc3), expected: 'a\ufffd' },
    { name: 'NUL', body: Uint8Array.of(0x61, 0, 0x62), expected: 'a\ufffdb' },
  ])('keeps of a body: $name', ({ body, expected }) => {
    expect(recordOf(response(500, { body })).responseBody).toBe(expected);
  });

  it('has no negative duration after the clock was set back', () => {
    expect(recordAttempt({ ...facts, endedAt: 900, outcome: response(200) }).durationMs).toBe(0);
  });

  it('keeps headers up to 8 KiB and leaves out what does not fit', () => {
    const headers = { first: 'a', huge: 'b'.repeat(9_000), large: 'c'.repeat(8_170), last: 'd', more: 'e' };
    expect(recordOf(response(500, { headers })).responseHeaders).toEqual({
      first: 'a',
      large: 'c'.repeat(8_170),
    });
  });

  it('keeps NUL out of headers', () => {
    expect(recordOf(response(500, { headers: { a: 'x\0y' } })).responseHeaders).toEqual({ a: 'x\ufffdy' });
  });
});
