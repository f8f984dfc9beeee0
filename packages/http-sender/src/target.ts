import type { SendFailure } from '@hookwright/core';
import type { AddressGuard } from './address-guard.ts';
import { sendFailure } from './send-failure.ts';

/** What a url says about where and what to request. */
export interface Target {
  /** `https://example.com:8443`; what its connections are pooled by. */
  readonly origin: string;
  readonly secure: boolean;
  /** Without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** Path and query. */
  readonly path: string;
}

/**
 * Reads a url's text.
 *
 * @returns a failure when no request can be made of it, or its host is refused without being resolved
 */
export function readTarget(url: string, guard: AddressGuard): Target | SendFailure {
  if (!URL.canParse(url)) return sendFailure('SENDER_FAILED', 'the url is not an absolute http or https url');
  const { protocol, origin, hostname: host, port, pathname, search, username, password } = new URL(url);
  const secure = protocol === 'https:';
  if (!secure && protocol !== 'http:')
    return sendFailure('SENDER_FAILED', `the url's scheme is ${protocol} not http or https`);
  if (username !== '' || password !== '') return sendFailure('SENDER_FAILED', 'the url holds a user name or password');
  const hostname = host.startsWith('[') ? host.slice(1, -1) : host;
  const portNumber = port === '' ? (secure ? 443 : 80) : Number(port);
  const refused = guard.refuseHost(hostname) ?? guard.refusePort(portNumber);
  if (refused !== null) return refused;
  return { origin, secure, hostname, port: portNumber, path: pathname + search };
}
