import { type ClientRequest, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6, type Socket } from 'node:net';

/** A proxy of the host's own choosing: its address is not vetted, and what it is asked for is. */
export interface WebProxy {
  /** `http:` or `https:`: how the proxy itself is spoken to. */
  readonly url: URL;
  /** `Basic …`; undefined where the url holds no user. */
  readonly authorization: string | undefined;
}

/** @returns null for what is no url of a proxy */
export function readProxy(given: unknown): WebProxy | null {
  if (typeof given !== 'string' || !URL.canParse(given)) return null;
  const url = new URL(given);
  const isPlain = url.pathname === '/' && url.search === '' && url.hash === '';
  if (!isPlain || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  if (url.username === '' && url.password === '') return { url, authorization: undefined };
  const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  return { url, authorization: `Basic ${Buffer.from(user).toString('base64')}` };
}

/**
 * Asks a proxy for a way to an address (CONNECT). The name is never given to it: it would resolve it again, to whatever it likes.
 *
 * @param address - an IP address that the guard has vetted
 * @param callback - called once, with the way or with why there is none; not after the request was destroyed
 * @returns the request, to be destroyed by who gives up
 */
export function openTunnel(
  { url, authorization }: WebProxy,
  address: string,
  port: number,
  callback: (...result: [error: null, socket: Socket] | [error: Error, socket: null]) => void,
): ClientRequest {
  const authority = `${isIPv6(address) ? `[${address}]` : address}:${port}`;
  const open = url.protocol === 'https:' ? requestHttps : requestHttp;
  const request = open(url, {
    method: 'CONNECT',
    path: authority,
    agent: false,
    // Whatever the environment says: it is told who the host is.
    rejectUnauthorized: true,
    headers: { host: authority, ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }) },
  });
  return request
    .once('connect', ({ statusCode = 0 }, socket: Socket, early: Buffer) => {
      if (statusCode >= 200 && statusCode < 300) {
        if (early.length > 0) socket.unshift(early);
        callback(null, socket);
      } else {
        socket.destroy();
        callback(new Error(`the proxy answered ${statusCode}`), null);
      }
    })
    .once('response', ({ statusCode }) => {
      request.destroy();
      callback(new Error(`the proxy answered ${statusCode}`), null);
    })
    .on('error', (error) => callback(error, null))
    .end();
}
