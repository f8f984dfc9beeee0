import type { Timekeeper } from '../timekeeper.ts';

const keptMs = 10_000;
const maxKept = 1_000;

/** How many a filtered list has, for as long as somebody pages through it: to count them is to look through all. */
export class TotalCache {
  readonly #time: Timekeeper;
  /** The oldest first. */
  readonly #kept = new Map<string, { readonly until: number; readonly total: Promise<number> }>();

  constructor(time: Timekeeper) {
    this.#time = time;
  }

  /** Those who ask for one at the same time wait for one count. A count that fails is not kept. */
  get(key: string, count: () => Promise<number>): Promise<number> {
    const now = this.#time.now();
    const known = this.#kept.get(key);
    if (known !== undefined && now < known.until) return known.total;
    const total = count();
    const entry = { until: now + keptMs, total };
    this.#kept.delete(key);
    this.#kept.set(key, entry);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxKept) break;
      this.#kept.delete(oldest);
    }
    total.catch(() => {
      if (this.#kept.get(key) === entry) this.#kept.delete(key);
    });
    return total;
  }
}
