import { BinaryHeap } from './binary-heap.ts';
import { Chain } from './chain.ts';
import { never, type ScheduleSlot } from './schedule-slot.ts';

/**
 * Which lane is next. Those that have something to give stand in line, and go to its end after each turn; those that will
 * have it later are in a heap; the others are not in it at all. So a turn costs the same however many wait.
 */
export class LaneSchedule<Lane> {
  readonly #line = new Chain<ScheduleSlot<Lane>>();
  readonly #timed = new BinaryHeap<ScheduleSlot<Lane>>((one, other) => one.at < other.at);

  /** @param at - when the lane next has something to give, Unix ms, or {@link never} */
  place(slot: ScheduleSlot<Lane>, at: number, now: number): void {
    const state = at === never ? 'idle' : at <= now ? 'ready' : 'timed';
    if (slot.state === state && (state !== 'timed' || slot.at === at)) return;
    this.#leave(slot);
    slot.state = state;
    slot.at = at;
    if (state === 'ready') this.#line.append(slot);
    else if (state === 'timed') this.#timed.push(slot);
  }

  /** Takes out the lane whose turn it is. */
  next(): Lane | null {
    const slot = this.#line.first;
    if (slot === null) return null;
    this.#leave(slot);
    return slot.owner;
  }

  /** Moves lanes whose time has come to the end of the line, at most `limit`. */
  advance(now: number, limit: number): void {
    for (let moved = 0; moved < limit; moved += 1) {
      const slot = this.#timed.peek();
      if (slot === undefined || slot.at > now) return;
      this.place(slot, slot.at, now);
    }
  }

  /** When the next lane has something to give, Unix ms, at least `now`, or {@link never}. */
  nextAt(now: number): number {
    if (this.#line.first !== null) return now;
    const slot = this.#timed.peek();
    return slot === undefined ? never : Math.max(slot.at, now);
  }

  #leave(slot: ScheduleSlot<Lane>): void {
    if (slot.state === 'ready') this.#line.remove(slot);
    else if (slot.state === 'timed') this.#timed.remove(slot);
    slot.state = 'idle';
  }
}
