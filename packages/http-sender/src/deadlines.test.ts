import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deadline, Deadlines } from './deadlines.ts';

class Recorded extends Deadline {
  readonly #onExpire: () => void;

  constructor(onExpire: () => void) {
    super();
    this.#onExpire = onExpire;
  }

  override expire(): void {
    this.#onExpire();
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function started() {
  const deadlines = new Deadlines();
  const expired: string[] = [];
  const set = (name: string, delayMs: number) => {
    const deadline = new Recorded(() => expired.push(name));
    deadlines.set(deadline, delayMs);
    return deadline;
  };
  return { deadlines, expired, set };
}

describe('Deadlines', () => {
  it('expires each at its time, not before, at most 10 ms late', () => {
    const { expired, set } = started();
    set('a', 95);
    vi.advanceTimersByTime(50);
    set('b', 95);
    set('c', 20);
    vi.advanceTimersByTime(21);
    expect(expired).toEqual(['c']);
    vi.advanceTimersByTime(23);
    expect(expired).toEqual(['c']);
    vi.advanceTimersByTime(10);
    expect(expired).toEqual(['c', 'a']);
    vi.advanceTimersByTime(50);
    expect(expired).toEqual(['c', 'a', 'b']);
  });

  it('expires what was cleared never, wherever in the list it stood', () => {
    const { deadlines, expired, set } = started();
    const all = ['a', 'b', 'c', 'd', 'e'].map((name) => set(name, 100));
    for (const index of [0, 2, 4]) deadlines.clear(all[index] as Recorded);
    deadlines.clear(all[0] as Recorded);
    vi.advanceTimersByTime(200);
    expect(expired).toEqual(['b', 'd']);
  });

  it('runs one timer per duration, and none once all have gone', () => {
    const { deadlines, set } = started();
    const all = Array.from({ length: 100 }, (_, index) => set(`${index}`, 10_000 - (index % 5)));
    expect(vi.getTimerCount()).toBe(1);
    for (const deadline of all) deadlines.clear(deadline);
    vi.advanceTimersByTime(10_001);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('goes on for what was set after its timer, and after everything was cleared', () => {
    const { deadlines, expired, set } = started();
    deadlines.clear(set('a', 100));
    vi.advanceTimersByTime(60);
    set('b', 100);
    vi.advanceTimersByTime(60);
    expect(expired).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(expired).toEqual(['b']);
    set('c', 100);
    vi.advanceTimersByTime(110);
    expect(expired).toEqual(['b', 'c']);
  });

  it('lets an expiring deadline set and clear others', () => {
    const { deadlines, expired, set } = started();
    const victim = new Recorded(() => expired.push('victim'));
    const first = new Recorded(() => {
      expired.push('first');
      deadlines.clear(victim);
      set('next', 100);
    });
    deadlines.set(first, 100);
    deadlines.set(victim, 100);
    vi.advanceTimersByTime(300);
    expect(expired).toEqual(['first', 'next']);
  });

  it('holds the process while one is set, and not otherwise', () => {
    vi.useRealTimers();
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const { deadlines, set } = started();
    const before = timers();
    const first = set('a', 60_000);
    expect(timers()).toBe(before + 1);
    deadlines.clear(first);
    expect(timers()).toBe(before);
    const second = set('b', 60_000);
    expect(timers()).toBe(before + 1);
    deadlines.clear(second);
    expect(timers()).toBe(before);
  });
});
