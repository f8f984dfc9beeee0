const maxKept = 128;
/** Of the long ones, whose plans take memory in every connection. */
const maxLongKept = 16;
const maxCounted = 2_000;
/** Seen this often, a text is worth being kept by the server. */
const minSeen = 3;
/** Longer ones differ from batch to batch, and what the server keeps of them is many times as long. */
const maxLength = 32_768;
const longLength = 4_096;

/** Tells the statements that come again and again, of which a server keeps a prepared form, from those that do not. */
export class RecurringStatements {
  readonly #kept = new Set<string>();
  #longKept = 0;
  readonly #seen = new Map<string, number>();

  /** Counts one more. @returns whether it is to be kept */
  has(text: string): boolean {
    if (this.#kept.has(text)) return true;
    const isLong = text.length > longLength;
    if (this.#kept.size >= maxKept || text.length > maxLength || (isLong && this.#longKept >= maxLongKept))
      return false;
    const seen = (this.#seen.get(text) ?? 0) + 1;
    if (seen < minSeen) {
      if (this.#seen.size >= maxCounted) this.#seen.clear();
      this.#seen.set(text, seen);
      return false;
    }
    this.#seen.delete(text);
    this.#kept.add(text);
    if (isLong) this.#longKept += 1;
    return true;
  }
}
