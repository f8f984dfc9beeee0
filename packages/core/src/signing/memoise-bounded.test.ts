import { describe, expect, it } from 'vitest';
import { memoiseBounded } from './memoise-bounded.ts';

describe('memoiseBounded', () => {
  it('makes what it does not hold, the oldest gone first', () => {
    const made: string[] = [];
    const get = memoiseBounded((key) => {
      made.push(key);
      return { key };
    }, 2);
    const first = get('a');
    expect(get('a')).toBe(first);
    get('b');
    get('c');
    get('c');
    get('b');
    get('a');
    expect(made).toEqual(['a', 'b', 'c', 'a']);
  });

  it('does not keep a failure', () => {
    let calls = 0;
    const get = memoiseBounded(() => {
      calls += 1;
      throw new Error('no');
    }, 2);
    expect(() => get('a')).toThrow('no');
    expect(() => get('a')).toThrow('no');
    expect(calls).toBe(2);
  });
});
