import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parentPath, relationPaths } from './relation-paths.ts';

describe('relationPaths (EX-1)', () => {
  it.each([
    { paths: [], expected: [] },
    { paths: ['b', 'a'], expected: ['a', 'b'] },
    { paths: ['a', 'a'], expected: ['a'] },
    { paths: ['a.b.c'], expected: ['a', 'a.b', 'a.b.c'] },
    { paths: ['a.b', 'a-b', 'a'], expected: ['a', 'a-b', 'a.b'] },
    { paths: ['a.b.c.d.e.f.g'], expected: ['a', 'a.b', 'a.b.c', 'a.b.c.d', 'a.b.c.d.e'] },
    { paths: ['', '.', 'a..b', '.a', 'a.'], expected: [] },
  ])('makes $expected of $paths', ({ paths, expected }) => {
    expect(relationPaths(paths)).toEqual(expected);
  });

  it('has every parent before its children, whatever the order', () => {
    const path = fc.array(fc.constantFrom('a', 'b', '-', '~', 'aa'), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(fc.array(path.map((segments) => segments.join('.'))), (paths) => {
        const found = relationPaths(paths);
        expect(relationPaths(paths.toReversed())).toEqual(found);
        expect(relationPaths(found)).toEqual(found);
        for (const [index, one] of found.entries()) {
          const parent = parentPath(one);
          if (parent !== null) expect(found.slice(0, index)).toContain(parent);
        }
      }),
    );
  });
});
