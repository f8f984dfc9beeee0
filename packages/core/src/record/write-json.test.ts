import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { utf8Length } from './utf8-length.ts';
import { writeJson } from './write-json.ts';

describe('writeJson (PA-4)', () => {
  afterEach(() => {
    delete (BigInt.prototype as { toJSON?: unknown }).toJSON;
  });

  it('is the native text where there is no bigint', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => writeJson(value) === JSON.stringify(value)));
  });

  const record = { id: 9007199254740993n, deep: [{ n: -1n, text: '"\n\u2028\ud800', none: null }], gone: undefined };
  const text = '{"id":9007199254740993,"deep":[{"n":-1,"text":"\\"\\n\u2028\\ud800","none":null}]}';

  it('writes bigints as the digits of a number', () => {
    expect(writeJson(record)).toBe(text);
  });

  it('does so where the host has given bigints a toJSON', () => {
    Object.assign(BigInt.prototype, { toJSON: () => 'text' });
    expect(writeJson(record)).toBe(text);
  });

  it('differs from the native text in nothing else', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => writeJson([value, 1n]) === `[${JSON.stringify(value)},1]`));
  });
});

describe('utf8Length', () => {
  it('is what TextEncoder makes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '\udc00')) }),
        (text) => {
          expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
        },
      ),
    );
  });
});
