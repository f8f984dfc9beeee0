import { RestError } from '../errors/rest-error.ts';
import type { Route } from './route.ts';

/** A route and the `{id}` of the path that led to it; empty where it has none. */
export interface FoundRoute {
  readonly route: Route;
  readonly id: string;
}

interface RoutePath {
  readonly route: Route;
  readonly segments: readonly string[];
}

/** Finds routes by method and path. */
export class RouteTable {
  readonly #paths: readonly RoutePath[];

  constructor(routes: readonly Route[]) {
    this.#paths = routes.map((route) => ({ route, segments: route.path.split('/') }));
  }

  /** The routes of a path, by their methods; a fixed segment such as `batch-delete` comes before an id. */
  at(path: string): ReadonlyMap<string, FoundRoute> {
    const given = path.split('/');
    const found = new Map<string, FoundRoute>();
    for (const { route, segments } of this.#paths) {
      const id = match(segments, given);
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
  find(method: string, path: string): FoundRoute {
    const byMethod = this.at(path);
    if (byMethod.size === 0) throw new RestError(404, 'ERROR_NOT_FOUND', 'there is nothing at this path');
    const found = byMethod.get(method === 'HEAD' ? 'GET' : method);
    if (found !== undefined) return found;
    const allow = allowedMethods(byMethod);
    throw new RestError(405, 'ERROR_METHOD_NOT_ALLOWED', `expected ${allow}`, { headers: { allow } });
  }
}

/** The value of an `Allow` header. */
export function allowedMethods(byMethod: ReadonlyMap<string, FoundRoute>): string {
  const methods = [...byMethod.keys()].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return [...methods, 'OPTIONS'].join(', ');
}

/** @returns what stands in the place of `{id}`, empty where the route has none; null where the path is another */
function match(segments: readonly string[], given: readonly string[]): string | null {
  if (segments.length !== given.length) return null;
  let id = '';
  for (let index = 0; index < segments.length; index += 1) {
    const segment = given[index] as string;
    if (segments[index] === '{id}' && segment !== '') id = segment;
    else if (segments[index] !== segment) return null;
  }
  return id;
}
