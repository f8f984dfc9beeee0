import type { RestApi } from './create-rest-api.ts';

/** The methods of a route file of Next.js. */
export type RouteHandlers = Readonly<Record<'GET' | 'POST' | 'PATCH' | 'DELETE', RestApi>>;

/** The API as a catch-all route file of Next.js: `export const { GET, POST, PATCH, DELETE } = toRouteHandlers(api)`. */
export function toRouteHandlers(api: RestApi): RouteHandlers {
  const handle: RestApi = (request) => api(request);
  return { GET: handle, POST: handle, PATCH: handle, DELETE: handle };
}
