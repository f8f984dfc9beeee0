/** A pending timer of a {@link Clock}. Opaque. */
export type Timer = unknown;

/** All time that the engine sees. The real one is `systemClock`; `@hookwright/testing` has a virtual one. */
export interface Clock {
  /** Unix ms. */
  now(): number;
  /** Calls back once, `delayMs` (≥ 0) from now. A pending timer keeps the process alive. */
  setTimer(callback: () => void, delayMs: number): Timer;
  /** Calls back once what has arrived by now is handled, so that it can be dealt with together. Takes no time. */
  defer(callback: () => void): void;
  /** Cancels a timer; one that has fired or was cancelled is ignored. */
  clearTimer(timer: Timer): void;
}
