import { type Catalog, crmCatalog, type Scope } from '@hookwright/core';
import { openApiDocument } from './openapi-document.ts';
import { QueryReader } from './query-reader.ts';
import { readError, toErrorBody } from './read-error.ts';
import { type Caller, type ResolvedLimits, type RestApiOptions, type RestEngine, resolveLimits } from './rest-api-options.ts';
import { RestError } from './rest-error.ts';
import { matchPath, type Route } from './route.ts';
import { routes } from './routes.ts';

/** Answers a request; never rejects. */
export type RestApi = (request: Request) => Promise<Response>;

interface Settings {
  readonly engine: RestEngine;
  readonly catalog: Catalog;
  readonly basePath: string;
  readonly limits: ResolvedLimits;
  readonly authenticate: (request: Request) => Promise<Caller | null> | Caller | null;
  readonly document: string;
}

/**
 * The resource `/entities/Webhooks` and what belongs to it, as a function of a web-standard request (RS).
 *
 * @throws RangeError for a limit or a base path that cannot be
 */
export function createRestApi<C extends Catalog, Tx>(options: RestApiOptions<C, Tx>): RestApi {
  const basePath = options.basePath ?? '';
  if (basePath !== '' && !/^(?:\/[^/?#\s]+)+$/.test(basePath)) {
    throw new RangeError(`basePath: expected a path such as /api, without a slash at its end, got ${basePath}`);
  }
  const catalog = options.catalog ?? crmCatalog;
  const settings: Settings = {
    engine: options.webhooks as unknown as RestEngine,
    catalog,
    basePath,
    limits: resolveLimits(options.limits),
    authenticate: options.authenticate,
    document: JSON.stringify(openApiDocument(routes, { catalog, basePath })),
  };
  return async (request) => {
    try {
      return await answer(request, settings);
    } catch (error) {
      const rest = readError(error);
      if (rest.status >= 500) report(options.onError, error, request);
      return toResponse(rest.status, toErrorBody(rest), rest.headers);
    }
  };
}

async function answer(request: Request, settings: Settings): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.startsWith(`${settings.basePath}/`) ? url.pathname.slice(settings.basePath.length) : '';
  if (path === '/openapi.json' && request.method === 'GET') {
    return new Response(settings.document, { headers: { 'content-type': 'application/json' } });
  }
  const { route, id } = findRoute(request.method, path);
  const caller = await settings.authenticate(request);
  if (caller === null) throw new RestError(401, 'ERROR_UNAUTHORIZED', 'expected valid credentials');
  // Without one the engine would take its default tenant: another customer's.
  if (typeof caller.tenant !== 'string') throw new TypeError('authenticate: expected a tenant');
  if (!route.isReading && caller.rights?.write === false) {
    throw new RestError(403, 'ERROR_FORBIDDEN', 'the caller may only read');
  }
  const { clientId, applicationId, tenant } = caller;
  const scope: Scope = { tenant, clientId, applicationId };
  const query = new QueryReader(url.searchParams, route.query);
  const { engine, catalog, limits } = settings;
  const { headers, body } = await route.handle({ request, engine, catalog, caller, scope, limits, query, id });
  return toResponse(route.status, body, headers);
}

/** @throws RestError 404, 405 */
function findRoute(method: string, path: string): { readonly route: Route; readonly id: string } {
  const matches = routes.flatMap((route) => {
    const id = matchPath(route, path);
    return id === null ? [] : [{ route, id }];
  });
  // A fixed segment such as batch-delete comes before an id.
  const found = matches.filter(({ route }) => route.method === method).sort((a, b) => a.id.length - b.id.length)[0];
  if (found !== undefined) return found;
  if (matches.length === 0) throw new RestError(404, 'ERROR_NOT_FOUND', 'there is nothing at this path');
  const allow = [...new Set(matches.map(({ route }) => route.method))].join(', ');
  throw new RestError(405, 'ERROR_METHOD_NOT_ALLOWED', `expected ${allow}`, { headers: { allow } });
}

function toResponse(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Response {
  const fixed = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return new Response(JSON.stringify(body), { status, headers: { ...fixed, ...headers } });
}

function report(onError: RestApiOptions<Catalog, unknown>['onError'], error: unknown, request: Request): void {
  try {
    onError?.(error, request);
  } catch {
    // The answer stands, whatever the host does about it.
  }
}
