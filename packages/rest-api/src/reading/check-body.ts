import { ValidationError, type ValidationIssue } from '@hookwright/core';
import type * as z from 'zod';

/** Of what the schema finds; the engine's own are bounded too. */
const maxIssues = 100;

/**
 * Checks a body by its schema. What the engine itself finds wrong at a path comes before what the schema says of it: its messages name
 * what would mend it.
 *
 * @param findIssues - the engine's own check; asked only for a body that the schema refuses
 * @throws {@link ValidationError} with every problem at once
 */
export function checkBody(
  json: unknown,
  schema: z.ZodType,
  findIssues: (json: unknown) => readonly ValidationIssue[],
): void {
  const { error } = schema.safeParse(json);
  if (error === undefined) return;
  const issues = findIssues(json);
  const covered = new Set(issues.flatMap(({ path }) => placesAbove(path)));
  const more = error.issues.flatMap(toIssues).filter(({ path }) => !covered.has(path));
  throw new ValidationError([...issues, ...more.slice(0, maxIssues)]);
}

/** A path, and those of what it lies in. */
function placesAbove(path: string): readonly string[] {
  const places = [path];
  for (let end = path.length - 1; end > 0; end -= 1) {
    if (path[end] === '.' || path[end] === '[') places.push(path.slice(0, end));
  }
  return places;
}

function toIssues(issue: z.core.$ZodIssue): readonly ValidationIssue[] {
  const path = pathOf(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: pathOf([...issue.path, key]),
        code: 'UNKNOWN_FIELD',
        message: 'this field is not known here',
      }));
    case 'invalid_type':
      return [
        isMissing(issue)
          ? { path, code: 'REQUIRED', message: `${path} is required` }
          : { path, code: 'WRONG_TYPE', message: issue.message },
      ];
    case 'too_big':
    case 'too_small':
      return [{ path, code: 'OUT_OF_RANGE', message: issue.message }];
    default:
      return [{ path, code: 'INVALID_VALUE', message: issue.message }];
  }
}

/** JSON has no undefined: what is received so is not there. */
function isMissing({ message }: z.core.$ZodIssue): boolean {
  return message.endsWith('received undefined');
}

/** `options.entity.Contact[0]`; `body` at the root. */
function pathOf(steps: readonly PropertyKey[]): string {
  const path = steps
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
  return path === '' ? 'body' : path;
}
