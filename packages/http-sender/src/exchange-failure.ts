import type { SendFailure } from '@hookwright/core';
import { ConnectError } from './connect-error.ts';
import { sendFailure } from './send-failure.ts';
import { systemErrorDetail } from './system-error-detail.ts';

const cutOffCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT']);
// Undici tells these from a closed connection by the message alone.
const protocolViolations: ReadonlySet<string> = new Set(['bad response', 'bad upgrade']);

/** Whether the receiver, or something between, closed the connection under the exchange. */
export function isCutOff(error: NodeJS.ErrnoException): boolean {
  if (error.code === 'UND_ERR_SOCKET') return !protocolViolations.has(error.message);
  // The parser's way to say that its input ended within a response; no code comes with it.
  if (error.name === 'HTTPParserError') return error.message.includes('Invalid EOF state');
  return error.code !== undefined && cutOffCodes.has(error.code);
}

/**
 * The outcome of an exchange that undici gave up.
 *
 * @param status - 0 when no response head has come
 * @param headers - of that head
 */
export function exchangeFailure(
  error: NodeJS.ErrnoException,
  status: number,
  headers: Readonly<Record<string, string>>,
): SendFailure {
  if (error instanceof ConnectError) return error.failure;
  const detail = systemErrorDetail(error);
  const code = error.code ?? '';
  const isShort =
    code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ||
    (code === 'UND_ERR_SOCKET' && error.message === 'other side closed' && headers['content-length'] !== undefined);
  if (isShort) return sendFailure('INVALID_RESPONSE', 'the response ended short of its content-length', detail);
  if (isCutOff(error)) {
    const when = status === 0 ? 'before a response came' : `within the body of a ${status}`;
    return sendFailure('CONNECTION_RESET', `the connection was closed ${when}`, detail);
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return sendFailure('INVALID_RESPONSE', 'the response headers are too large', detail);
  if (code === 'UND_ERR_SOCKET' || error.name === 'HTTPParserError') {
    return sendFailure('INVALID_RESPONSE', 'the response is not valid HTTP/1.1', detail);
  }
  // With TLS 1.3 a receiver refuses a missing client certificate only after the handshake.
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return sendFailure('TLS_FAILED', `TLS failed: ${code}`, detail);
  return sendFailure('SENDER_FAILED', 'the sender failed', detail);
}
