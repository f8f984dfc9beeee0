import { describe, expect, it } from 'vitest';
import { compilePath } from './field-path.ts';
import { readPath } from './read-path.ts';
import { visitEnds, visitValues } from './visit-values.ts';

const cyclicList: unknown[] = [];
cyclicList.push(cyclicList);
const cyclic: Record<string, unknown> = {};
cyclic.a = cyclic;

const cases: readonly {
  name: string;
  record: object;
  path: string;
  values: unknown[];
  ends?: unknown[];
  read: unknown;
}[] = [
  { name: 'a field', record: { a: 1 }, path: 'a', values: [1], read: 1 },
  { name: 'a missing field', record: {}, path: 'a', values: [null], read: null },
  { name: 'an undefined field', record: { a: undefined }, path: 'a', values: [null], read: null },
  { name: 'a list at the end', record: { a: [1, [2]] }, path: 'a', values: [1, 2], ends: [[1, [2]]], read: [1, [2]] },
  { name: 'an empty list at the end', record: { a: [] }, path: 'a', values: [null], ends: [[]], read: [] },
  {
    name: 'undefined in a list',
    record: { a: [undefined] },
    path: 'a',
    values: [null],
    ends: [[undefined]],
    read: [undefined],
  },
  { name: 'a dotted path', record: { a: { b: 1 } }, path: 'a.b', values: [1], read: 1 },
  { name: 'a path to nowhere', record: { a: 'uri' }, path: 'a.b.c', values: [null], read: null },
  { name: 'through null', record: { a: null }, path: 'a.b', values: [null], read: null },
  {
    name: 'through a list',
    record: { a: [{ b: 1 }, { b: 2 }, 'uri'] },
    path: 'a.b',
    values: [1, 2, null],
    read: [1, 2, null],
  },
  {
    name: 'through lists of lists',
    record: { a: [[{ b: 1 }], [[{ b: 2 }]]] },
    path: 'a.b',
    values: [1, 2],
    read: [[1], [[2]]],
  },
  { name: 'through an empty list', record: { a: [] }, path: 'a.b', values: [null], read: null },
  {
    name: 'lists in the middle and at the end',
    record: { a: [{ b: [1, 2] }, { b: [] }] },
    path: 'a.b',
    values: [1, 2, null],
    ends: [[1, 2], []],
    read: [[1, 2], []],
  },
  { name: 'a literal dotted key', record: { 'a.b': 1, a: { b: 2 } }, path: 'a.b', values: [1], read: 1 },
  {
    name: 'a literal dotted key that is null',
    record: { 'a.b': null, a: { b: 2 } },
    path: 'a.b',
    values: [null],
    read: null,
  },
  {
    name: 'a literal dotted key that is undefined',
    record: { 'a.b': undefined, a: { b: 2 } },
    path: 'a.b',
    values: [2],
    read: 2,
  },
  { name: 'a segment that looks like an index', record: { a: [{ b: 1 }] }, path: 'a.0', values: [null], read: [null] },
  { name: 'length is no field of a list', record: { a: [] }, path: 'a.length', values: [null], read: null },
  { name: 'names of the prototype', record: {}, path: 'constructor.name', values: [null], read: null },
  { name: 'toString', record: {}, path: 'toString', values: [null], read: null },
  {
    name: 'a field called hasOwnProperty',
    record: { hasOwnProperty: 1 },
    path: 'hasOwnProperty',
    values: [1],
    read: 1,
  },
  {
    name: 'a field called __proto__',
    record: JSON.parse('{"__proto__":{"a":1}}'),
    path: '__proto__.a',
    values: [1],
    read: 1,
  },
  {
    name: 'a record without prototype',
    record: Object.assign(Object.create(null), { a: 1 }),
    path: 'a',
    values: [1],
    read: 1,
  },
  { name: 'an inherited field', record: Object.create({ a: 1 }), path: 'a', values: [null], read: null },
  {
    name: 'a hidden field',
    record: Object.defineProperty({}, 'a', { value: 1 }),
    path: 'a',
    values: [null],
    read: null,
  },
  { name: 'what toJSON returns', record: { a: { toJSON: () => ({ b: 1 }) } }, path: 'a.b', values: [1], read: 1 },
  {
    name: 'toJSON in a list',
    record: { a: [{ toJSON: () => 1 }] },
    path: 'a',
    values: [1],
    ends: [[{ toJSON: expect.any(Function) }]],
    read: [{ toJSON: expect.any(Function) }],
  },
  {
    name: 'a getter that throws',
    record: {
      get a() {
        throw new Error('no');
      },
    },
    path: 'a',
    values: [null],
    read: null,
  },
];

function collect(visit: typeof visitValues, record: object, path: string): unknown[] {
  const values: unknown[] = [];
  visit(record, compilePath(path), (value) => {
    values.push(value);
    return false;
  });
  return values;
}

describe('visitValues and readPath (FI-8)', () => {
  it.each(cases)('$name', ({ record, path, values, ends, read }) => {
    expect(collect(visitValues, record, path)).toEqual(values);
    expect(collect(visitEnds, record, path)).toEqual(ends ?? values);
    expect(readPath(record, compilePath(path))).toEqual(read);
  });

  it('keeps a Date a Date', () => {
    const record = { a: [{ at: new Date(0) }] };
    expect(collect(visitValues, record, 'a.at')).toEqual([new Date(0)]);
  });

  it('stops at the first true', () => {
    const seen: unknown[] = [];
    const found = visitValues({ a: [{ b: [1, 2] }, { b: 3 }] }, compilePath('a.b'), (value) => seen.push(value) === 2);
    expect(found).toBe(true);
    expect(seen).toEqual([1, 2]);
  });

  it('says whether any was true', () => {
    expect(visitValues({ a: [1] }, compilePath('a'), () => false)).toBe(false);
  });

  it.each([{ a: cyclicList }, cyclic])('ends on records that hold themselves', (record) => {
    expect(collect(visitValues, record, 'a')).toHaveLength(1);
    expect(collect(visitValues, record, Array(5_000).fill('a').join('.'))).toEqual([null]);
  });
});
