import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArrivalWindow } from './arrival-window.ts';

/** Rows of one scan of each kind. */
const limit = 3;

/** Transactions that bring arrivals and end in any order, and a table that shows what is committed, as PostgreSQL does. */
class Transactions {
  readonly taken: number[] = [];
  readonly #rows: { readonly id: number; readonly xid: number }[] = [];
  readonly #open: number[] = [];
  readonly #window = new ArrivalWindow();
  #next = 100;
  #ids = 0;

  begin(rows: number): void {
    this.#open.push(this.#next);
    for (let row = 0; row < rows; row += 1) this.#rows.push({ id: this.#ids++, xid: this.#next });
    this.#next += 1;
  }

  /** @param at - of those open, counted around */
  commit(at: number): void {
    if (this.#open.length > 0) this.#open.splice(at % this.#open.length, 1);
  }

  /** As the dispatch does it, statement and window. @returns how many it took */
  scan(): number {
    const { xmax, inProgress } = this.#window;
    const seen = this.#rows.filter(({ xid }) => !this.#open.includes(xid)).sort((one, two) => one.xid - two.xid);
    const earlier = seen.filter(({ xid }) => inProgress.includes(String(xid))).slice(0, limit);
    const later = seen.filter(({ xid }) => BigInt(xid) >= BigInt(xmax)).slice(0, limit);
    for (const row of [...earlier, ...later]) {
      this.#rows.splice(this.#rows.indexOf(row), 1);
      this.taken.push(row.id);
    }
    const snapshot = `${this.#open[0] ?? this.#next}:${this.#next}:${this.#open.join(',')}`;
    if (earlier.length < limit) {
      this.#window.advance(snapshot, later.length < limit ? null : String(later.at(-1)?.xid));
    }
    return earlier.length + later.length;
  }

  get ids(): readonly number[] {
    return Array.from({ length: this.#ids }, (_, id) => id);
  }
}

const step = fc.oneof(
  fc.record({ do: fc.constant('begin' as const), number: fc.integer({ min: 0, max: 8 }) }),
  fc.record({ do: fc.constant('commit' as const), number: fc.nat(10) }),
  fc.record({ do: fc.constant('scan' as const), number: fc.constant(0) }),
);

describe('a window over the arrivals', () => {
  it('misses no row of any transaction, whenever it commits and wherever scans are cut', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const world = new Transactions();
        for (const { do: what, number } of steps) world[what](number);
        for (let left = steps.length; left > 0; left -= 1) world.commit(0);
        while (world.scan() > 0);
        expect([...world.taken].sort((one, two) => one - two)).toEqual(world.ids);
      }),
      { numRuns: 500 },
    );
  });

  it('is taken back by no scan that saw less', () => {
    const window = new ArrivalWindow();
    window.advance('100:120:105,110');
    window.advance('90:110:95');
    window.advance('100:130:105', '115');
    expect(window).toMatchObject({ xmax: '120', inProgress: ['105', '110'] });
    window.advance('105:140:105,125', '121');
    expect(window).toMatchObject({ xmax: '121', inProgress: ['105'] });
  });
});
