import { describeValue } from '../errors/describe-value.ts';
import { maxRelationDepth } from '../payload/relation-paths.ts';
import type { Findings } from './findings.ts';

/** One value of a block and where it stands. */
interface Option {
  readonly value: unknown;
  readonly path: string;
}

/**
 * Reads one object of the options key by key, hyphens and underscores alike (OP-2), and remembers what nobody asked for.
 */
export class OptionBlock {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #findings: Findings;
  readonly #known = new Set<string>();

  constructor(fields: Readonly<Record<string, unknown>>, path: string, findings: Findings) {
    this.#fields = fields;
    this.#path = path;
    this.#findings = findings;
  }

  /** Opens `value` as a block; null, with an issue, when it is no object. */
  static open(value: unknown, path: string, findings: Findings): OptionBlock | null {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return new OptionBlock(value as Readonly<Record<string, unknown>>, path, findings);
    }
    findings.reject(path, 'WRONG_TYPE', `expected an object, got ${describeValue(value)}`);
    return null;
  }

  /** The value of a key, however spelled; null when it is absent or, with an issue, there twice. */
  option(key: string): Option | null {
    const spellings = spellingsOf(key);
    for (const spelling of spellings) this.#known.add(spelling);
    const found = spellings.filter((spelling) => Object.hasOwn(this.#fields, spelling));
    const [first] = found;
    if (first === undefined) return null;
    const path = `${this.#path}.${first}`;
    if (found.length > 1) {
      this.#findings.reject(path, 'DUPLICATE_KEY', `${found.join(' and ')} are the same key; keep one of them`);
      return null;
    }
    return { value: this.#fields[first], path };
  }

  /** A nested object's entries with their paths; empty when absent. */
  entries(key: string): readonly (readonly [string, Option])[] {
    const option = this.option(key);
    if (option === null) return [];
    if (OptionBlock.open(option.value, option.path, this.#findings) === null) return [];
    const fields = option.value as Readonly<Record<string, unknown>>;
    return Object.keys(fields).map((name) => [name, { value: fields[name], path: `${option.path}.${name}` }]);
  }

  block(key: string): OptionBlock | null {
    const option = this.option(key);
    return option === null ? null : OptionBlock.open(option.value, option.path, this.#findings);
  }

  /** A list of strings, or where `commaString` allows it the API's "id,name" (OP-2); empty when absent. */
  strings(key: string, { commaString }: { readonly commaString: boolean }): readonly string[] {
    const option = this.option(key);
    if (option === null) return [];
    const { value, path } = option;
    if (commaString && typeof value === 'string') {
      return value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    }
    if (!Array.isArray(value)) {
      const wanted = commaString ? 'a list of strings or a comma string' : 'a list of strings';
      this.#findings.reject(path, 'WRONG_TYPE', `expected ${wanted}, got ${describeValue(value)}`);
      return [];
    }
    const strings: string[] = [];
    for (const [index, item] of value.entries()) {
      if (typeof item === 'string' && item !== '') strings.push(item);
      else if (item === '') this.#findings.reject(`${path}[${index}]`, 'INVALID_VALUE', 'expected a name, got ""');
      else this.#findings.reject(`${path}[${index}]`, 'WRONG_TYPE', `expected a string, got ${describeValue(item)}`);
    }
    return strings;
  }

  /** Like {@link strings}, for relation paths, whose depth is bounded (EX-1). */
  relationPaths(key: string): readonly string[] {
    const paths = this.strings(key, { commaString: true });
    for (const path of paths) {
      if (path.split('.').length > maxRelationDepth) {
        this.#findings.warn(
          `${this.#path}.${key}`,
          `"${path}" is deeper than ${maxRelationDepth} relations; it is expanded to that depth`,
        );
      }
    }
    return paths;
  }

  /** Warns of every key that was not asked for (OP-3). */
  warnOfUnknown(): void {
    for (const key of Object.keys(this.#fields)) {
      if (!this.#known.has(key)) this.#findings.warn(`${this.#path}.${key}`, 'unknown option; it is kept and ignored');
    }
  }
}

const knownSpellings = new Map<string, readonly string[]>();

/** A key as it is, and with underscores or hyphens instead where that differs (OP-2). */
function spellingsOf(key: string): readonly string[] {
  let spellings = knownSpellings.get(key);
  if (spellings === undefined) {
    spellings = [...new Set([key, key.replaceAll('-', '_'), key.replaceAll('_', '-')])];
    knownSpellings.set(key, spellings);
  }
  return spellings;
}
