import type { Sender } from '../ports/sender.ts';

/** The senders by the schemes that they serve; of two that serve the same, the first. */
export class SenderTable {
  readonly #senders = new Map<string, Sender>();

  constructor(senders: readonly Sender[]) {
    for (const sender of senders) {
      for (const scheme of sender.schemes) if (!this.#senders.has(scheme)) this.#senders.set(scheme, sender);
    }
  }

  get schemes(): readonly string[] {
    return [...this.#senders.keys()];
  }

  /** The one that serves a url, or what may be none. */
  of(url: string): Sender | undefined {
    return this.#senders.get(url.slice(0, Math.max(url.indexOf(':'), 0)).toLowerCase());
  }
}
