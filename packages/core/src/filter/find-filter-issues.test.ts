import { describe, expect, it } from 'vitest';
import { filterOperators } from '../model/filter-operator.ts';
import { findFilterIssues } from './find-filter-issues.ts';

const find = (filter: unknown, filterOp: unknown) =>
  findFilterIssues(filter, filterOp, 'options.entity.Contact.filter', 'options.entity.Contact.filter-op').map(
    (issue) => ({
      ...issue,
      path: issue.path.replace('options.entity.Contact.', ''),
    }),
  );

interface Case {
  name: string;
  filter: unknown;
  filterOp: unknown;
}

describe('findFilterIssues (OP-3)', () => {
  it.each<Case>([
    { name: 'nothing', filter: undefined, filterOp: null },
    { name: 'scalars', filter: { a: 'x', b: 5, c: true, d: null, e: 5n, f: new Date(0) }, filterOp: {} },
    { name: 'lists of scalars', filter: { a: ['x', 5, true, null], b: [] }, filterOp: { b: 'not-ieq' } },
    { name: 'unary operators alone', filter: {}, filterOp: { a: 'null', b: 'not-null', c: 'empty', d: 'not-empty' } },
    { name: 'unary operators with any value', filter: { a: { b: 1 } }, filterOp: { a: 'null' } },
    { name: 'between', filter: { a: [1, '2'] }, filterOp: { a: 'between' } },
    { name: 'texts for contains', filter: { a: ['x', 'y'] }, filterOp: { a: 'icontains' } },
  ])('finds nothing wrong with $name', ({ filter, filterOp }) => {
    expect(find(filter, filterOp)).toEqual([]);
  });

  it.each<Case & { path: string; code: string }>([
    { name: 'a filter that is a list', filter: [], filterOp: {}, path: 'filter', code: 'WRONG_TYPE' },
    { name: 'a filter that is a text', filter: 'a', filterOp: {}, path: 'filter', code: 'WRONG_TYPE' },
    { name: 'operators that are a text', filter: {}, filterOp: 'eq', path: 'filter-op', code: 'WRONG_TYPE' },
    {
      name: 'an operator that is no text',
      filter: { a: 1 },
      filterOp: { a: 5 },
      path: 'filter-op.a',
      code: 'WRONG_TYPE',
    },
    {
      name: 'an unknown operator',
      filter: { a: 1 },
      filterOp: { a: 'is' },
      path: 'filter-op.a',
      code: 'UNKNOWN_OPERATOR',
    },
    {
      name: 'an operator of another case',
      filter: { a: 1 },
      filterOp: { a: 'EQ' },
      path: 'filter-op.a',
      code: 'UNKNOWN_OPERATOR',
    },
    {
      name: 'an operator of the prototype',
      filter: { a: 1 },
      filterOp: { a: 'constructor' },
      path: 'filter-op.a',
      code: 'UNKNOWN_OPERATOR',
    },
    {
      name: 'an operator without a value',
      filter: {},
      filterOp: { email1: 'eq' },
      path: 'filter-op.email1',
      code: 'REQUIRED',
    },
    {
      name: 'a field of the prototype',
      filter: {},
      filterOp: { toString: 'eq' },
      path: 'filter-op.toString',
      code: 'REQUIRED',
    },
    { name: 'an object as value', filter: { a: { b: 1 } }, filterOp: {}, path: 'filter.a', code: 'WRONG_TYPE' },
    { name: 'undefined as value', filter: { a: undefined }, filterOp: {}, path: 'filter.a', code: 'WRONG_TYPE' },
    { name: 'NaN as value', filter: { a: Number.NaN }, filterOp: {}, path: 'filter.a', code: 'WRONG_TYPE' },
    {
      name: 'an invalid Date',
      filter: { a: new Date(Number.NaN) },
      filterOp: {},
      path: 'filter.a',
      code: 'WRONG_TYPE',
    },
    { name: 'a list of lists', filter: { a: ['x', ['y']] }, filterOp: {}, path: 'filter.a[1]', code: 'WRONG_TYPE' },
    { name: 'contains: 5', filter: { a: 5 }, filterOp: { a: 'contains' }, path: 'filter.a', code: 'INVALID_VALUE' },
    {
      name: 'contains with a number in its list',
      filter: { a: ['x', 5] },
      filterOp: { a: 'contains' },
      path: 'filter.a[1]',
      code: 'INVALID_VALUE',
    },
    { name: 'starts: null', filter: { a: null }, filterOp: { a: 'starts' }, path: 'filter.a', code: 'INVALID_VALUE' },
    { name: 'gt: null', filter: { a: null }, filterOp: { a: 'gt' }, path: 'filter.a', code: 'INVALID_VALUE' },
    { name: 'lte: true', filter: { a: true }, filterOp: { a: 'lte' }, path: 'filter.a', code: 'INVALID_VALUE' },
    {
      name: 'between one value',
      filter: { a: [1] },
      filterOp: { a: 'between' },
      path: 'filter.a',
      code: 'INVALID_VALUE',
    },
    {
      name: 'between three values',
      filter: { a: [1, 2, 3] },
      filterOp: { a: 'between' },
      path: 'filter.a',
      code: 'INVALID_VALUE',
    },
    { name: 'between a value', filter: { a: 1 }, filterOp: { a: 'between' }, path: 'filter.a', code: 'INVALID_VALUE' },
    {
      name: 'between null and something',
      filter: { a: [null, 1] },
      filterOp: { a: 'between' },
      path: 'filter.a[0]',
      code: 'INVALID_VALUE',
    },
  ])('finds $name', ({ filter, filterOp, path, code }) => {
    expect(find(filter, filterOp)).toEqual([{ path, code, message: expect.any(String) }]);
  });

  it.each([
    { operator: 'not_eq', nearest: 'not-eq' },
    { operator: 'NOT-EQ', nearest: 'not-eq' },
    { operator: 'contain', nearest: 'contains' },
    { operator: 'betwen', nearest: 'between' },
    { operator: 'not_empty', nearest: 'not-empty' },
  ])('names $nearest for $operator (OP-2)', ({ operator, nearest }) => {
    expect(find({ a: 1 }, { a: operator })[0]?.message).toContain(`did you mean "${nearest}"?`);
  });

  it('reports all problems at once', () => {
    expect(find({ a: {}, b: [1], c: [{}, {}] }, { b: 'between', d: 'eq', e: 'is' }).map(({ path }) => path)).toEqual([
      'filter-op.d',
      'filter-op.e',
      'filter.a',
      'filter.b',
      'filter.c[0]',
      'filter.c[1]',
    ]);
  });

  it('knows every operator', () => {
    for (const operator of filterOperators) expect(find({ a: ['x', 'y'] }, { a: operator })).toEqual([]);
  });
});
