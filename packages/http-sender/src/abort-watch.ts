/** What an abort of its signal ends. */
export interface Abortable {
  abort(): void;
}

/** Those under way with one signal. */
export class AbortGroup {
  readonly #members = new Set<Abortable>();
  readonly #signal: AbortSignal;
  readonly #onEmpty: (signal: AbortSignal) => void;
  readonly #onAbort = (): void => {
    for (const member of [...this.#members]) member.abort();
  };

  constructor(signal: AbortSignal, onEmpty: (signal: AbortSignal) => void) {
    this.#signal = signal;
    this.#onEmpty = onEmpty;
    signal.addEventListener('abort', this.#onAbort);
  }

  add(member: Abortable): void {
    this.#members.add(member);
  }

  /** The listener goes with the last member: a long-lived signal keeps nothing of the sender. */
  delete(member: Abortable): void {
    if (!this.#members.delete(member) || this.#members.size > 0) return;
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#onEmpty(this.#signal);
  }
}

/** One listener per signal, however many requests share it. */
export class AbortWatch {
  readonly #groups = new Map<AbortSignal, AbortGroup>();
  readonly #forget = (signal: AbortSignal): void => {
    this.#groups.delete(signal);
  };

  group(signal: AbortSignal): AbortGroup {
    let group = this.#groups.get(signal);
    if (group === undefined) {
      group = new AbortGroup(signal, this.#forget);
      this.#groups.set(signal, group);
    }
    return group;
  }
}
