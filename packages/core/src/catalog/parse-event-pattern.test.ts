import { describe, expect, it } from 'vitest';
import { ValidationError } from '../errors/validation-error.ts';
import { crmCatalog } from './crm-catalog.ts';
import { defineCatalog } from './define-catalog.ts';
import vectors from './events.vectors.json' with { type: 'json' };
import { matchesEvent } from './matches-event.ts';
import { findEventNameIssue, findEventPatternIssue, parseEventPattern } from './parse-event-pattern.ts';

describe('matchesEvent (EV-1)', () => {
  it.each(vectors.matches)('$pattern and $event: $expect', ({ pattern, event, expect: expected }) => {
    expect(matchesEvent(pattern, event)).toBe(expected);
  });

  it.each([
    { pattern: 'Acc.*', event: 'Account.Create' },
    { pattern: 'Account.*', event: 'Account.' },
    { pattern: 'Account.*', event: 'AccountX.Create' },
    { pattern: 'Account', event: 'Account.Create' },
    { pattern: '*.Create', event: 'Account.Create' },
    { pattern: 'account.*', event: 'Account.Create' },
    { pattern: '', event: 'Account.Create' },
  ])('$pattern does not cover $event', ({ pattern, event }) => {
    expect(matchesEvent(pattern, event)).toBe(false);
  });
});

describe('parseEventPattern', () => {
  it.each([
    { pattern: '*', expected: { kind: 'all' } },
    { pattern: 'Account.*', expected: { kind: 'entity', entity: 'Account' } },
    { pattern: 'Opportunity.Won', expected: { kind: 'event', entity: 'Opportunity', action: 'Won' } },
  ])('EV-1: takes $pattern apart', ({ pattern, expected }) => {
    expect(parseEventPattern(pattern)).toEqual(expected);
    expect(findEventPatternIssue(pattern, crmCatalog, 'events[0]')).toBeNull();
  });

  it.each(vectors.rejected)('EV-4: rejects "%s"', (pattern) => {
    expect(() => parseEventPattern(pattern)).toThrow(ValidationError);
    expect(findEventPatternIssue(pattern, crmCatalog, 'events[2]')).toMatchObject({
      path: 'events[2]',
      code: 'UNKNOWN_EVENT',
    });
  });

  it.each(['constructor.*', '__proto__.*', 'toString.*', '.*', '*.*', 'Account.*.*', '**'])(
    'EV-4: rejects "%s"',
    (pattern) => {
      expect(findEventPatternIssue(pattern, crmCatalog, 'events[0]')?.code).toBe('UNKNOWN_EVENT');
    },
  );

  it.each([
    { pattern: 'Account.Created', nearest: 'Account.Create' },
    { pattern: 'Acount.*', nearest: 'Account.*' },
    { pattern: 'account.create', nearest: 'Account.Create' },
    { pattern: 'Account', nearest: 'Account.*' },
    { pattern: 'Account.', nearest: 'Account.*' },
    { pattern: ' Account.Create', nearest: 'Account.Create' },
    { pattern: 'Oportunity.Won', nearest: 'Opportunity.Won' },
    { pattern: 'CE_Bid.Create', nearest: 'CustomEntity.Create' },
    { pattern: 'CE_Bid.*', nearest: 'CustomEntity.*' },
    { pattern: '', nearest: '*' },
  ])('EV-4: names $nearest for "$pattern"', ({ pattern, nearest }) => {
    const message = findEventPatternIssue(pattern, crmCatalog, 'events[0]')?.message;
    expect(message).toBe(`unknown event or pattern ${JSON.stringify(pattern)}; did you mean "${nearest}"?`);
  });

  it.each([
    { pattern: undefined, code: 'REQUIRED' },
    { pattern: null, code: 'REQUIRED' },
    { pattern: 5, code: 'WRONG_TYPE' },
    { pattern: ['*'], code: 'WRONG_TYPE' },
  ])('EV-4: $pattern is $code', ({ pattern, code }) => {
    expect(findEventPatternIssue(pattern, crmCatalog, 'events[0]')).toMatchObject({ path: 'events[0]', code });
  });

  it('EV-3: asks the catalogue that it is given', () => {
    const catalog = defineCatalog({ entities: { Invoice: { actions: ['Paid'] } } });
    expect(parseEventPattern('Invoice.Paid', catalog)).toEqual({ kind: 'event', entity: 'Invoice', action: 'Paid' });
    expect(() => parseEventPattern('Account.Create', catalog)).toThrow('did you mean');
  });
});

describe('findEventNameIssue', () => {
  it('names an event, never a pattern', () => {
    expect(findEventNameIssue('Account.*', crmCatalog, 'changes[0].event')).toEqual({
      path: 'changes[0].event',
      code: 'UNKNOWN_EVENT',
      message: 'unknown event "Account.*"; did you mean "Account.Create"?',
    });
  });

  it('says what it wants of what is no text', () => {
    expect(findEventNameIssue(undefined, crmCatalog, 'event')).toMatchObject({ code: 'REQUIRED' });
  });
});
