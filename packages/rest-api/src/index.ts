// The only door of the package: everything public, by name.

export { createRestApi, type RestApi } from './create-rest-api.ts';
export { toExpressHandler } from './express-handler.ts';
export { type FastifyScope, toFastifyPlugin } from './fastify-plugin.ts';
export { toHonoHandler } from './hono-handler.ts';
export { toNodeHandler } from './node-handler.ts';
export type { Caller, CallerRights, RestApiLimits, RestApiOptions } from './rest-api-options.ts';
export { type RouteHandlers, toRouteHandlers } from './route-handlers.ts';
