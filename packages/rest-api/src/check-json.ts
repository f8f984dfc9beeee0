import { ValidationError } from '@hookwright/core';
import { parameterInvalid, type RestError } from './rest-error.ts';

/** An open object or list. */
interface Frame {
  /** Keys so far; null for a list. */
  readonly keys: Set<string> | null;
  /** The current key, or index. */
  at: string | number;
  isKeyNext: boolean;
}

const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;
const unstorable = /\0|\p{Surrogate}/u;
const maxPathSteps = 5;

/**
 * Refuses JSON that would not be stored and given back as it came, or that readers understand differently: duplicate keys, `__proto__`,
 * numbers that a double cannot hold, NUL and halves of surrogate pairs.
 *
 * @param text - well-formed JSON
 * @throws {@link RestError} 400; {@link ValidationError} for what is too deep or too long
 */
export function checkJson(text: string, limits: { readonly maxDepth: number; readonly maxListItems: number }): void {
  const frames: Frame[] = [];
  for (const [part] of text.matchAll(token)) {
    const frame = frames.at(-1);
    switch (part[0]) {
      case '{':
      case '[':
        if (frames.length >= limits.maxDepth) throw tooLarge(frames, `at most ${limits.maxDepth} levels`);
        frames.push({ keys: part === '{' ? new Set() : null, at: part === '{' ? '' : 0, isKeyNext: part === '{' });
        break;
      case '}':
      case ']':
        frames.pop();
        break;
      case ',':
        if (frame !== undefined) step(frames, frame, limits.maxListItems);
        break;
      case ':':
        break;
      case '"':
        checkText(part, frames, frame);
        break;
      default:
        checkNumber(part, frames);
    }
  }
}

function step(frames: readonly Frame[], frame: Frame, maxListItems: number): void {
  if (typeof frame.at === 'string') {
    frame.isKeyNext = true;
    return;
  }
  frame.at += 1;
  if (frame.at >= maxListItems) throw tooLarge(frames.slice(0, -1), `at most ${maxListItems} items`);
}

function checkText(part: string, frames: readonly Frame[], frame: Frame | undefined): void {
  const text = part.includes('\\') ? (JSON.parse(part) as string) : part.slice(1, -1);
  if (frame?.keys && frame.isKeyNext) {
    frame.at = text;
    frame.isKeyNext = false;
    if (frame.keys.has(text)) throw refused(frames, 'this key is there twice');
    if (text === '__proto__') throw refused(frames, 'this key is not accepted');
    frame.keys.add(text);
  }
  if (unstorable.test(text)) throw refused(frames, 'expected text without NUL and half surrogate pairs');
}

function checkNumber(part: string, frames: readonly Frame[]): void {
  const value = Number(part);
  if (Number.isNaN(value)) return;
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    throw refused(frames, 'expected a number within ±(2^53 - 1); write larger ones as text');
  }
}

function refused(frames: readonly Frame[], message: string): RestError {
  return parameterInvalid(`${pathOf(frames)}: ${message}`);
}

function tooLarge(frames: readonly Frame[], expected: string): ValidationError {
  return new ValidationError([{ path: pathOf(frames), code: 'TOO_LARGE', message: `expected ${expected}, got more` }]);
}

function pathOf(frames: readonly Frame[]): string {
  const steps = frames.slice(0, maxPathSteps).map(({ at }) => (typeof at === 'number' ? `[${at}]` : `.${at}`));
  return steps.length === 0 ? 'body' : steps.join('').replace(/^\./, '').replaceAll(/\0|\p{Surrogate}/gu, '?');
}
