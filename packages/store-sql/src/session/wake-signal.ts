/** Tells the engines that share a store, here and where the database can do it in other processes, that there may be work. */
export interface WakeSignal {
  send(): void;
  /** @returns ends it */
  listen(listener: () => void): () => void;
  close(): Promise<void>;
}

/** Within this process alone: once for all that came in one go, and never from within the call that brought it. */
export class LocalWakeSignal implements WakeSignal {
  readonly #listeners = new Set<() => void>();
  #isComing = false;

  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }

  send(): void {
    if (this.#isComing || this.#listeners.size === 0) return;
    this.#isComing = true;
    queueMicrotask(() => {
      this.#isComing = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }

  listen(listener: () => void): () => void {
    // A listener of its own for each call, so that ending one leaves the others.
    const own = () => listener();
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  async close(): Promise<void> {}
}
