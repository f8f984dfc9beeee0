import { RestError } from '../errors/rest-error.ts';
import type { Route } from './route.ts';

/** A route and the `{id}` of the path that led to it; empty where it has none. */
export interface FoundRoute {
  readonly route: Route;
  readonly id: string;
}

/** The routes of a path, by their methods; a fixed segment such as `batch-delete` comes before an id. */
export function routesAt(routes: readonly Route[], path: string): ReadonlyMap<string, FoundRoute> {
  const found = new Map<string, FoundRoute>();
  for (const route of routes) {
    const id = matchPath(route, path);
    if (id === null) continue;
    const known = found.get(route.method);
    if (known === undefined || !route.path.endsWith('/{id}')) found.set(route.method, { route, id });
  }
  return found;
}

/**
 * @param method - HEAD is a GET whose body is not sent
 * @throws RestError 404, 405
 */
export function findRoute(routes: readonly Route[], method: string, path: string): FoundRoute {
  const byMethod = routesAt(routes, path);
  if (byMethod.size === 0) throw new RestError(404, 'ERROR_NOT_FOUND', 'there is nothing at this path');
  const found = byMethod.get(method === 'HEAD' ? 'GET' : method);
  if (found !== undefined) return found;
  const allow = allowedMethods(byMethod);
  throw new RestError(405, 'ERROR_METHOD_NOT_ALLOWED', `expected ${allow}`, { headers: { allow } });
}

/** The value of an `Allow` header. */
export function allowedMethods(byMethod: ReadonlyMap<string, FoundRoute>): string {
  const methods = [...byMethod.keys()].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return [...methods, 'OPTIONS'].join(', ');
}

function matchPath({ path }: Route, given: string): string | null {
  const wanted = path.split('/');
  const found = given.split('/');
  if (wanted.length !== found.length) return null;
  let id = '';
  for (const [index, segment] of wanted.entries()) {
    if (segment === '{id}') id = found[index] ?? '';
    else if (segment !== found[index]) return null;
  }
  return id;
}
