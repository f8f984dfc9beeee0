import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from './system-clock.ts';

const day = 86_400_000;

describe('systemClock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_700_000_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells Unix ms', () => {
    expect(systemClock.now()).toBe(1_700_000_000_000);
  });

  it.each([0, 1, 5_000, day, 60 * day])('calls back once, %i ms from now', (delayMs) => {
    const calledAt: number[] = [];
    systemClock.setTimer(() => calledAt.push(systemClock.now()), delayMs);
    vi.advanceTimersByTime(100 * day);
    expect(calledAt).toEqual([1_700_000_000_000 + delayMs]);
  });

  it.each([
    { delayMs: 5_000, clearedAfterMs: 4_999 },
    { delayMs: 60 * day, clearedAfterMs: 0 },
    { delayMs: 60 * day, clearedAfterMs: 59 * day },
  ])('forgets a timer of $delayMs ms that is cleared after $clearedAfterMs ms', ({ delayMs, clearedAfterMs }) => {
    const callback = vi.fn();
    const timer = systemClock.setTimer(callback, delayMs);
    vi.advanceTimersByTime(clearedAfterMs);
    systemClock.clearTimer(timer);
    vi.advanceTimersByTime(100 * day);
    expect(callback).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ignores a timer that has fired or was cleared', () => {
    const timer = systemClock.setTimer(() => {}, 1);
    vi.advanceTimersByTime(1);
    systemClock.clearTimer(timer);
    expect(() => systemClock.clearTimer(timer)).not.toThrow();
  });
});
