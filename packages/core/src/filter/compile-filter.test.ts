import { describe, expect, it } from 'vitest';
import type { Catalog } from '../catalog/catalog.ts';
import { crmCatalog } from '../catalog/crm-catalog.ts';
import { ValidationError } from '../errors/validation-error.ts';
import type { FilterOperator, FilterValue } from '../model/filter-operator.ts';
import { compileConditions, compileFilter } from './compile-filter.ts';
import vectors from './filter.vectors.json' with { type: 'json' };

const { entities }: Catalog = crmCatalog;

interface Vector {
  readonly name: string;
  readonly record: object;
  readonly filter: Readonly<Record<string, FilterValue>>;
  readonly 'filter-op'?: Readonly<Record<string, FilterOperator>>;
  readonly previous?: object;
  readonly entity?: string;
  readonly expect: boolean;
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

describe('compileConditions', () => {
  it('has a look-up for eq on the record, and for nothing else', () => {
    const filter = { a: [1, '1.0', 'x', null], b: 'x', 'previous.c': 'x', 'd.e': 'x', f: [], h: 'x' };
    const conditions = compileConditions(filter, { b: 'ieq', g: 'null', h: 'not-eq' }, {});
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
      ['h', null, null],
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
