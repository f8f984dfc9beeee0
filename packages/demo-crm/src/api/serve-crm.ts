import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRestApi, skipKeysOf, toNodeHandler } from '@hookwright/rest-api';
import type { Crm } from '../crm/crm.ts';
import type { CrmWebhooks } from '../crm/crm-webhooks.ts';
import { session } from '../crm/session.ts';
import { type LocalServer, openLocalServer } from '../local-server.ts';
import { answerRecords } from './record-routes.ts';
import { Refusal } from './refusal.ts';
import { findUser } from './users.ts';

const maxBodyBytes = 1_048_576;
/** What the webhooks' own resource answers; the rest are the CRM's records. */
const ofWebhooks = /^\/(?:entities\/Webhook|openapi\.json|docs)/;

/**
 * The CRM's HTTP API: its records and its webhooks below `/entities`, by basic authentication.
 *
 * @param port - 0 for any
 * @throws the system's error when the port cannot be had
 */
export async function serveCrm(
  crm: Crm,
  webhooks: CrmWebhooks,
  { port = 0, onError }: { readonly port?: number; readonly onError: (error: unknown) => void },
): Promise<LocalServer> {
  const answerWebhooks = toNodeHandler(
    createRestApi({
      webhooks,
      authenticate: (request) => findUser(request.headers.get('authorization')),
      onError,
    }),
  );
  return openLocalServer((request, response) => {
    if (ofWebhooks.test(request.url ?? '')) void answerWebhooks(request, response);
    else void answer(crm, request, response, onError);
  }, port);
}

/** The middleware: who asks is said once, and read by whatever needs it (SK-1). */
async function answer(
  crm: Crm,
  request: IncomingMessage,
  response: ServerResponse,
  onError: (error: unknown) => void,
): Promise<void> {
  try {
    const user = findUser(request.headers.authorization);
    if (user === null) throw new Refusal(401, 'expected a user and a password, by basic authentication');
    const { tenant, clientId } = user;
    const url = request.url ?? '/';
    if (!URL.canParse(url, 'http://localhost')) throw new Refusal(404, 'there is nothing at this path');
    const { pathname, searchParams: query } = new URL(url, 'http://localhost');
    const [, root, ...path] = pathname.split('/');
    if (root !== 'entities') throw new Refusal(404, `there is no ${pathname}`);
    const { status, body } = await session.run({ tenant, clientId, skipKeys: skipKeysOf(request) }, () =>
      answerRecords(crm, { method: request.method ?? '', path, query, json: () => readJson(request) }),
    );
    send(response, status, body);
  } catch (error) {
    if (!(error instanceof Refusal)) onError(error);
    const refusal = error instanceof Refusal ? error : new Refusal(500, 'the CRM failed');
    if (refusal.status === 401) response.setHeader('www-authenticate', 'Basic realm="crm", charset="UTF-8"');
    send(response, refusal.status, refusal.body);
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Read to its end in any case, so that the connection can carry the answer.
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  if (bytes > maxBodyBytes) throw new Refusal(413, `expected a body of at most ${maxBodyBytes} bytes`);
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new Refusal(400, 'the body is not well-formed JSON');
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(`${JSON.stringify(body)}\n`);
}
