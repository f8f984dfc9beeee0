import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import type { Trust } from './messages.ts';

/**
 * Checks a request as a customer would, by the scheme that its webhook was registered with.
 *
 * @param body - the exact bytes that came
 * @returns null when the signature is right, else why it is not
 */
export function verifySignature(trust: Trust, headers: IncomingHttpHeaders, body: Buffer): string | null {
  return trust.scheme === 'standard'
    ? verifyStandard(trust.secret, headers, body)
    : verifyVendor(trust.signature, headers, body);
}

/** Standard Webhooks, by its own library: id, time and body are signed. */
function verifyStandard(secret: string, headers: IncomingHttpHeaders, body: Buffer): string | null {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The vendor's scheme: the header is the hex HMAC-SHA256 of the body. */
function verifyVendor(signature: string, headers: IncomingHttpHeaders, body: Buffer): string | null {
  const given = headers['webhook-signature'];
  if (typeof given !== 'string') return 'no WebHook-Signature header';
  const expected = Buffer.from(createHmac('sha256', signature).update(body).digest('hex'));
  const actual = Buffer.from(given);
  const right = actual.length === expected.length && timingSafeEqual(actual, expected);
  return right ? null : 'WebHook-Signature is not the HMAC of the body';
}
