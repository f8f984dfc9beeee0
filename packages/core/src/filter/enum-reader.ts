import type { EnumMap } from '../catalog/catalog.ts';
import { valueKey } from './value-key.ts';

/** Reads the values of an enum field as numbers (FI-7). */
export interface EnumReader {
  /** By the key of a number, a numeric string or a name; undefined for what the map does not have. */
  numberOfKey(key: string): number | undefined;
  /** Of a number, a numeric string or a name. */
  number(value: unknown): number | undefined;
  /** As `number`, names without case. */
  numberIgnoringCase(value: unknown): number | undefined;
}

const readers = new WeakMap<EnumMap, EnumReader>();

/** Made once per enum map, which is not to change afterwards. */
export function enumReader(enumMap: EnumMap): EnumReader {
  let reader = readers.get(enumMap);
  if (reader === undefined) {
    reader = createReader(enumMap);
    readers.set(enumMap, reader);
  }
  return reader;
}

function createReader(enumMap: EnumMap): EnumReader {
  const exact = new Map<string, number>();
  const folded = new Map<string, number>();
  const add = (map: Map<string, number>, value: unknown, number: number): void => {
    const key = valueKey(value);
    if (key !== null && !map.has(key)) map.set(key, number);
  };
  const entries = Object.entries(enumMap).map(([number, name]) => [Number(number), name] as const);
  // Numbers first: a name never takes the place of one.
  for (const [number] of entries) for (const map of [exact, folded]) add(map, number, number);
  for (const [number, name] of entries) {
    add(exact, name, number);
    add(folded, foldCase(name), number);
  }
  const find = (map: ReadonlyMap<string, number>, value: unknown): number | undefined => {
    const key = valueKey(value);
    return key === null ? undefined : map.get(key);
  };
  return {
    numberOfKey: (key) => exact.get(key),
    number: (value) => find(exact, value),
    numberIgnoringCase: (value) => find(exact, value) ?? find(folded, foldCase(value)),
  };
}

/** FI-3: Unicode's default mapping, so that ß stays itself. */
export function foldCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}
