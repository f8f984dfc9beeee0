// The only door of the package: everything public, by name.

export { toExpressHandler } from './adapters/express-handler.ts';
export { type FastifyScope, toFastifyPlugin } from './adapters/fastify-plugin.ts';
export { toHonoHandler } from './adapters/hono-handler.ts';
export { toNodeHandler } from './adapters/node-handler.ts';
export { type RouteHandlers, toRouteHandlers } from './adapters/route-handlers.ts';
export { type RequestContext, type RequestContextValues, requestContext } from './context/request-context.ts';
export { skipKeysOf } from './context/skip-keys-of.ts';
export { createRestApi, type RestApi } from './create-rest-api.ts';
export type { RateLimiter } from './limits/rate-limiter.ts';
export type { RestApiLimits } from './limits/resolve-limits.ts';
export type { Authenticate, Caller, CallerRights, RestApiOptions, RestEngine } from './rest-api-options.ts';
