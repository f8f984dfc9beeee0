const maxKept = 128;
const maxCounted = 2_000;
/** Seen this often, a text is worth being kept by the server. */
const minSeen = 3;
/** Longer ones differ from batch to batch, and what the server keeps of them is many times as long. */
const maxLength = 16_384;

/** Tells the statements that come again and again, of which a server keeps a prepared form, from those that do not. */
export class RecurringStatements {
  readonly #kept = new Set<string>();
  readonly #seen = new Map<string, number>();

  /** Counts one more. @returns whether it is to be kept */
  has(text: string): boolean {
    if (this.#kept.has(text)) return true;
    if (this.#kept.size >= maxKept || text.length > maxLength) return false;
    const seen = (this.#seen.get(text) ?? 0) + 1;
    if (seen < minSeen) {
      if (this.#seen.size >= maxCounted) this.#seen.clear();
      this.#seen.set(text, seen);
      return false;
    }
    this.#seen.delete(text);
    this.#kept.add(text);
    return true;
  }
}
