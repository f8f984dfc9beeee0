import { ValidationError } from '@hookwright/core';
import { parameterInvalid, type RestError } from '../errors/rest-error.ts';
import { JsonPlace } from './json-place.ts';

/** Bounds of a JSON text. */
export interface JsonLimits {
  /** Objects and lists within each other. */
  readonly maxDepth: number;
  /** Items of one list, and keys of one object. */
  readonly maxListItems: number;
}

/** Of a key: it comes back in the paths of what is wrong below it. */
const maxKeyLength = 255;

const unstorable = /\0|\p{Surrogate}/u;
/** A number, or true, false, null. */
const literal = /[^\s{}[\],:"]+/y;

/**
 * Refuses JSON that would not be stored and given back as it came, or that readers understand differently: duplicate keys, `__proto__`,
 * numbers that a double cannot hold, NUL and halves of surrogate pairs.
 *
 * @param text - well-formed JSON
 * @throws {@link RestError} 400; {@link ValidationError} for what is too deep or too long
 */
export function checkJson(text: string, limits: JsonLimits): void {
  const place = new JsonPlace();
  for (let at = 0; at < text.length; ) {
    const char = text[at] as string;
    let end = at + 1;
    if (char === '{' || char === '[') {
      if (place.depth >= limits.maxDepth) throw tooLarge(place, `at most ${limits.maxDepth} levels`);
      place.open(char);
    } else if (char === '}' || char === ']') {
      place.close();
    } else if (char === ',') {
      if (place.step() >= limits.maxListItems) throw tooLarge(place.parent(), `at most ${limits.maxListItems} items`);
    } else if (char === '"') {
      end = endOfText(text, at);
      checkText(text.slice(at, end), place);
    } else if (!/[\s:]/.test(char)) {
      literal.lastIndex = at;
      const [part = char] = literal.exec(text) ?? [];
      end = at + part.length;
      checkNumber(part, place);
    }
    at = end;
  }
}

/** Not by an expression: one runs out of stack on a text of a million escapes. */
function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function checkText(part: string, place: JsonPlace): void {
  const text = part.includes('\\') ? (JSON.parse(part) as string) : part.slice(1, -1);
  if (place.isKeyNext) {
    if (text.length > maxKeyLength) throw refused(place, `expected keys of at most ${maxKeyLength} characters`);
    const isNew = place.takeKey(text);
    if (!isNew) throw refused(place, 'this key is there twice');
    if (text === '__proto__') throw refused(place, 'this key is not accepted');
  }
  if (unstorable.test(text)) throw refused(place, 'expected text without NUL and half surrogate pairs');
}

function checkNumber(part: string, place: JsonPlace): void {
  const value = Number(part);
  if (Number.isNaN(value)) return;
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    throw refused(place, 'expected a number within ±(2^53 - 1); write larger ones as text');
  }
}

function refused(place: JsonPlace, message: string): RestError {
  return parameterInvalid(`${place}: ${message}`);
}

function tooLarge(place: JsonPlace, expected: string): ValidationError {
  return new ValidationError([{ path: `${place}`, code: 'TOO_LARGE', message: `expected ${expected}, got more` }]);
}
