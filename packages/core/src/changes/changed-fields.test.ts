import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePath } from '../record/field-path.ts';
import { changedFields, fieldCovered, fieldDiffers } from './changed-fields.ts';
import vectors from './changed-fields.vectors.json' with { type: 'json' };

interface Case {
  name: string;
  before: object | null;
  after: object | null;
  fields: string[] | null;
  expected: string[];
}

describe('changedFields (FC-2)', () => {
  it.each(vectors)('$name', ({ before, after, fields, expect: expected }) => {
    expect(changedFields(before, after, fields)).toEqual(expected);
  });

  it.each<Case>([
    { name: 'no fields listed', before: { a: 1 }, after: { a: 2 }, fields: [], expected: [] },
    { name: 'no before', before: null, after: { a: 1, b: null }, fields: null, expected: ['a'] },
    { name: 'no after', before: { a: 1 }, after: null, fields: null, expected: ['a'] },
    { name: 'removed fields', before: { a: 1, b: 1 }, after: { b: 1 }, fields: null, expected: ['a'] },
    {
      name: 'owner_id is owner',
      before: { owner: 'u1' },
      after: { owner: 'u2' },
      fields: ['owner_id'],
      expected: ['owner_id'],
    },
    {
      name: 'a nested relation',
      before: { c: { owner_id: 1 } },
      after: { c: { owner_id: 2 } },
      fields: ['c.owner'],
      expected: ['c.owner'],
    },
    {
      name: 'all fields by their own names',
      before: { owner_id: 1, owner: 'u' },
      after: { owner_id: 2, owner: 'u' },
      fields: null,
      expected: ['owner_id'],
    },
    {
      name: 'a dotted path over a list',
      before: { r: [{ a: 1, b: 1 }] },
      after: { r: [{ a: 1, b: 2 }] },
      fields: ['r.a', 'r.b'],
      expected: ['r.b'],
    },
    {
      name: 'a dotted path over a list that grew',
      before: { r: [{ a: 1 }] },
      after: { r: [{ a: 1 }, { a: 1 }] },
      fields: ['r.a'],
      expected: ['r.a'],
    },
    { name: 'an empty list and none', before: { r: [] }, after: {}, fields: ['r.a'], expected: [] },
    {
      name: 'a literal dotted key',
      before: { 'a.b': 1, a: { b: 1 } },
      after: { 'a.b': 1, a: { b: 2 } },
      fields: ['a.b'],
      expected: [],
    },
    {
      name: 'a Date and its text',
      before: { at: new Date(0) },
      after: { at: '1970-01-01 00:00:00.000000+00:00' },
      fields: null,
      expected: [],
    },
    {
      name: 'a Date and the same time in another form',
      before: { at: new Date(0) },
      after: { at: '1970-01-01T00:00:00Z' },
      fields: null,
      expected: ['at'],
    },
    {
      name: 'a record with toJSON',
      before: { toJSON: () => ({ a: 1 }) },
      after: { a: 2 },
      fields: null,
      expected: ['a'],
    },
    {
      name: 'names of the prototype',
      before: {},
      after: { constructor: 1, a: {} },
      fields: ['constructor', 'toString'],
      expected: ['constructor'],
    },
  ])('$name', ({ before, after, fields, expected }) => {
    expect(changedFields(before, after, fields)).toEqual(expected);
  });

  it('finds nothing between a record and itself', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (record) => {
        expect(changedFields(record, { ...record })).toEqual([]);
      }),
    );
  });

  it('agrees with fieldDiffers', () => {
    const record = fc.dictionary(fc.constantFrom('a', 'a_id', 'b'), fc.jsonValue());
    fc.assert(
      fc.property(record, record, fc.constantFrom('a', 'a_id', 'b'), (before, after, field) => {
        expect(fieldDiffers(before, after, compilePath(field))).toBe(
          changedFields(before, after, [field]).length === 1,
        );
      }),
    );
  });
});

describe('fieldCovered (FC-3)', () => {
  it.each([
    { changed: ['name'], field: 'name', expected: true },
    { changed: ['name'], field: 'names', expected: false },
    { changed: ['value'], field: 'value.base_value', expected: true },
    { changed: ['value.base_value'], field: 'value', expected: true },
    { changed: ['value.currency_id'], field: 'value.base_value', expected: false },
    { changed: ['owner_id'], field: 'owner', expected: true },
    { changed: ['owner'], field: 'owner_id', expected: true },
    { changed: ['owner_id'], field: 'owner.name', expected: true },
    { changed: ['id'], field: '_id', expected: false },
    { changed: [], field: 'name', expected: false },
    { changed: ['x', 'name'], field: 'name', expected: true },
  ])('$changed covers $field: $expected', ({ changed, field, expected }) => {
    expect(fieldCovered(changed, compilePath(field))).toBe(expected);
  });
});
