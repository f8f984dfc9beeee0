import { describe, expect, it } from 'vitest';
import type { FilterOperator, FilterValue } from '../model/filter-operator.ts';
import { compileFilter } from './compile-filter.ts';

const status = { 1: 'Open', 2: 'Lost', 3: 'Won' };

/** Whether a field `x` of that value passes. */
function passes(value: unknown, operator: FilterOperator, wanted: unknown): boolean {
  return compileFilter({ x: wanted as FilterValue }, { x: operator }, { enums: { x: status } })({ x: value });
}

function passesPlain(value: unknown, operator: FilterOperator, wanted: unknown): boolean {
  return compileFilter({ x: wanted as FilterValue }, { x: operator })({ x: value });
}

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

  it('of enum names that differ in case alone goes by the name itself', () => {
    const enums = { x: { 1: 'Open', 2: 'OPEN' } };
    expect(compileFilter({ x: 'OPEN' }, { x: 'ieq' }, { enums })({ x: 2 })).toBe(true);
  });

  it('holds the enum map for the top-level field and previous.<field> alone', () => {
    const enums = { status };
    expect(compileFilter({ 'previous.status': 'Won' }, null, { enums })({}, { status: 3 })).toBe(true);
    expect(compileFilter({ 'deal.status': 'Won' }, null, { enums })({ deal: { status: 3 } })).toBe(false);
    expect(compileFilter({ constructor: 'Won' }, null, { enums })({ constructor: 3 })).toBe(false);
  });
});

it('an infinity, which only a record of the host itself can hold, equals no text', () => {
  expect(passesPlain(Number.POSITIVE_INFINITY, 'eq', '1e999')).toBe(false);
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
