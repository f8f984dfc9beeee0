import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../catalog/catalog.ts';
import { crmCatalog } from '../catalog/crm-catalog.ts';
import { ValidationError } from '../errors/validation-error.ts';
import { type FilterOperator, type FilterValue, filterOperators } from '../model/filter-operator.ts';
import { visitValues } from '../record/visit-values.ts';
import { compileConditions, compileFilter } from './compile-filter.ts';
import { equalityKey } from './equality-key.ts';
import vectors from './filter.vectors.json' with { type: 'json' };
import { findFilterIssues } from './find-filter-issues.ts';

const { entities }: Catalog = crmCatalog;
const status = { 1: 'Open', 2: 'Lost', 3: 'Won' };

interface Vector {
  readonly name: string;
  readonly record: object;
  readonly filter: Readonly<Record<string, FilterValue>>;
  readonly 'filter-op'?: Readonly<Record<string, FilterOperator>>;
  readonly previous?: object;
  readonly entity?: string;
  readonly expect: boolean;
}

/** Whether a field `x` of that value passes. */
function passes(value: unknown, operator: FilterOperator, wanted: unknown): boolean {
  return compileFilter({ x: wanted as FilterValue }, { x: operator }, { enums: { x: status } })({ x: value });
}

function passesPlain(value: unknown, operator: FilterOperator, wanted: unknown): boolean {
  return compileFilter({ x: wanted as FilterValue }, { x: operator })({ x: value });
}

describe('compileFilter', () => {
  it.each(vectors as unknown as Vector[])('$name', (vector) => {
    const enums = vector.entity === undefined ? undefined : entities[vector.entity]?.enums;
    const test = compileFilter(vector.filter, vector['filter-op'], { enums });
    expect(test(vector.record, vector.previous)).toBe(vector.expect);
  });

  it.each([null, undefined, {}])('no filter (%s) passes everything', (filter) => {
    expect(compileFilter(filter)({ a: 1 })).toBe(true);
  });

  it('rejects what is wrong, all of it (OP-3)', () => {
    const compile = (): unknown => compileFilter({ a: 5, b: 1 }, { a: 'contains', b: 'between' });
    expect(compile).toThrow(ValidationError);
    expect(compile).toThrow(/filter\.a:.*\n.*filter\.b:/s);
  });

  it('sees what toJSON of a record returns', () => {
    expect(compileFilter({ a: 1 })({ toJSON: () => ({ a: 1 }) })).toBe(true);
    expect(compileFilter({ 'previous.a': 1 })({}, { toJSON: () => ({ a: 1 }) })).toBe(true);
  });
});

