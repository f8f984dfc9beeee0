import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FilterOperator, type FilterValue, filterOperators } from '../model/filter-operator.ts';
import { visitValues } from '../record/visit-values.ts';
import { compileConditions, compileFilter } from './compile-filter.ts';
import { equalityKey } from './equality-key.ts';
import { findFilterIssues } from './find-filter-issues.ts';

const status = { 1: 'Open', 2: 'Lost', 3: 'Won' };

/** Whether a field `x` of that value passes. */
function passes(value: unknown, operator: FilterOperator, wanted: unknown): boolean {
  return compileFilter({ x: wanted as FilterValue }, { x: operator }, { enums: { x: status } })({ x: value });
}

// Values near each other, so that equalities are met often.
const neighbours: readonly unknown[] = [
  ...[null, true, false, 'true', 'TRUE', 'null', '', 'Open', 'open', 'Won', 'OPEN'],
  ...[0, -0, 1, 2, 3, '0', '-0', '1', '1.0', '1e0', '10e-1', '3', 1n, 3n],
  ...[9007199254740992, 9007199254740993n, '9007199254740993', '9007199254740992.0'],
  ...[1e21, 10n ** 21n, '1e21', '1e999', 10n ** 400n],
  ...['2024-01-01', '2024-01-01T00:00:00Z', '2024-01-01 01:00:00.000000+01:00', new Date('2024-01-01')],
  ...['2024-01-01T00:00:00.0000001Z', '2024-01-01t00:00z', '2024-01-02'],
  ...['9900CCE6-bcd6-412a-bcd1-1904556c949a', '9900cce6-BCD6-412a-bcd1-1904556c949a'],
];
const pairs = neighbours.flatMap((value) => neighbours.map((wanted) => [value, wanted] as const));
const scalar = fc.oneof(
  fc.constantFrom(...neighbours),
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer().map(String),
  fc.bigInt(),
);
const own = fc.dictionary(
  fc.constantFrom('x', 'y', 'x.y', '__proto__', 'previous.x'),
  fc.oneof(scalar, fc.array(scalar), fc.dictionary(fc.constantFrom('y'), fc.oneof(scalar, fc.array(scalar)))),
);
const anyRecord = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  }),
  own,
);
const field = fc.constantFrom('x', 'x.y', 'previous.x', 'toString', '__proto__', 'length', '0');
const filterOf = (operator: FilterOperator) =>
  fc
    .tuple(field, fc.oneof(scalar, fc.array(scalar, { maxLength: 12 })))
    .filter(([name, wanted]) => findFilterIssues({ [name]: wanted }, { [name]: operator }, '', '').length === 0);

describe('filters, whatever they are given', () => {
  it.each(filterOperators.filter((operator) => operator !== 'between'))(
    '%s never throws and has its exact complement (FI-4, FI-9)',
    (operator) => {
      const negated = filterOperators.find((other) => other === `not-${operator}`);
      fc.assert(
        fc.property(filterOf(operator), anyRecord, anyRecord, ([name, wanted], record, previous) => {
          const compile = (chosen: FilterOperator) =>
            compileFilter(Object.fromEntries([[name, wanted as FilterValue]]), Object.fromEntries([[name, chosen]]), {
              enums: { x: status },
            });
          const passed = compile(operator)(record as object, previous as object);
          expect(typeof passed).toBe('boolean');
          if (negated !== undefined) expect(compile(negated)(record as object, previous as object)).toBe(!passed);
        }),
      );
    },
  );

  it('what eq finds, ieq finds', () => {
    const found = pairs.filter(([value, wanted]) => passes(value, 'eq', wanted));
    expect(found.length).toBeGreaterThan(neighbours.length);
    expect(found.filter(([value, wanted]) => !passes(value, 'ieq', wanted))).toEqual([]);
  });

  it.each([{ enumMap: status }, { enumMap: undefined }])(
    'equal values have equal keys, so that an index finds what the filter would (FI-7): $enumMap',
    ({ enumMap }) => {
      const isFound = (value: unknown, wanted: unknown): boolean => {
        const [condition] = compileConditions({ x: wanted }, {}, enumMap === undefined ? {} : { x: enumMap });
        const equal = condition?.test({ x: value }, null) ?? false;
        return !equal || equalityKey(value, enumMap) === equalityKey(wanted, enumMap);
      };
      expect(pairs.filter(([value, wanted]) => !isFound(value, wanted))).toEqual([]);
      fc.assert(fc.property(scalar, scalar, isFound), { numRuns: 1_000 });
    },
  );

  it('a record that passes is found under one of the look-up keys', () => {
    const wantedLists = fc.array(fc.constantFrom(...neighbours), { minLength: 8, maxLength: 30 });
    fc.assert(
      fc.property(fc.constantFrom('x', 'x.y'), wantedLists, own, (name, wanted, record) => {
        const [condition] = compileConditions({ [name]: wanted }, {}, { x: status });
        if (condition === undefined || !condition.test(record, null)) return;
        const { path, keys } = condition.lookup ?? { path: null, keys: [] };
        if (path === null) throw new Error('expected a look-up');
        const enumMap = name === 'x' ? status : undefined;
        expect(visitValues(record, path, (value) => keys.includes(String(equalityKey(value, enumMap))))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
