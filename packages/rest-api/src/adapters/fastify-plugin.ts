import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RestApi } from '../create-rest-api.ts';
import { answerIncoming } from './node-handler.ts';

/** The part of a Fastify 5 instance that is used here. */
export interface FastifyScope {
  removeAllContentTypeParsers(): void;
  addContentTypeParser(
    type: string,
    options: object,
    parse: (request: never, payload: never) => Promise<unknown>,
  ): unknown;
  all(path: string, handle: (request: FastifyRequestPart, reply: FastifyReplyPart) => Promise<unknown>): unknown;
}

interface FastifyRequestPart {
  readonly raw: IncomingMessage;
}

interface FastifyReplyPart {
  readonly raw: ServerResponse;
  send(response: Response): unknown;
}

/** The API as a plugin of Fastify 5: `app.register(toFastifyPlugin(api), { prefix: '/api' })`, with `/api` as the base path. */
export function toFastifyPlugin(api: RestApi): (scope: FastifyScope) => Promise<void> {
  return async (scope) => {
    // The API reads the body itself, within its own limits.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', {}, async () => undefined);
    scope.all('/*', async ({ raw }, reply) => reply.send(await answerIncoming(api, raw, reply.raw)));
  };
}
