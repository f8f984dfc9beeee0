import { ValidationError } from '../errors/validation-error.ts';
import { snapshotRecord } from '../record/snapshot-record.ts';
import { utf8Length } from '../record/utf8-length.ts';
import { writeJson } from '../record/write-json.ts';

/** What a relation of one record holds, as snapshots. */
export interface Relation {
  readonly kind: 'none' | 'one' | 'many';
  /** In order. */
  readonly records: readonly object[];
  /** Of what it is shown as, null, a record or a list, in JSON. */
  readonly bytes: number;
}

interface Copy {
  readonly record: object;
  readonly bytes: number;
}

const none: Relation = { kind: 'none', records: [], bytes: 4 };

/**
 * Reads a loader's answers for one path; an object that it gives several times is copied once.
 *
 * @param path - for messages
 * @param maxBytes - of one answer
 */
export class RelationReader {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #copies = new Map<unknown, Copy | 'too-large'>();

  constructor(path: string, maxBytes: number) {
    this.#path = path;
    this.#maxBytes = maxBytes;
  }

  /**
   * @param answer - a record, a list of records or null
   * @throws {@link ValidationError} when it is neither, or holds what JSON cannot
   */
  read(answer: unknown): Relation | 'too-large' {
    if (answer === null) return none;
    if (!Array.isArray(answer)) {
      const copy = this.#copy(answer);
      return copy === 'too-large' ? copy : { kind: 'one', records: [copy.record], bytes: copy.bytes };
    }
    const records: object[] = [];
    // Brackets and commas.
    let bytes = 1 + Math.max(1, answer.length);
    for (const element of answer as readonly unknown[]) {
      const copy = this.#copy(element);
      if (copy === 'too-large') return copy;
      bytes += copy.bytes;
      if (bytes > this.#maxBytes) return 'too-large';
      records.push(copy.record);
    }
    return { kind: 'many', records, bytes };
  }

  #copy(record: unknown): Copy | 'too-large' {
    let copy = this.#copies.get(record);
    if (copy === undefined) {
      copy = this.#snapshot(record);
      this.#copies.set(record, copy);
    }
    return copy;
  }

  #snapshot(given: unknown): Copy | 'too-large' {
    try {
      const record = snapshotRecord(given, { path: this.#path, maxBytes: this.#maxBytes });
      return { record, bytes: utf8Length(writeJson(record)) };
    } catch (error) {
      if (ValidationError.is(error) && error.issues.every(({ code }) => code === 'TOO_LARGE')) return 'too-large';
      throw error;
    }
  }
}
