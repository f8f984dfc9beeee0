import type { FieldPath } from './field-path.ts';
import { hasField, plainValue, readField } from './read-field.ts';

/** Looks at a value, null for none. @returns true to end the visit */
export type Visit = (value: unknown) => boolean;

/** Depth of nesting at which a visit sees null: a host's own record may hold itself. Snapshots are never deeper. */
const maxDepth = 1_000;

/**
 * Visits each value that a path reaches (FI-8): through lists, lists of lists included, and at its end the elements of a
 * list. A path to nowhere, and one that meets an empty list, visits null. A key that bears the whole dotted name wins.
 *
 * @returns whether a visit returned true, after which there was no other
 */
export function visitValues(record: object, path: FieldPath, visit: Visit): boolean {
  if (path.segments.length === 1) return visitElements(readField(record, path.text), visit);
  return visitEnds(record, path, (end) => visitElements(end, visit));
}

/** As {@link visitValues}, but a list in which the path ends is one value. */
export function visitEnds(record: object, path: FieldPath, visit: Visit): boolean {
  if (path.segments.length === 1 || hasField(record, path.text)) return visit(readField(record, path.text));
  return walk(record, path.segments, 0, visit, 0);
}

/** Visits a value, or the elements of a list and of the lists in it; null for an empty list. */
export function visitElements(value: unknown, visit: Visit, depth = 0): boolean {
  if (!Array.isArray(value)) return visit(value);
  if (value.length === 0 || depth === maxDepth) return visit(null);
  for (let index = 0; index < value.length; index++) {
    if (visitElements(plainValue(value[index]), visit, depth + 1)) return true;
  }
  return false;
}

function walk(value: unknown, segments: readonly string[], index: number, visit: Visit, depth: number): boolean {
  const key = segments[index];
  if (key === undefined) return visit(value);
  if (typeof value !== 'object' || value === null || depth === maxDepth) return visit(null);
  if (!Array.isArray(value)) return walk(readField(value, key), segments, index + 1, visit, depth + 1);
  if (value.length === 0) return visit(null);
  for (let element = 0; element < value.length; element++) {
    if (walk(plainValue(value[element]), segments, index, visit, depth + 1)) return true;
  }
  return false;
}
