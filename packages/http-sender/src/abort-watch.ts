/** Those under way with one signal. It counts them; who they are, their deadlines know. */
export class AbortGroup {
  readonly #signal: AbortSignal;
  readonly #onEmpty: (signal: AbortSignal) => void;
  readonly #onAbort: () => void;
  #size = 0;

  /**
   * @param onAbort - is to end all members
   * @param onEmpty - called when the last member has left
   */
  constructor(signal: AbortSignal, onAbort: (group: AbortGroup) => void, onEmpty: (signal: AbortSignal) => void) {
    this.#signal = signal;
    this.#onAbort = () => onAbort(this);
    this.#onEmpty = onEmpty;
    signal.addEventListener('abort', this.#onAbort);
  }

  join(): void {
    this.#size += 1;
  }

  /** The listener goes with the last member: a long-lived signal keeps nothing of the sender. */
  leave(): void {
    this.#size -= 1;
    if (this.#size > 0) return;
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#onEmpty(this.#signal);
  }
}

/** One listener per signal, however many requests share it. */
export class AbortWatch {
  readonly #groups = new Map<AbortSignal, AbortGroup>();
  readonly #onAbort: (group: AbortGroup) => void;
  readonly #forget = (signal: AbortSignal): void => {
    this.#groups.delete(signal);
  };

  /** @param onAbort - is to end all members of the group */
  constructor(onAbort: (group: AbortGroup) => void) {
    this.#onAbort = onAbort;
  }

  group(signal: AbortSignal): AbortGroup {
    let group = this.#groups.get(signal);
    if (group === undefined) {
      group = new AbortGroup(signal, this.#onAbort, this.#forget);
      this.#groups.set(signal, group);
    }
    return group;
  }
}
