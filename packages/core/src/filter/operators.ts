import type { EnumMap } from '../catalog/catalog.ts';
import type { FilterOperator } from '../model/filter-operator.ts';
import { isDate } from '../record/is-date.ts';
import { visitElements } from '../record/visit-values.ts';
import { type Comparison, compareWith } from './compare-with.ts';
import { equalToAny, equalToAnyIgnoringCase } from './equal-to-any.ts';
import type { ValueTest } from './equals.ts';

/** An operator that says what is, not what is not. */
export type PositiveOperator = Exclude<FilterOperator, `not-${string}`>;

export interface OperatorDefinition {
  /** `nothing`: it is unary. `values`: one, or a list of which any may hold. `pair`: a list of exactly two. */
  readonly takes: 'nothing' | 'values' | 'pair';
  /** Whether it can ever use such a value (FI-3). */
  readonly accepts: (value: unknown) => boolean;
  /** What it accepts, in words. */
  readonly expected: string;
  /**
   * @param wanted - values that it accepts; of others it makes what matches nothing
   * @returns asks it of what a path ends in: a value, null for none, a list as one
   */
  readonly compile: (wanted: readonly unknown[], enumMap: EnumMap | undefined) => ValueTest;
}

const scalars = { takes: 'values', accepts: isScalar, expected: 'a string, number, boolean, date or null' } as const;
const texts = { takes: 'values', accepts: isText, expected: 'a string' } as const;
const ordered = { accepts: isOrdered, expected: 'a string, number or date' } as const;
const unary = { takes: 'nothing', accepts: () => true, expected: 'nothing' } as const;

/** What each operator means (FI-2 to FI-5). The negated ones are the complements of these. */
export const operators: Readonly<Record<PositiveOperator, OperatorDefinition>> = {
  eq: { ...scalars, compile: (wanted, enumMap) => orNull(wanted, equalToAny(wanted, enumMap)) },
  ieq: { ...scalars, compile: (wanted, enumMap) => orNull(wanted, equalToAnyIgnoringCase(wanted, enumMap)) },
  contains: { ...texts, compile: (wanted) => hasMember(equalToAny(wanted, undefined), textTest(wanted, includes)) },
  icontains: {
    ...texts,
    compile: (wanted) => hasMember(equalToAnyIgnoringCase(wanted, undefined), foldedTextTest(wanted, includes)),
  },
  starts: { ...texts, compile: (wanted) => anyElement(textTest(wanted, startsWith)) },
  istarts: { ...texts, compile: (wanted) => anyElement(foldedTextTest(wanted, startsWith)) },
  ends: { ...texts, compile: (wanted) => anyElement(textTest(wanted, endsWith)) },
  iends: { ...texts, compile: (wanted) => anyElement(foldedTextTest(wanted, endsWith)) },
  null: { ...unary, compile: () => (end) => end === null },
  empty: { ...unary, compile: () => (end) => end === null || end === '' || (Array.isArray(end) && end.length === 0) },
  gt: { ...ordered, takes: 'values', compile: (wanted) => orderTest(wanted, (order) => order > 0) },
  gte: { ...ordered, takes: 'values', compile: (wanted) => orderTest(wanted, (order) => order >= 0) },
  lt: { ...ordered, takes: 'values', compile: (wanted) => orderTest(wanted, (order) => order < 0) },
  lte: { ...ordered, takes: 'values', compile: (wanted) => orderTest(wanted, (order) => order <= 0) },
  between: { ...ordered, takes: 'pair', compile: ([from, to]) => betweenTest(compareWith(from), compareWith(to)) },
};

/** Takes a negated operator apart: `not-eq` is the complement of `eq`. */
export function positiveOf(operator: FilterOperator): {
  readonly positive: PositiveOperator;
  readonly negated: boolean;
} {
  return operator.startsWith('not-')
    ? { positive: operator.slice('not-'.length) as PositiveOperator, negated: true }
    : { positive: operator as PositiveOperator, negated: false };
}

/** Any element of a list, lists in it included; a value that is no list by itself (FI-8). */
function anyElement(test: ValueTest): ValueTest {
  return (end) => (Array.isArray(end) ? visitElements(end, test) : test(end));
}

/** FI-4: null among the wanted is the operator `null`, which looks at a list as one value. */
function orNull(wanted: readonly unknown[], test: ValueTest): ValueTest {
  const any = anyElement(test);
  return wanted.includes(null) ? (end) => end === null || any(end) : any;
}

/** FI-3: of a list, membership; of a string, what it has inside. */
function hasMember(isMember: ValueTest, isInside: ValueTest): ValueTest {
  return (end) => (Array.isArray(end) ? visitElements(end, isMember) : isInside(end));
}

type TextRelation = (text: string, part: string) => boolean;

const includes: TextRelation = (text, part) => text.includes(part);
const startsWith: TextRelation = (text, part) => text.startsWith(part);
const endsWith: TextRelation = (text, part) => text.endsWith(part);

function textTest(wanted: readonly unknown[], relation: TextRelation): ValueTest {
  const parts = wanted.filter(isText);
  return (value) => typeof value === 'string' && parts.some((part) => relation(value, part));
}

function foldedTextTest(wanted: readonly unknown[], relation: TextRelation): ValueTest {
  const parts = wanted.filter(isText).map((part) => part.toLowerCase());
  return (value) => {
    if (typeof value !== 'string') return false;
    const folded = value.toLowerCase();
    return parts.some((part) => relation(folded, part));
  };
}

/** `holds` is asked of NaN where two values cannot be compared, and is then false. */
function orderTest(wanted: readonly unknown[], holds: (order: number) => boolean): ValueTest {
  const comparisons = wanted.map(compareWith);
  return anyElement((value) => comparisons.some((compare) => holds(compare(value))));
}

function betweenTest(from: Comparison, to: Comparison): ValueTest {
  return anyElement((value) => from(value) >= 0 && to(value) <= 0);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isOrdered(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'object' && value !== null) return isDate(value) && !Number.isNaN(value.getTime());
  return typeof value === 'string' || typeof value === 'bigint';
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value === 'boolean' || isOrdered(value);
}
