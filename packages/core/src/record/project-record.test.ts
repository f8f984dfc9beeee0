import { describe, expect, it } from 'vitest';
import vectors from './load-only.vectors.json' with { type: 'json' };
import { compileProjection, projectRecord } from './project-record.ts';

describe('projectRecord (EX-4)', () => {
  it.each(vectors)('$name', ({ record, paths, expect: expected }) => {
    expect(projectRecord(record, paths)).toStrictEqual(expected);
  });

  it.each([
    { name: 'part after whole', record: { o: { a: 1, b: 2 } }, paths: ['o.a', 'o'], expected: { o: { a: 1, b: 2 } } },
    { name: 'two parts', record: { o: { a: 1, b: 2, c: 3 } }, paths: ['o.a', 'o.c'], expected: { o: { a: 1, c: 3 } } },
    { name: 'a part that is not there', record: { o: { b: 2 } }, paths: ['o.a'], expected: { o: {} } },
    {
      name: 'lists of uris',
      record: { o: ['u1', { a: 1, b: 2 }, null] },
      paths: ['o.a'],
      expected: { o: ['u1', { a: 1 }, null] },
    },
    { name: 'lists of lists', record: { o: [[{ a: 1, b: 2 }]] }, paths: ['o.a'], expected: { o: [[{ a: 1 }]] } },
    { name: 'a literal dotted key', record: { 'o.a': 1, 'o.b': 2 }, paths: ['o.a'], expected: { 'o.a': 1 } },
    {
      name: 'a literal key beside a part',
      record: { 'o.a': 1, o: { a: 2, b: 3 } },
      paths: ['o.a'],
      expected: { 'o.a': 1, o: { a: 2 } },
    },
    { name: 'undefined', record: { a: undefined }, paths: ['a'], expected: {} },
    { name: 'names of the prototype', record: { a: 1 }, paths: ['constructor', 'toString', 'a'], expected: { a: 1 } },
    { name: 'a Date under a part', record: { at: new Date(0) }, paths: ['at.x'], expected: { at: new Date(0) } },
    { name: 'toJSON', record: { o: { toJSON: () => ({ a: 1, b: 2 }) } }, paths: ['o.a'], expected: { o: { a: 1 } } },
  ])('$name', ({ record, paths, expected }) => {
    expect(projectRecord(record, paths)).toStrictEqual(expected);
  });

  it("keeps the record's order, so that the order of the list makes no other payload", () => {
    const record = { c: 1, a: 2, b: 3 };
    expect(JSON.stringify(projectRecord(record, ['a', 'c']))).toBe('{"c":1,"a":2}');
  });

  it('takes __proto__ as a field', () => {
    const record = JSON.parse('{"__proto__":{"a":1,"b":2},"x":1}');
    const projected = compileProjection(['__proto__.a'])(record);
    expect(JSON.stringify(projected)).toBe('{"__proto__":{"a":1}}');
    expect(Object.getPrototypeOf(projected)).toBe(Object.prototype);
  });
});
