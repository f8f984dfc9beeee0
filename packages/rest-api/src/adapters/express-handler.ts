import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RestApi } from '../create-rest-api.ts';
import { toNodeHandler } from './node-handler.ts';

/** The API as a handler of Express 5: `app.use('/api', toExpressHandler(api))`, with `/api` as the base path. */
export function toExpressHandler(
  api: RestApi,
): (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void {
  const handle = toNodeHandler(api);
  return (request, response, next) => {
    handle(request, response).catch(next);
  };
}
