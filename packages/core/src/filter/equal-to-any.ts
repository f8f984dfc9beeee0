import type { EnumMap } from '../catalog/catalog.ts';
import { enumReader, foldCase } from './enum-reader.ts';
import { equalTo, type ValueTest } from './equals.ts';
import { valueKey } from './value-key.ts';

/** From this many wanted values on, a look-up is cheaper than trying each. */
const indexFrom = 8;

/** `eq`: whether a value equals one of the wanted (FI-1, FI-7). */
export function equalToAny(wanted: readonly unknown[], enumMap: EnumMap | undefined): ValueTest {
  const loose = looselyEqualToAny(wanted);
  if (enumMap === undefined) return loose;
  const { number } = enumReader(enumMap);
  return orNumber(loose, number, new Set(wanted.map(number)));
}

/** `ieq`: the same, both sides lower-cased (FI-3). */
export function equalToAnyIgnoringCase(wanted: readonly unknown[], enumMap: EnumMap | undefined): ValueTest {
  const loose = looselyEqualToAny(wanted.map(foldCase));
  const folded: ValueTest = (value) => loose(foldCase(value));
  if (enumMap === undefined) return folded;
  const { numberIgnoringCase } = enumReader(enumMap);
  return orNumber(folded, numberIgnoringCase, new Set(wanted.map(numberIgnoringCase)));
}

type ReadNumber = (value: unknown) => number | undefined;

function orNumber(test: ValueTest, number: ReadNumber, wanted: ReadonlySet<number | undefined>): ValueTest {
  return (value) => {
    const found = number(value);
    return (found !== undefined && wanted.has(found)) || test(value);
  };
}

function looselyEqualToAny(wanted: readonly unknown[]): ValueTest {
  const tests = wanted.map(equalTo);
  const [first, ...others] = tests;
  if (first === undefined) return () => false;
  if (others.length === 0) return first;
  if (tests.length < indexFrom) return (value) => tests.some((test) => test(value));
  const byKey = new Map<string, ValueTest[]>();
  wanted.forEach((value, index) => {
    const key = valueKey(value);
    if (key === null) return;
    const list = byKey.get(key) ?? [];
    byKey.set(key, list);
    list.push(tests[index] as ValueTest);
  });
  return (value) => {
    const key = valueKey(value);
    return key !== null && (byKey.get(key)?.some((test) => test(value)) ?? false);
  };
}
