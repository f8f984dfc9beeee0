import type { RestApi } from '../create-rest-api.ts';

/** The methods of a route file of Next.js. */
export type RouteHandlers = Readonly<Record<'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS', RestApi>>;

/** The API as a catch-all route file of Next.js: `export const { GET, POST, PATCH, DELETE } = toRouteHandlers(api)`. */
export function toRouteHandlers(api: RestApi): RouteHandlers {
  // Next.js passes parameters of its own along.
  const handle: RestApi = (request) => api(request);
  return { GET: handle, HEAD: handle, POST: handle, PATCH: handle, DELETE: handle, OPTIONS: handle };
}
