/** What was opened, to be closed together: what came last goes first, and each goes, though another fails. */
export class OpenedParts {
  readonly #closings: (() => Promise<void>)[] = [];
  #closed: Promise<void> | undefined;

  add(close: () => Promise<void>): void {
    this.#closings.push(close);
  }

  /** Closes all, once. */
  close(): Promise<void> {
    this.#closed ??= this.#closeAll();
    return this.#closed;
  }

  /** Opens something of several parts. @throws what `open` throws; then what it had opened is closed */
  static async open<Result>(open: (parts: OpenedParts) => Promise<Result>): Promise<Result> {
    const parts = new OpenedParts();
    try {
      return await open(parts);
    } catch (error) {
      await parts.close();
      throw error;
    }
  }

  async #closeAll(): Promise<void> {
    const closeLast = this.#closings.pop();
    if (closeLast === undefined) return;
    try {
      await closeLast();
    } finally {
      await this.#closeAll();
    }
  }
}