describe('equality (FI-7)', () => {
  const uuid = '9900cce6-bcd6-412a-bcd1-1904556c949a';
  it.each([
    { left: '5', right: 5, equal: true },
    { left: '5.0', right: 5, equal: true },
    { left: '1e3', right: 1000, equal: true },
    { left: '0x10', right: 16, equal: false },
    { left: '+5', right: 5, equal: false },
    { left: '007', right: 7, equal: false },
    { left: '', right: 0, equal: false },
    { left: '5', right: '5.0', equal: false },
    { left: 5n, right: 5, equal: true },
    { left: 5n, right: '5.0', equal: true },
    { left: 9007199254740993n, right: 9007199254740992, equal: false },
    { left: 9007199254740993n, right: '9007199254740993', equal: true },
    { left: 9007199254740993n, right: '9007199254740992', equal: false },
    { left: 9007199254740992, right: '9007199254740993', equal: true },
    { left: '1e400', right: '1e401', equal: false },
    { left: 0, right: -0, equal: true },
    { left: true, right: 'true', equal: true },
    { left: false, right: 'false', equal: true },
    { left: true, right: 'TRUE', equal: false },
    { left: true, right: 1, equal: false },
    { left: new Date(0), right: '1970-01-01', equal: true },
    { left: new Date(0), right: new Date(0), equal: true },
    { left: new Date(0), right: 0, equal: false },
    { left: '1970-01-01T01:00:00+01:00', right: '1970-01-01', equal: true },
    { left: '1970-01-01T00:00:00.000001Z', right: '1970-01-01', equal: false },
    { left: '1970-01-01T24:00', right: '1970-01-02', equal: false },
    { left: uuid, right: uuid.toUpperCase(), equal: true },
    { left: `${uuid}x`, right: `${uuid}X`, equal: false },
    { left: 'a', right: 'A', equal: false },
  ])('$left and $right: $equal, both ways round', ({ left, right, equal }) => {
    for (const [value, wanted] of [
      [left, right],
      [right, left],
    ]) {
      expect(passesPlain(value, 'eq', wanted)).toBe(equal);
      expect(
        passesPlain(value, 'eq', [...Array(20).keys()].map((index) => `other ${index}`).concat(wanted as string)),
      ).toBe(equal);
      expect(passesPlain(value, 'not-eq', wanted)).toBe(!equal);
      expect(passesPlain([['?', value]], 'eq', wanted)).toBe(equal);
    }
  });

  it.each([
    { value: 1, operator: 'eq', wanted: 'Open', expected: true },
    { value: 'Open', operator: 'eq', wanted: 1, expected: true },
    { value: 'Open', operator: 'eq', wanted: '1.0', expected: true },
    { value: 1n, operator: 'eq', wanted: 'Open', expected: true },
    { value: 'open', operator: 'eq', wanted: 'Open', expected: false },
    { value: 'open', operator: 'eq', wanted: 1, expected: false },
    { value: 'open', operator: 'ieq', wanted: 1, expected: true },
    { value: 'OPEN', operator: 'ieq', wanted: '1', expected: true },
    { value: 'Other', operator: 'eq', wanted: 'Other', expected: true },
    { value: 4, operator: 'eq', wanted: ['Open', 4], expected: true },
    { value: 2, operator: 'not-eq', wanted: ['Open', 'Lost'], expected: false },
    { value: 3, operator: 'not-ieq', wanted: 'WON', expected: false },
    { value: 1, operator: 'contains', wanted: 'Open', expected: false },
    { value: [1], operator: 'contains', wanted: 'Open', expected: false },
    { value: [1, 2], operator: 'eq', wanted: 'Lost', expected: true },
  ] as const)('of an enum: $value $operator $wanted is $expected', ({ value, operator, wanted, expected }) => {
    expect(passes(value, operator, wanted)).toBe(expected);
  });

  it('holds the enum map for the top-level field and previous.<field> alone', () => {
    const enums = { status };
    expect(compileFilter({ 'previous.status': 'Won' }, null, { enums })({}, { status: 3 })).toBe(true);
    expect(compileFilter({ 'deal.status': 'Won' }, null, { enums })({ deal: { status: 3 } })).toBe(false);
    expect(compileFilter({ constructor: 'Won' }, null, { enums })({ constructor: 3 })).toBe(false);
  });
});

