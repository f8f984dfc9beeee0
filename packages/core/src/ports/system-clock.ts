import type { Clock } from './clock.ts';

// Declared here and not in platform.d.ts: nothing else in core may start a timer of its own.
declare function setTimeout(callback: () => void, delayMs: number): unknown;
declare function clearTimeout(handle: unknown): void;
declare function setImmediate(callback: () => void): unknown;

/** The platform's timers fire at once when they are given more. */
const longestDelayMs = 2 ** 31 - 1;

interface SystemTimer {
  handle: unknown;
}

function arm(timer: SystemTimer, callback: () => void, delayMs: number): void {
  timer.handle =
    delayMs <= longestDelayMs
      ? setTimeout(callback, delayMs)
      : setTimeout(() => arm(timer, callback, delayMs - longestDelayMs), longestDelayMs);
}

/** The process's own clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(callback, delayMs) {
    const timer: SystemTimer = { handle: undefined };
    arm(timer, callback, delayMs);
    return timer;
  },
  defer(callback) {
    setImmediate(callback);
  },
  clearTimer(timer) {
    clearTimeout((timer as SystemTimer).handle);
  },
};
