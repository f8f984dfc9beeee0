import { compilePath, type FieldPath } from '../record/field-path.ts';
import { plainValue } from '../record/read-field.ts';
import { readPath } from '../record/read-path.ts';
import { valuesEqual } from './values-equal.ts';

/**
 * Which fields differ between two states of a record (FC-2).
 *
 * @param before - null: as a record without fields
 * @param after - null: as a record without fields
 * @param fields - those to look at, dotted paths allowed; absent or null is every field of either record
 * @returns those of `fields` that differ, in their order
 */
export function changedFields(
  before: object | null,
  after: object | null,
  fields?: readonly string[] | null,
): string[] {
  const left = asRecord(before);
  const right = asRecord(after);
  if (fields !== undefined && fields !== null) {
    return fields.filter((field) => fieldDiffers(left, right, compilePath(field)));
  }
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].filter((name) => pathDiffers(left, right, { text: name, segments: [name] }));
}

/** Whether a field, or the relation by its other name (FC-2), differs. */
export function fieldDiffers(before: object, after: object, path: FieldPath): boolean {
  return pathDiffers(before, after, path) || (path.twin !== undefined && pathDiffers(before, after, path.twin));
}

/** Whether one of the fields that the host says changed is this field, an ancestor or a descendant of it (FC-3). */
export function fieldCovered(changed: readonly string[], path: FieldPath): boolean {
  const field = relationName(path.text);
  return changed.some((name) => {
    const other = relationName(name);
    return other === field || other.startsWith(`${field}.`) || field.startsWith(`${other}.`);
  });
}

function pathDiffers(before: object, after: object, path: FieldPath): boolean {
  return !valuesEqual(readPath(before, path), readPath(after, path));
}

/** `owner` for both `owner` and `owner_id` (FC-2), in every step of a path. */
function relationName(path: string): string {
  return path.replace(/(?<=[^.])_id(?=\.|$)/g, '');
}

/** A host's own record may have a `toJSON`; snapshots have none. */
function asRecord(record: object | null): object {
  const plain = plainValue(record);
  return typeof plain === 'object' && plain !== null ? plain : {};
}