describe('operators (FI-1 to FI-5, FI-8)', () => {
  const time = '2024-07-09T12:00:00Z';
  it.each<{ value: unknown; operator: FilterOperator; wanted: unknown; expected: boolean }>([
    { value: 'Straße', operator: 'ieq', wanted: 'STRAßE', expected: true },
    { value: 'Straße', operator: 'ieq', wanted: 'STRASSE', expected: false },
    { value: true, operator: 'ieq', wanted: 'TRUE', expected: true },
    { value: '2024-07-09t12:00:00z', operator: 'ieq', wanted: time, expected: true },
    { value: null, operator: 'ieq', wanted: null, expected: true },
    { value: ['a', null], operator: 'eq', wanted: null, expected: false },
    { value: [], operator: 'eq', wanted: null, expected: false },
    { value: [], operator: 'null', wanted: undefined, expected: false },
    { value: [null], operator: 'not-null', wanted: undefined, expected: true },
    { value: [], operator: 'eq', wanted: 'a', expected: false },
    { value: [], operator: 'not-eq', wanted: 'a', expected: true },
    { value: [], operator: 'not-eq', wanted: [], expected: true },
    { value: 'null', operator: 'eq', wanted: null, expected: false },
    { value: null, operator: 'eq', wanted: 'null', expected: false },
    { value: {}, operator: 'not-eq', wanted: 'x', expected: true },
    { value: 'abc', operator: 'contains', wanted: ['x', 'b'], expected: true },
    { value: 'abc', operator: 'contains', wanted: [], expected: false },
    { value: 'abc', operator: 'contains', wanted: '', expected: true },
    { value: 5, operator: 'contains', wanted: '5', expected: false },
    { value: [5], operator: 'contains', wanted: '5', expected: true },
    { value: ['VIP'], operator: 'icontains', wanted: 'vip', expected: true },
    { value: ['VIPs'], operator: 'icontains', wanted: 'vip', expected: false },
    { value: [['vip']], operator: 'contains', wanted: 'vip', expected: true },
    { value: ['xa', 'ab'], operator: 'starts', wanted: 'a', expected: true },
    { value: 'Abc', operator: 'starts', wanted: 'a', expected: false },
    { value: 'Abc', operator: 'istarts', wanted: 'AB', expected: true },
    { value: 'abC', operator: 'ends', wanted: 'c', expected: false },
    { value: ['x', 'ba'], operator: 'ends', wanted: 'a', expected: true },
    { value: undefined, operator: 'empty', wanted: undefined, expected: true },
    { value: [''], operator: 'empty', wanted: undefined, expected: false },
    { value: {}, operator: 'empty', wanted: undefined, expected: false },
    { value: false, operator: 'not-empty', wanted: undefined, expected: true },
    { value: 5, operator: 'gt', wanted: [9, 3], expected: true },
    { value: 5, operator: 'gt', wanted: [], expected: false },
    { value: [1, 9], operator: 'gt', wanted: 5, expected: true },
    { value: '10', operator: 'gt', wanted: 9, expected: true },
    { value: 10, operator: 'lt', wanted: '9', expected: false },
    { value: 10n, operator: 'gte', wanted: 10, expected: true },
    { value: 9007199254740993n, operator: 'gt', wanted: '9007199254740992', expected: true },
    { value: '9007199254740993', operator: 'gt', wanted: 9007199254740992n, expected: true },
    { value: '10', operator: 'lt', wanted: '9', expected: true },
    { value: true, operator: 'gte', wanted: 0, expected: false },
    { value: null, operator: 'lte', wanted: 0, expected: false },
    { value: {}, operator: 'gte', wanted: '', expected: false },
    { value: Number.NaN, operator: 'lte', wanted: 5, expected: false },
    { value: new Date(time), operator: 'gte', wanted: time, expected: true },
    { value: new Date(time), operator: 'lte', wanted: new Date(time), expected: true },
    { value: time, operator: 'lt', wanted: new Date('2024-07-10'), expected: true },
    { value: time, operator: 'lt', wanted: '2024-07-09 12:00:00+00:00', expected: false },
    { value: new Date(time), operator: 'gt', wanted: 5, expected: false },
    { value: new Date(time), operator: 'gt', wanted: 'a', expected: false },
    { value: 5, operator: 'lt', wanted: new Date(time), expected: false },
    { value: time, operator: 'lt', wanted: 'a', expected: true },
    { value: '2024-07-09', operator: 'between', wanted: ['2024-07-01', '2024-07-09T00:00Z'], expected: true },
    { value: [0, 4], operator: 'between', wanted: [1, 3], expected: false },
    { value: 'b', operator: 'between', wanted: ['a', 'c'], expected: true },
    { value: '2', operator: 'between', wanted: [1, 3], expected: true },
  ])('$value $operator $wanted: $expected', ({ value, operator, wanted, expected }) => {
    expect(passesPlain(value, operator, wanted ?? null)).toBe(expected);
  });

  it.each([
    {
      name: 'any element of a list on the way',
      record: { r: [{ a: 'xyz' }, {}] },
      filterOp: 'contains',
      wanted: 'y',
      expected: true,
    },
    {
      name: 'a list at the end of a path: membership',
      record: { r: { a: ['xyz'] } },
      filterOp: 'contains',
      wanted: 'y',
      expected: false,
    },
    { name: 'null in an element', record: { r: [{ a: 1 }, {}] }, filterOp: 'eq', wanted: null, expected: true },
    {
      name: 'empty through a list',
      record: { r: [{ a: 1 }, { a: [] }] },
      filterOp: 'empty',
      wanted: null,
      expected: true,
    },
  ] as const)('over a path: $name', ({ record, filterOp, wanted, expected }) => {
    expect(compileFilter({ 'r.a': wanted }, { 'r.a': filterOp })(record)).toBe(expected);
  });
});

