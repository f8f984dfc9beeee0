/** A pending timer of a {@link Clock}. Opaque. */
export type Timer = unknown;

/** All time that the engine sees. The real one is `systemClock`; `@hookwright/testing` has a virtual one. */
export interface Clock {
  /** Unix ms. */
  now(): number;
  /** Calls back once, `delayMs` (≥ 0) from now. A pending timer keeps the process alive. */
  setTimer(callback: () => void, delayMs: number): Timer;
  /** Cancels a timer; one that has fired or was cancelled is ignored. */
  clearTimer(timer: Timer): void;
}
