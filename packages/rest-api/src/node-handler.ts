import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RestApi } from './create-rest-api.ts';

/** What Express adds to Node's request. */
type HostRequest = IncomingMessage & { readonly originalUrl?: string; readonly body?: unknown };

/**
 * The API as a listener of `node:http`. It resolves once the response is handed over, and rejects when the request breaks off.
 *
 * Give it the request before a body parser does: of a body that is parsed already, duplicate keys can no longer be seen.
 */
export function toNodeHandler(api: RestApi): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (incoming, outgoing) => {
    const response = await api(toRequest(incoming));
    outgoing.statusCode = response.status;
    for (const [name, value] of response.headers) outgoing.setHeader(name, value);
    outgoing.end(await response.text());
  };
}

function toRequest(incoming: HostRequest): Request {
  const method = incoming.method ?? 'GET';
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  // Only the path and the query of it are read, and a Host header may be anything.
  const path = incoming.originalUrl ?? incoming.url ?? '/';
  const url = path.startsWith('/') ? `http://localhost${path}` : path;
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  return new Request(url, { method, headers, body: bodyOf(incoming), duplex: 'half' } as RequestInit);
}

function bodyOf(incoming: HostRequest): BodyInit {
  if (incoming.body !== undefined && incoming.readableEnded) return JSON.stringify(incoming.body);
  return new ReadableStream<Uint8Array>({
    start(controller) {
      incoming.on('data', (chunk: Uint8Array) => {
        controller.enqueue(new Uint8Array(chunk));
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
      });
      incoming.once('end', () => controller.close());
      incoming.once('error', (error) => controller.error(error));
      incoming.pause();
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      // Read to its end, so that the connection can carry the answer.
      incoming.removeAllListeners('data');
      incoming.resume();
    },
  });
}