describe('previous (FI-10)', () => {
  it.each([
    { name: 'reads the record before', record: { a: 2 }, previous: { a: 1 }, expected: true },
    { name: 'is null without one', record: { a: 1 }, previous: null, expected: false },
    { name: 'yields to a key literally so named', record: { 'previous.a': 1 }, previous: { a: 2 }, expected: true },
    {
      name: 'is no path into a field called previous',
      record: { previous: { a: 1 } },
      previous: null,
      expected: false,
    },
  ])('$name', ({ record, previous, expected }) => {
    expect(compileFilter({ 'previous.a': 1 })(record, previous)).toBe(expected);
    expect(compileFilter({ 'previous.a': 1 }, { 'previous.a': 'not-eq' })(record, previous)).toBe(!expected);
  });

  it('is null without one, for the unary operators too', () => {
    expect(compileFilter({}, { 'previous.a': 'null' })({ a: 1 })).toBe(true);
    expect(compileFilter({}, { 'previous.a': 'not-null' })({ a: 1 })).toBe(false);
  });
});

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

describe('compileConditions', () => {
  it('has a look-up for eq on the record, and for nothing else', () => {
    const filter = { a: [1, '1.0', 'x', null], b: 'x', 'previous.c': 'x', 'd.e': 'x', f: [] };
    const conditions = compileConditions(filter, { b: 'ieq', g: 'null' }, {});
    const lookups = conditions.map(({ field: name, lookup }) => [
      name,
      lookup?.path.text ?? null,
      lookup?.keys ?? null,
    ]);
    expect(lookups).toEqual([
      ['a', 'a', ['1', 'x', 'null']],
      ['b', null, null],
      ['previous.c', null, null],
      ['d.e', 'd.e', ['x']],
      ['f', 'f', []],
      ['g', null, null],
    ]);
  });

  it('keeps what explain needs', () => {
    const [condition, before] = compileConditions({ 'r.a': 'x', 'previous.b': 1 }, { 'r.a': 'not-eq' }, {});
    expect(condition).toMatchObject({ field: 'r.a', operator: 'not-eq', wanted: 'x' });
    expect(condition?.actual({ r: [{ a: 1 }, { a: 2 }] }, null)).toEqual([1, 2]);
    expect(before?.actual({}, { b: 5 })).toBe(5);
    expect(before?.actual({ 'previous.b': 6 }, { b: 5 })).toBe(6);
    expect(before?.actual({}, null)).toBeNull();
  });

  it('makes of what is no filter conditions that match nothing (FI-9)', () => {
    const wrong = compileConditions({ a: 1, b: {}, c: [{}], d: 5, e: 1 }, { a: 'is', d: 'contains', e: 'between' }, {});
    const record = { a: 1, b: {}, c: {}, d: '5', e: 1 };
    expect(wrong.map((condition) => condition.test(record, null))).toEqual([false, false, false, false, false]);
  });

  it('keeps no condition on the prototype', () => {
    const filter = JSON.parse('{"__proto__":"x"}');
    const [condition] = compileConditions(filter, {}, {});
    expect(condition?.test(JSON.parse('{"__proto__":"x"}'), null)).toBe(true);
    expect(condition?.test({}, null)).toBe(false);
  });
});

describe('equalityKey', () => {
  it.each([{}, [], Number.NaN, new Date(Number.NaN), Symbol('s'), () => 1])(
    'is null for what equals nothing: %s',
    (value) => {
      expect(equalityKey(value, undefined)).toBeNull();
      expect(equalityKey(value, status)).toBeNull();
    },
  );

  it('tells plain texts apart', () => {
    expect(equalityKey('a', undefined)).not.toBe(equalityKey('A', undefined));
  });
});
