import { createHash } from 'node:crypto';
import { RecurringStatements } from '../session/recurring-statements.ts';

/** Names the statements that come again and again, so that a connection prepares each once. The others go unnamed. */
export class StatementNames {
  readonly #recurring = new RecurringStatements();
  readonly #names = new Map<string, string>();

  /** @returns undefined for one that is not to be prepared */
  of(text: string): string | undefined {
    if (!this.#recurring.has(text)) return undefined;
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    // By content: other stores of the process share the pool's connections.
    const name = `hookwright_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`;
    this.#names.set(text, name);
    return name;
  }
}
