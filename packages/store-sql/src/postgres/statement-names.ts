import { createHash } from 'node:crypto';

const maxNames = 64;
const maxCounted = 2_000;
/** Seen this often, a text is worth being kept by the server. */
const minSeen = 3;

/** Names the statements that come again and again, so that a connection prepares each once. The others go unnamed. */
export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #seen = new Map<string, number>();

  /** @returns undefined for one that is not to be prepared */
  of(text: string): string | undefined {
    const name = this.#names.get(text);
    if (name !== undefined) return name;
    if (this.#names.size >= maxNames) return undefined;
    const seen = (this.#seen.get(text) ?? 0) + 1;
    if (seen < minSeen) {
      if (this.#seen.size >= maxCounted) this.#seen.clear();
      this.#seen.set(text, seen);
      return undefined;
    }
    this.#seen.delete(text);
    // By content: other stores of the process share the pool's connections.
    const given = `hookwright_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`;
    this.#names.set(text, given);
    return given;
  }
}
