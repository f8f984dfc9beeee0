import type { FieldPath } from './field-path.ts';
import { hasField, plainValue, readField } from './read-field.ts';

/** As in `visitValues`. */
const maxDepth = 1_000;

/**
 * What a record has at a path (FI-8): its value, a list in which it ends as it is; or, where it leads through lists, the
 * list of what their elements have.
 *
 * @returns null for a path to nowhere or through an empty list
 */
export function readPath(record: object, path: FieldPath): unknown {
  if (path.segments.length === 1 || hasField(record, path.text)) return readField(record, path.text);
  return walk(record, path.segments, 0, 0);
}

function walk(value: unknown, segments: readonly string[], index: number, depth: number): unknown {
  const key = segments[index];
  if (key === undefined) return value;
  if (typeof value !== 'object' || value === null || depth === maxDepth) return null;
  if (!Array.isArray(value)) return walk(readField(value, key), segments, index + 1, depth + 1);
  return value.length === 0 ? null : value.map((element) => walk(plainValue(element), segments, index, depth + 1));
}
