import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkJson } from './check-json.ts';

const limits = { maxDepth: 64, maxListItems: 1_000 };
const json = fc.jsonValue({ maxDepth: 6, noUnicodeString: false }).filter((value) => isStorable(JSON.stringify(value)));

/** Whether nothing is in it that is refused by design; by the parser's view, not by a reader of text. */
function isStorable(text: string): boolean {
  let isSound = true;
  JSON.parse(text, (key, value) => {
    const texts = typeof value === 'string' ? [key, value] : [key];
    if (key === '__proto__' || texts.some((part) => /\0|\p{Surrogate}/u.test(part))) isSound = false;
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) isSound = false;
    return value;
  });
  return isSound;
}

describe('checkJson', () => {
  it('accepts all JSON that is stored and read as it came, however it is spaced', () => {
    fc.assert(
      fc.property(json, fc.constantFrom('', ' ', '\t', '\r\n  '), (value, space) => {
        expect(() => checkJson(JSON.stringify(value, undefined, space), limits)).not.toThrow();
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('finds a key that is there twice, wherever it is and however it is written', () => {
    const escaped = (key: string) =>
      `"${[...key]
        .map((char) =>
          char
            .split('')
            .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
            .join(''),
        )
        .join('')}"`;
    const key = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => isStorable(JSON.stringify({ [text]: 1 })));
    fc.assert(
      fc.property(key, json, json, fc.boolean(), (name, first, last, isEscaped) => {
        const again = isEscaped ? escaped(name) : JSON.stringify(name);
        const twice = `{${JSON.stringify(name)}: ${JSON.stringify(first)}, ${again}: ${JSON.stringify(last)}}`;
        expect(() => checkJson(twice, limits)).toThrow(/twice|not accepted/);
        expect(() => checkJson(`[{"a": [${twice}]}]`, limits)).toThrow(/twice|not accepted/);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it.each([
    ['levels', '[[[]]]', { maxDepth: 2, maxListItems: 9 }, '[0][0]: expected at most 2 levels, got more'],
    ['items', '{"a": {"b": [1, 2, 3]}}', { maxDepth: 9, maxListItems: 2 }, 'a.b: expected at most 2 items, got more'],
    [
      'keys',
      '{"a": {"b": 1, "c": 2, "d": 3}}',
      { maxDepth: 9, maxListItems: 2 },
      'a: expected at most 2 items, got more',
    ],
  ])('bounds %s, and says where', (_name, text, bounds, message) => {
    expect(() => checkJson(text, bounds)).toThrow(message);
    expect(() => checkJson(text, { maxDepth: 3, maxListItems: 3 })).not.toThrow();
  });

  it.each(['9007199254740991', '-9007199254740991', '0.1', '1e3', '-0', '1.7e-308', '"9007199254740993"'])(
    'accepts %s',
    (text) => {
      expect(() => checkJson(text, limits)).not.toThrow();
    },
  );

  it.each(['9007199254740992', '-9007199254740993', '1e400', '1e22', '[1, 12345678901234567890]'])(
    'refuses %s',
    (text) => {
      expect(() => checkJson(text, limits)).toThrow('expected a number within ±(2^53 - 1)');
    },
  );

  it('reads a text of millions of escapes', () => {
    expect(() => checkJson(JSON.stringify({ a: '\n'.repeat(5_000_000) }), limits)).not.toThrow();
  });
});
