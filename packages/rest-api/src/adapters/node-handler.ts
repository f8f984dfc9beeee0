import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RestApi } from '../create-rest-api.ts';
import { parameterInvalid } from '../errors/rest-error.ts';
import { toErrorBody } from '../errors/to-error-body.ts';
import { toResponse } from '../to-response.ts';
import { toWebRequest } from './to-web-request.ts';

/**
 * The API as a listener of `node:http`. It resolves once the response is handed over, or the client is gone; it never rejects.
 *
 * Give it the request before a body parser does: of a body that is parsed already, duplicate keys can no longer be seen.
 */
export function toNodeHandler(api: RestApi): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (incoming, outgoing) => {
    const response = await answerIncoming(api, incoming, outgoing);
    // As text, which all of it is: Node sends it in one write with the headers.
    const body = await response.text();
    if (outgoing.destroyed) return;
    outgoing.statusCode = response.status;
    for (const [name, value] of response.headers) outgoing.setHeader(name, value);
    outgoing.end(body);
  };
}

/** Asks the API about Node's request. Never rejects. */
export async function answerIncoming(
  api: RestApi,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<Response> {
  let request: Request;
  try {
    request = toWebRequest(incoming, () => goneSignal(outgoing));
  } catch {
    return toResponse(400, toErrorBody(parameterInvalid('expected a path and one of GET, POST, PATCH, DELETE')));
  }
  return api(request);
}

/** Aborted when the client goes away before it has its answer. */
function goneSignal(outgoing: ServerResponse): AbortSignal {
  const gone = new AbortController();
  const abort = (): void => {
    if (!outgoing.writableFinished) gone.abort();
  };
  if (outgoing.destroyed) abort();
  else outgoing.once('close', abort);
  return gone.signal;
}
