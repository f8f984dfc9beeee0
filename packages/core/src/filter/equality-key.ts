import type { EnumMap } from '../catalog/catalog.ts';
import { enumReader } from './enum-reader.ts';
import { valueKey } from './value-key.ts';

/**
 * A text that two values share whenever `eq` finds them equal (FI-7), so that an index can hold one and look up the other.
 * The reverse does not hold: what shares a key may still differ, and the filter decides.
 *
 * @param enumMap - of the field, or undefined when it is no enum
 * @returns null for what equals nothing: objects, NaN, an invalid Date
 */
export function equalityKey(value: unknown, enumMap: EnumMap | undefined): string | null {
  const key = valueKey(value);
  if (enumMap === undefined || key === null) return key;
  const number = enumReader(enumMap).numberOfKey(key);
  return number === undefined ? key : String(number);
}
