/** Tells listeners that there may be work: once for all that came in one go, and never from within the call that brought it. */
export class WakeCalls {
  readonly #listeners = new Set<() => void>();
  #isComing = false;

  /** @returns ends it */
  add(listener: () => void): () => void {
    // A listener of its own for each call, so that ending one leaves the others.
    const own = () => listener();
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  call(): void {
    if (this.#isComing || this.#listeners.size === 0) return;
    this.#isComing = true;
    Promise.resolve().then(this.#tell);
  }

  readonly #tell = (): void => {
    this.#isComing = false;
    for (const listener of this.#listeners) listener();
  };
}
