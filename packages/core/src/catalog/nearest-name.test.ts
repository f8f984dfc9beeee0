import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

describe('nearestName', () => {
  const names = ['Account.Create', 'Account.Update', 'Contact.Create', '*'];
  it.each([
    { text: 'Account.Created', expected: 'Account.Create' },
    { text: 'acount.update', expected: 'Account.Update' },
    { text: 'Contakt.Create', expected: 'Contact.Create' },
    { text: '', expected: '*' },
    { text: `Account.Create${'x'.repeat(1_000_000)}`, expected: 'Account.Create' },
  ])('of $expected', ({ text, expected }) => {
    expect(nearestName(text, names)).toBe(expected);
  });

  it('takes the first of equals', () => {
    expect(nearestName('b', ['a', 'c'])).toBe('a');
  });

  it('is null without names', () => {
    expect(nearestName('a', [])).toBeNull();
  });
});
