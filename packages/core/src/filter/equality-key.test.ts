import { describe, expect, it } from 'vitest';
import { equalityKey } from './equality-key.ts';

const status = { 1: 'Open', 2: 'Lost', 3: 'Won' };

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
