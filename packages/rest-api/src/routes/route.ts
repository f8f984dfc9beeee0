import type { Catalog, Scope, ValidationIssue } from '@hookwright/core';
import type * as z from 'zod';
import type { ResolvedLimits } from '../limits/resolve-limits.ts';
import type { QueryShape, QueryValues } from '../reading/read-query.ts';
import type { Caller, RestEngine } from '../rest-api-options.ts';

/** One request, as a route sees it: from a known caller, its query and body checked. */
export interface Call<Query extends QueryShape = QueryShape, Body = unknown> {
  readonly headers: Headers;
  readonly engine: RestEngine;
  readonly catalog: Catalog;
  readonly caller: Caller;
  /** The caller's tenant and ids, for calls of the engine. */
  readonly scope: Scope;
  readonly limits: ResolvedLimits;
  readonly basePath: string;
  /** The `{id}` of the path as it came; empty where it has none. */
  readonly id: string;
  readonly query: QueryValues<Query>;
  /** As it came: a schema checks, it never changes. */
  readonly body: Body;
}

/** What a route answers with. */
export interface RouteAnswer<Body = unknown> {
  /** Default: the route's. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Body;
}

/** One operation of the resource: what answers it, and what the document says of it. */
export interface RouteDefinition<Query extends QueryShape, Body extends z.ZodType, Answer extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base path; `{id}` stands for one segment. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly tag: 'Webhooks' | 'Deliveries' | 'Events';
  /** Whether `rights.write: false` may call it. */
  readonly isReading: boolean;
  readonly query: Query;
  /** Request headers that it heeds, with their descriptions. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Body;
  /** The engine's own check of a body that the schema has refused. */
  readonly findIssues?: (engine: RestEngine, json: unknown) => readonly ValidationIssue[];
  /** Of success. */
  readonly status: 200 | 201 | 202;
  /** Headers of its success that clients are to heed. */
  readonly answerHeaders?: readonly ('ETag' | 'Location')[];
  readonly answer: Answer;
  /** Statuses that it may answer with beside those that every route may. */
  readonly refusals: readonly (304 | 404 | 409 | 412 | 422)[];
  readonly handle: (call: Call<Query, z.output<Body>>) => Promise<RouteAnswer<z.output<Answer>>>;
}

/** A route, whatever its query, body and answer. */
export interface Route extends Omit<RouteDefinition<QueryShape, z.ZodType, z.ZodType>, 'handle'> {
  readonly handle: (call: Call) => Promise<RouteAnswer>;
}

/** Checks a route's parts against each other, and forgets their types. */
export function defineRoute<Query extends QueryShape, Body extends z.ZodType, Answer extends z.ZodType>(
  definition: RouteDefinition<Query, Body, Answer>,
): Route {
  return definition as unknown as Route;
}
