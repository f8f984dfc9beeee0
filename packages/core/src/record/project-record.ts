import { isDate } from './is-date.ts';
import { plainValue, readField } from './read-field.ts';
import { setField } from './set-field.ts';

/** What is kept of an object: null keeps all of it. */
type Kept = Map<string, Kept> | null;

/**
 * Keeps exactly the listed paths of a record (EX-4): `owner` whole, `owner.name` that part of it, in each element of a list.
 * Where there is nothing to go into (a uri, null) the field stays as it is. Fields keep the record's order.
 *
 * @param paths - none: the record itself
 */
export function projectRecord(record: object, paths: readonly string[]): object {
  return compileProjection(paths)(record);
}

/** {@link projectRecord} for many records. */
export function compileProjection(paths: readonly string[]): (record: object) => object {
  if (paths.length === 0) return (record) => record;
  const root: Map<string, Kept> = new Map();
  for (const path of paths) keep(root, path.split('.'));
  // A key that literally bears the dotted name counts as listed.
  for (const path of paths) if (path.includes('.')) root.set(path, null);
  return (record) => project(record, root);
}

function keep(kept: Map<string, Kept>, segments: readonly string[]): void {
  const [key, ...rest] = segments as [string, ...string[]];
  if (rest.length === 0) {
    kept.set(key, null);
    return;
  }
  // What is kept whole stays whole, whatever part of it is listed beside.
  const inside = kept.get(key) === undefined ? new Map<string, Kept>() : (kept.get(key) as Kept);
  kept.set(key, inside);
  if (inside !== null) keep(inside, rest);
}

function project(record: object, kept: Map<string, Kept>): object {
  const result = {};
  for (const key of Object.keys(record)) {
    const inside = kept.get(key);
    if (inside === undefined || (record as Readonly<Record<string, unknown>>)[key] === undefined) continue;
    setField(result, key, projectValue(readField(record, key), inside));
  }
  return result;
}

function projectValue(value: unknown, kept: Kept): unknown {
  if (kept === null || typeof value !== 'object' || value === null || isDate(value)) return value;
  if (Array.isArray(value)) return value.map((element) => projectValue(plainValue(element), kept));
  return project(value, kept);
}
