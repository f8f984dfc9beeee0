import type { IncomingMessage } from 'node:http';
import { bodyOf } from './incoming-body.ts';

/** What Express adds to Node's request. */
type HostRequest = IncomingMessage & { readonly originalUrl?: string; readonly body?: unknown };

/**
 * Node's request as a web-standard one.
 *
 * @param signalOf - makes the signal that is aborted when the client goes away; called once it is asked for
 * @throws TypeError for what has no web-standard form: the method TRACE, a path that is no url
 */
export function toWebRequest(incoming: HostRequest, signalOf: () => AbortSignal): Request {
  const method = incoming.method ?? 'GET';
  const headers = new Headers();
  // Node's requests of HTTP/2 have no other headers, and among them what begins the request.
  for (const [name, values] of Object.entries(incoming.headersDistinct ?? incoming.headers)) {
    if (!name.startsWith(':')) for (const value of [values ?? []].flat()) headers.append(name, value);
  }
  // Only the path and the query of it are read, and a Host header may be anything.
  const path = incoming.originalUrl ?? incoming.url ?? '/';
  const url = new URL(path.startsWith('/') ? `http://localhost${path}` : path, 'http://localhost');
  if (method === 'GET' || method === 'HEAD') return withSignal(new Request(url, { method, headers }), signalOf);
  // A body parser of the host's was faster. What it has unpacked is no longer packed.
  const isParsed = incoming.body !== undefined && incoming.readableEnded;
  if (isParsed) headers.delete('content-encoding');
  const body = isParsed ? unparsed(incoming.body) : bodyOf(incoming);
  return withSignal(new Request(url, { method, headers, body, duplex: 'half' }), signalOf);
}

/** A parser of texts or bytes leaves them as they came. */
function unparsed(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

/** Given to the constructor, a signal that hardly anybody asks for would be a tenth of what a request costs. */
function withSignal(request: Request, signalOf: () => AbortSignal): Request {
  let signal: AbortSignal | null = null;
  const get = () => {
    signal ??= signalOf();
    return signal;
  };
  return Object.defineProperty(request, 'signal', { get });
}
