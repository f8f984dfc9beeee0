import { describeValue } from '../../errors/describe-value.ts';
import { ValidationError, type ValidationIssue } from '../../errors/validation-error.ts';

const maxIds = 1_000;

/**
 * Checks a list of ids of whatever type it is.
 * @returns each id once, and where it stands first: `ids[3]`
 * @throws {@link ValidationError} with every problem at once
 */
export function readIds(ids: unknown): ReadonlyMap<string, string> {
  const wanted = `a list of at most ${maxIds} ids`;
  if (!Array.isArray(ids)) {
    const message = `expected ${wanted}, got ${describeValue(ids)}`;
    throw new ValidationError([{ path: 'ids', code: 'WRONG_TYPE', message }]);
  }
  if (ids.length > maxIds) {
    const message = `expected ${wanted}, got ${ids.length}`;
    throw new ValidationError([{ path: 'ids', code: 'TOO_LARGE', message }]);
  }
  const issues: ValidationIssue[] = [];
  const places = new Map<string, string>();
  for (const [index, id] of (ids as readonly unknown[]).entries()) {
    const path = `ids[${index}]`;
    if (typeof id !== 'string') {
      issues.push({ path, code: 'WRONG_TYPE', message: `expected an id as a string, got ${describeValue(id)}` });
    } else if (!places.has(id)) {
      places.set(id, path);
    }
  }
  if (issues.length > 0) throw new ValidationError(issues);
  return places;
}
