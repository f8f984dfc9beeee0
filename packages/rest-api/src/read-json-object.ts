import { ValidationError } from '@hookwright/core';
import { readJsonBody } from './read-json-body.ts';
import type { RouteContext } from './route.ts';

/**
 * Reads a body that is an object with these keys and no others.
 *
 * @throws RestError 400, 413, 415; {@link ValidationError} with every problem at once
 */
export async function readJsonObject(
  { request, limits }: RouteContext,
  keys: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const json = await readJsonBody(request, limits);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new ValidationError([{ path: 'body', code: 'WRONG_TYPE', message: `expected an object of ${keys.join(', ')}` }]);
  }
  const issues = Object.keys(json)
    .filter((key) => !keys.includes(key))
    .map((path) => ({ path, code: 'UNKNOWN_FIELD', message: `expected one of ${keys.join(', ')}` }) as const);
  if (issues.length > 0) throw new ValidationError(issues);
  return json as Readonly<Record<string, unknown>>;
}
