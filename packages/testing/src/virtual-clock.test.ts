import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { virtualClock } from './virtual-clock.ts';

describe('virtualClock', () => {
  it('starts at a fixed instant and stands still', async () => {
    const clock = virtualClock();
    await turn();
    expect(clock.now()).toBe(Date.UTC(2026, 0, 1));
    expect(virtualClock(7).now()).toBe(7);
  });

  it('fires timers in the order of their times, and of one time in the order they were set', async () => {
    const clock = virtualClock(0);
    const fired: string[] = [];
    const set = (name: string, delayMs: number) => clock.setTimer(() => fired.push(`${name}@${clock.now()}`), delayMs);
    set('late', 30);
    set('early', 10);
    set('early too', 10);
    set('beyond', 31);
    await clock.advance(30);
    expect(fired).toEqual(['early@10', 'early too@10', 'late@30']);
    expect(clock.now()).toBe(30);
    expect(clock.pendingTimers).toBe(1);
  });

  it('fires what a timer sets, at once or later, as far as the time goes', async () => {
    const clock = virtualClock(0);
    const fired: number[] = [];
    clock.setTimer(() => {
      fired.push(clock.now());
      clock.setTimer(() => fired.push(clock.now()), 0);
      clock.setTimer(() => fired.push(clock.now()), 5);
      clock.setTimer(() => fired.push(clock.now()), 6);
    }, 5);
    await clock.advance(10);
    expect(fired).toEqual([5, 5, 10]);
  });

  it('lets asynchronous work of a timer run before the next fires', async () => {
    const clock = virtualClock(0);
    const steps: string[] = [];
    clock.setTimer(async () => {
      for (let step = 0; step < 20; step += 1) await Promise.resolve();
      await turn();
      await turn();
      steps.push(`first done at ${clock.now()}`);
    }, 1);
    clock.setTimer(() => steps.push('second'), 2);
    await clock.advance(2);
    expect(steps).toEqual(['first done at 1', 'second']);
  });

  it('runs what is deferred without moving, and before the next timer, however long the chain', async () => {
    const clock = virtualClock(0);
    const order: string[] = [];
    const chain = (left: number) => {
      if (left === 0) order.push(`end of the chain at ${clock.now()}`);
      else clock.defer(() => void Promise.resolve().then(() => chain(left - 1)));
    };
    clock.setTimer(() => chain(50), 1);
    clock.setTimer(() => order.push('next timer'), 2);
    await clock.advance(2);
    expect(order).toEqual(['end of the chain at 1', 'next timer']);
    let ran = false;
    clock.defer(() => {
      ran = true;
    });
    expect(ran).toBe(false);
    await turn();
    expect(ran).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });

  it('runs work that was under way before time moves', async () => {
    const clock = virtualClock(0);
    let seen = -1;
    void turn().then(() => {
      seen = clock.now();
    });
    await clock.advance(100);
    expect(seen).toBe(0);
  });

  it('forgets a cleared timer, and ignores one that fired', async () => {
    const clock = virtualClock(0);
    const callback = vi.fn();
    const fired = clock.setTimer(callback, 1);
    clock.clearTimer(clock.setTimer(callback, 1));
    await clock.advance(5);
    clock.clearTimer(fired);
    expect(callback).toHaveBeenCalledTimes(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it('advances to an instant, never back', async () => {
    const clock = virtualClock(100);
    await clock.advanceTo(150);
    expect(clock.now()).toBe(150);
    await expect(clock.advanceTo(149)).rejects.toThrow('time does not go back: from 150 to 149');
    await expect(clock.advance(Number.NaN)).rejects.toThrow(RangeError);
  });

  it('rejects with what a callback throws, and goes on from there', async () => {
    const clock = virtualClock(0);
    clock.setTimer(() => {
      throw new Error('broken timer');
    }, 3);
    await expect(clock.advance(10)).rejects.toThrow('broken timer');
    expect(clock.now()).toBe(3);
    await clock.advance(7);
    expect(clock.now()).toBe(10);
  });

  it('says so when time cannot move because something never ends', async () => {
    const deferring = virtualClock(0);
    let isOver = false;
    const more = () => void (isOver || deferring.defer(more));
    more();
    await expect(deferring.advance(1)).rejects.toThrow('defers more without end');
    isOver = true;
  });

  it('refuses to be advanced twice at once', async () => {
    const clock = virtualClock(0);
    const first = clock.advance(1);
    await expect(clock.advance(1)).rejects.toThrow('being advanced already');
    await first;
  });
});
