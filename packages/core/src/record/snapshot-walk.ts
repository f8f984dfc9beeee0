import type { ValidationIssue, ValidationIssueCode } from '../errors/validation-error.ts';
import { formatInstant } from '../model/format-instant.ts';
import { isDate } from './is-date.ts';
import { setField } from './set-field.ts';

/** Most objects and lists inside each other, the record itself included, unless told otherwise. */
const standardMaxDepth = 1_000;
/** Most problems reported of one record. */
const maxIssues = 100;

/** Copies one record, noting what is wrong with it and between which bounds its JSON's size lies. */
export class SnapshotWalk {
  readonly issues: ValidationIssue[] = [];
  /** The JSON has at least this many bytes. */
  leastBytes = 0;
  /** The JSON has at most this many bytes. */
  mostBytes = 0;
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #maxDepth: number;
  // The objects that hold the one being copied, outermost first, and the key of each in the one before.
  readonly #holders: object[] = [];
  readonly #keys: (string | number)[] = [];

  constructor(path: string, maxBytes: number, maxDepth = standardMaxDepth) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#maxDepth = maxDepth;
  }

  /** @returns the copy; undefined for what JSON leaves out and for what cannot be copied, which is then among the issues */
  copy(value: unknown, key: string | number): unknown {
    switch (typeof value) {
      case 'string':
        this.#count(value.length + 2, 6 * value.length + 2);
        return value;
      case 'number':
        this.#count(1, 25);
        if (!Number.isFinite(value)) this.#reject(key, `expected a finite number, got ${value}`);
        return value;
      case 'boolean':
        this.#count(4, 5);
        return value;
      case 'undefined':
        return undefined;
      case 'bigint': {
        const { length } = value.toString();
        this.#count(length, length);
        return value;
      }
      case 'object':
        return this.#copyObject(value, key);
      default:
        this.#reject(key, `expected a JSON value, a Date or a bigint, got a ${typeof value}`);
        return undefined;
    }
  }

  get #isOver(): boolean {
    return this.leastBytes > this.#maxBytes || this.issues.length >= maxIssues;
  }

  #copyObject(value: object | null, key: string | number): unknown {
    if (value === null) {
      this.#count(4, 4);
      return null;
    }
    const mark = this.#holders.length;
    try {
      if (isDate(value)) return this.#copyDate(value, key);
      const { toJSON } = value as { readonly toJSON?: unknown };
      if (typeof toJSON !== 'function') return this.#copyContainer(value, key);
      const json: unknown = toJSON.call(value, String(key));
      if (typeof json !== 'object' || json === null) return this.copy(json, key);
      // Its own `toJSON` is not asked: once is all.
      return isDate(json) ? this.#copyDate(json, key) : this.#copyContainer(json, key);
    } catch (error) {
      // A getter, a toJSON or a proxy of the host's. Whatever was entered since is left.
      this.#holders.length = mark;
      this.#keys.length = mark;
      this.#reject(key, `reading it threw ${describeThrown(error)}`);
      return undefined;
    }
  }

  #copyDate(value: Date, key: string | number): string | undefined {
    this.#count(34, 42);
    if (!Number.isNaN(value.getTime())) return formatInstant(value);
    this.#reject(key, 'expected a valid Date, got an invalid one');
    return undefined;
  }

  #copyContainer(value: object, key: string | number): object | undefined {
    if (this.#holders.includes(value)) {
      this.#reject(key, 'it holds itself: a cycle has no JSON');
      return undefined;
    }
    if (this.#holders.length === this.#maxDepth) {
      this.#reject(key, `nested deeper than ${this.#maxDepth}`, 'TOO_LARGE');
      return undefined;
    }
    const isList = Array.isArray(value);
    if (!isList && !isPlain(value)) {
      this.#reject(key, `expected a JSON value, a Date or a bigint, got ${Object.prototype.toString.call(value)}`);
      return undefined;
    }
    this.#count(2, 2);
    this.#holders.push(value);
    this.#keys.push(key);
    const copy = isList ? this.#copyList(value) : this.#copyFields(value);
    this.#holders.pop();
    this.#keys.pop();
    return copy;
  }

  #copyList(list: readonly unknown[]): unknown[] {
    const copy: unknown[] = [];
    for (let index = 0; index < list.length && !this.#isOver; index++) {
      const element = list[index] ?? null;
      this.#count(0, 1);
      copy.push(this.copy(element, index) ?? null);
    }
    return copy;
  }

  #copyFields(source: object): object {
    // Spreading keeps the host's hidden class: several times cheaper than building the copy field by field.
    const copy: Record<string, unknown> = this.#spread(source);
    let hasUndefined = false;
    for (const key in copy) {
      const value = copy[key];
      const kind = typeof value;
      if (kind === 'string') {
        const { length } = value as string;
        this.#count(key.length + length + 5, 6 * (key.length + length) + 6);
      } else if (kind === 'number' && Number.isFinite(value)) {
        this.#count(key.length + 4, 6 * key.length + 29);
      } else if (value === undefined) {
        hasUndefined = true;
      } else if (value === null || kind === 'boolean') {
        this.#count(key.length + 7, 6 * key.length + 9);
      } else if (Object.hasOwn(copy, key)) {
        this.#count(key.length + 3, 6 * key.length + 4);
        const copied = this.copy(value, key);
        if (copied !== value) copy[key] = copied;
        if (copied === undefined) hasUndefined = true;
      }
      if (this.#isOver) break;
    }
    return hasUndefined ? withoutUndefined(copy) : copy;
  }

  #spread(source: object): Record<string, unknown> {
    try {
      return { ...source } as Record<string, unknown>;
    } catch {
      // Some getter threw: field by field, so that each that throws is named.
      const copy = {};
      for (const key of Object.keys(source)) {
        try {
          setField(copy, key, (source as Readonly<Record<string, unknown>>)[key]);
        } catch (error) {
          this.#reject(key, `reading it threw ${describeThrown(error)}`);
        }
      }
      return copy;
    }
  }

  #count(least: number, most: number): void {
    this.leastBytes += least;
    this.mostBytes += most;
  }

  #reject(key: string | number, message: string, code: ValidationIssueCode = 'UNSERIALISABLE'): void {
    if (this.issues.length >= maxIssues) return;
    // The first key is the record's own, which the path already names.
    const keys = [...this.#keys, key].slice(1);
    const steps = keys.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`));
    this.issues.push({ path: `${this.#path}${steps.join('')}`, code, message });
  }
}

/** An object whose fields are its whole content: of a class of the host's perhaps, but no Map, Promise, RegExp, … */
function isPlain(value: object): boolean {
  return (
    Object.getPrototypeOf(value) === Object.prototype || Object.prototype.toString.call(value) === '[object Object]'
  );
}

function withoutUndefined(record: Readonly<Record<string, unknown>>): object {
  const kept = {};
  for (const key of Object.keys(record)) {
    if (record[key] !== undefined) setField(kept, key, record[key]);
  }
  return kept;
}

function describeThrown(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'what is no Error';
}
