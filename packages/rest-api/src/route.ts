import type { Catalog, Scope } from '@hookwright/core';
import type { QueryParameter, QueryReader } from './query-reader.ts';
import type { Caller, ResolvedLimits, RestEngine } from './rest-api-options.ts';

/** One request, as a route sees it. */
export interface RouteContext {
  readonly request: Request;
  readonly engine: RestEngine;
  readonly catalog: Catalog;
  readonly caller: Caller;
  /** The caller's tenant and ids, for calls of the engine. */
  readonly scope: Scope;
  readonly limits: ResolvedLimits;
  readonly query: QueryReader;
  /** The `{id}` of the path as it came; empty where it has none. */
  readonly id: string;
}

/** What a route answers with. */
export interface RouteAnswer {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One operation of the resource: what answers it, and what the document says of it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base path; `{id}` stands for one segment. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  /** Whether `rights.write: false` may call it. */
  readonly isReading: boolean;
  readonly query: readonly QueryParameter[];
  /** The schema of the body, by its name in the document. */
  readonly input?: string;
  /** The status of success. */
  readonly status: number;
  /** The schema of `data`, by its name in the document. */
  readonly output: string;
  readonly isList?: boolean;
  readonly handle: (context: RouteContext) => Promise<RouteAnswer>;
}

/** @returns the id in `pathname`, empty where the route has none; null when it is not the route's */
export function matchPath(route: Route, pathname: string): string | null {
  const wanted = route.path.split('/');
  const given = pathname.split('/');
  if (wanted.length !== given.length) return null;
  let id = '';
  for (const [index, segment] of wanted.entries()) {
    if (segment === '{id}') id = given[index] ?? '';
    else if (segment !== given[index]) return null;
  }
  return id;
}
