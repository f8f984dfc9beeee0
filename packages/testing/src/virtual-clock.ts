import type { Clock, Timer } from '@hookwright/core';

/** A clock that stands still until a test moves it. */
export interface VirtualClock extends Clock {
  /**
   * Moves on by `ms` (≥ 0): fires the timers that fall due, in the order of their times, and lets what each set off go as far
   * as it can without real I/O. Rejects with what a timer's callback throws.
   */
  advance(ms: number): Promise<void>;
  /** Moves on to an instant, Unix ms, not before `now()`. */
  advanceTo(instant: number): Promise<void>;
  /** How many timers are set and have not fired. */
  readonly pendingTimers: number;
}

interface VirtualTimer {
  readonly at: number;
  readonly callback: () => void;
}

/** 2026-01-01T00:00:00Z. */
const defaultStartAt = 1_767_225_600_000;
/** How often the event loop turns between two timers, and after the last deferred callback: a few macrotasks in a row. */
const turns = 4;
/** How much may happen at one instant before `advance` takes it for a loop that never ends. */
const maxAtOnce = 10_000;

// Kept from before a test runner may replace it by a fake of its own.
const { setImmediate } = globalThis;

/** @param startAt - Unix ms. Default 2026-01-01T00:00:00Z */
export function virtualClock(startAt: number = defaultStartAt): VirtualClock {
  return new SteppedClock(startAt);
}

class SteppedClock implements VirtualClock {
  readonly #timers = new Set<VirtualTimer>();
  #now: number;
  #isAdvancing = false;
  #deferred = 0;

  constructor(startAt: number) {
    this.#now = startAt;
  }

  get pendingTimers(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  setTimer(callback: () => void, delayMs: number): Timer {
    const timer: VirtualTimer = { at: this.#now + Math.max(delayMs, 0), callback };
    this.#timers.add(timer);
    return timer;
  }

  defer(callback: () => void): void {
    this.#deferred += 1;
    setImmediate(() => {
      this.#deferred -= 1;
      callback();
    });
  }

  clearTimer(timer: Timer): void {
    this.#timers.delete(timer as VirtualTimer);
  }

  advance(ms: number): Promise<void> {
    return this.advanceTo(this.#now + ms);
  }

  async advanceTo(instant: number): Promise<void> {
    if (!(instant >= this.#now)) throw new RangeError(`time does not go back: from ${this.#now} to ${instant}`);
    if (this.#isAdvancing) throw new Error('the clock is being advanced already; await that first');
    this.#isAdvancing = true;
    try {
      await this.#fireUntil(instant);
      this.#now = instant;
    } finally {
      this.#isAdvancing = false;
    }
  }

  async #fireUntil(instant: number): Promise<void> {
    let atOnce = 0;
    await this.#settle();
    for (let timer = this.#first(instant); timer !== undefined; timer = this.#first(instant)) {
      atOnce = timer.at > this.#now ? 1 : atOnce + 1;
      if (atOnce > maxAtOnce) throw new Error(`${maxAtOnce} timers fired at ${this.#now} and there are more`);
      this.#now = Math.max(this.#now, timer.at);
      this.#timers.delete(timer);
      timer.callback();
      await this.#settle();
    }
  }

  /** Turns the event loop until promises and deferred callbacks have run their course. */
  async #settle(): Promise<void> {
    let turned = 0;
    for (let quiet = 0; quiet < turns; quiet = this.#deferred > 0 ? 0 : quiet + 1) {
      turned += 1;
      if (turned > maxAtOnce) throw new Error(`what is deferred at ${this.#now} defers more without end`);
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
    }
  }

  /** The earliest, and of several the one set first. */
  #first(instant: number): VirtualTimer | undefined {
    let first: VirtualTimer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= instant && (first === undefined || timer.at < first.at)) first = timer;
    }
    return first;
  }
}
