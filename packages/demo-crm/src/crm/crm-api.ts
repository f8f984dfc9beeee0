import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { entityOf } from './collections.ts';
import type { Crm } from './crm.ts';
import { isRefusedValue } from './is-refused-value.ts';
import { relationsOf } from './relations.ts';

export interface CrmApi {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** The part of the CRM's HTTP API that integrations write back through: `PATCH /entities/<collection>/<id>`. */
export async function serveCrmApi(crm: Crm): Promise<CrmApi> {
  const server = createServer((request, response) => {
    patchRecord(crm, request).then(
      (answer) => send(response, answer),
      (error: unknown) => send(response, { status: 500, body: { success: false, message: String(error) } }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function patchRecord(crm: Crm, request: IncomingMessage): Promise<Answer> {
  const [, collection = '', id = ''] = /^\/entities\/([^/]+)\/([^/]+)$/.exec(request.url ?? '') ?? [];
  const entity = entityOf(collection);
  if (request.method !== 'PATCH') return refuse(405, `expected PATCH, got ${request.method}`);
  if (entity === undefined || !crm.has(entity, id)) return refuse(404, `there is no ${request.url}`);
  const patch = parseObject(await text(request));
  if (patch === undefined) return refuse(400, 'expected a JSON object');
  const settable = new Set(Object.keys(crm.read(entity, id)));
  for (const field of ['id', 'created', 'modified', ...relationsOf(entity).map(([name]) => name)])
    settable.delete(field);
  const refused = Object.keys(patch).filter((field) => !settable.has(field));
  if (refused.length > 0) return refuse(422, `${entity} has no field that can be set as ${refused.join(', ')}`);
  const malformed = Object.keys(patch).filter((field) => !isColumnValue(patch[field]));
  if (malformed.length > 0) return refuse(422, `expected text, a number or null as ${malformed.join(', ')}`);
  // Node joins repeated headers with a comma; `headersDistinct` keeps them apart.
  const skipKeys = request.headersDistinct['webhook-skip-key'];
  try {
    return { status: 200, body: { success: true, data: await crm.update(entity, id, patch, { skipKeys }) } };
  } catch (error) {
    if (isRefusedValue(error)) return refuse(422, (error as Error).message);
    throw error;
  }
}

function parseObject(body: string): Readonly<Record<string, never>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isColumnValue(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'number';
}

function refuse(status: number, message: string): Answer {
  return { status, body: { success: false, message } };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
