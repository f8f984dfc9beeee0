import { type Catalog, crmCatalog, type Scope } from '@hookwright/core';
import { answerDocs } from './docs/answer-docs.ts';
import { readError } from './errors/read-error.ts';
import { forbidden } from './errors/rest-error.ts';
import { toErrorBody } from './errors/to-error-body.ts';
import { memoryRateLimiter, type RateLimiter, takeTurn } from './limits/rate-limiter.ts';
import { type ResolvedLimits, resolveLimits } from './limits/resolve-limits.ts';
import { openApiDocument } from './openapi/openapi-document.ts';
import { readCaller } from './read-caller.ts';
import { checkBody } from './reading/check-body.ts';
import { readJsonBody } from './reading/read-json-body.ts';
import { readQuery } from './reading/read-query.ts';
import type { Authenticate, RestApiOptions, RestEngine } from './rest-api-options.ts';
import { apiRoutes } from './routes/api-routes.ts';
import { allowedMethods, type FoundRoute, RouteTable } from './routes/route-table.ts';
import { apiSchemas } from './schemas/api-schemas.ts';
import { toResponse } from './to-response.ts';

/** Answers a request; never rejects. */
export type RestApi = (request: Request) => Promise<Response>;

interface Settings {
  readonly engine: RestEngine;
  readonly catalog: Catalog;
  readonly basePath: string;
  readonly limits: ResolvedLimits;
  readonly limiter: RateLimiter;
  readonly authenticate: Authenticate;
  readonly challenge: string;
  readonly routes: RouteTable;
  readonly document: string;
}

type OnError = RestApiOptions<Catalog, unknown>['onError'];

const defaultChallenge = 'Basic realm="webhooks", charset="UTF-8"';

/**
 * The resource `/entities/Webhooks` and what belongs to it, as a function of a web-standard request (RS-1).
 *
 * @throws RangeError for limits that are unknown or out of bounds, and for a base path that is none
 */
export function createRestApi<C extends Catalog, Tx>(options: RestApiOptions<C, Tx>): RestApi {
  const settings = resolveSettings(options);
  return async (request) => {
    const response = await answer(request, settings).catch((error: unknown) => {
      const rest = readError(error);
      if (rest.status >= 500) void report(options.onError, error, request);
      return toResponse(rest.status, toErrorBody(rest), rest.headers);
    });
    return request.method === 'HEAD' ? new Response(null, response) : response;
  };
}

function resolveSettings<C extends Catalog, Tx>(options: RestApiOptions<C, Tx>): Settings {
  const { basePath = '', catalog = crmCatalog, authenticate, challenge = defaultChallenge } = options;
  if (basePath !== '' && !/^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/.test(basePath)) {
    throw new RangeError(`basePath: expected a path such as /api/v100, without a slash at its end, got ${basePath}`);
  }
  const limits = resolveLimits(options.limits);
  const limiter = options.rateLimiter ?? memoryRateLimiter(limits.maxRequestsPerSecond);
  const schemas = apiSchemas(catalog);
  const routes = apiRoutes(schemas);
  const document = JSON.stringify(openApiDocument(routes, { schemas, basePath, maxBodyBytes: limits.maxBodyBytes }));
  const engine = options.webhooks as unknown as RestEngine;
  return {
    engine,
    catalog,
    basePath,
    limits,
    limiter,
    authenticate,
    challenge,
    routes: new RouteTable(routes),
    document,
  };
}

async function answer(request: Request, settings: Settings): Promise<Response> {
  const { basePath, routes, document } = settings;
  const { method } = request;
  const { pathname, searchParams } = new URL(request.url);
  const path = pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : '';
  if (method === 'GET' || method === 'HEAD') {
    // The same for everybody, and nothing of anybody's.
    if (path === '/openapi.json') return toResponse(200, document, { 'cache-control': 'no-cache' });
    const docs = await answerDocs(path, basePath);
    if (docs !== null) return docs;
  }
  if (method === 'OPTIONS') {
    const byMethod = routes.at(path);
    if (byMethod.size > 0) return new Response(null, { status: 204, headers: { allow: allowedMethods(byMethod) } });
  }
  return answerRoute(request, searchParams, routes.find(method, path), settings);
}

async function answerRoute(
  request: Request,
  searchParams: URLSearchParams,
  { route, id }: FoundRoute,
  { engine, catalog, basePath, limits, limiter, authenticate, challenge }: Settings,
): Promise<Response> {
  const caller = await readCaller(request, authenticate, challenge);
  await takeTurn(limiter, caller.tenant);
  if (!route.isReading && caller.rights?.write === false) throw forbidden('the caller may only read');
  const { clientId, applicationId, tenant } = caller;
  // Null, not left out: nothing of the host's own context is to be filled in.
  const scope: Scope = { tenant, clientId: clientId ?? null, applicationId: applicationId ?? null };
  const query = readQuery(searchParams, route.query);
  let body: unknown;
  if (route.body !== undefined) {
    body = await readJsonBody(request, limits);
    checkBody(body, route.body, (json) => route.findIssues?.(engine, json) ?? []);
  }
  const { headers } = request;
  const given = await route.handle({ headers, engine, catalog, caller, scope, limits, basePath, id, query, body });
  return toResponse(given.status ?? route.status, given.body, given.headers);
}

async function report(onError: OnError, error: unknown, request: Request): Promise<void> {
  try {
    await onError?.(error, request);
  } catch {
    // The answer stands, whatever the host does about it.
  }
}
