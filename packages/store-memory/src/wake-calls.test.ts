import { describe, expect, it, vi } from 'vitest';
import { WakeCalls } from './wake-calls.ts';

describe('WakeCalls', () => {
  it('tells once for all that comes in one go, and not from within', async () => {
    const calls = new WakeCalls();
    const listener = vi.fn();
    calls.add(listener);
    calls.call();
    calls.call();
    expect(listener).not.toHaveBeenCalled();
    await Promise.resolve();
    expect(listener).toHaveBeenCalledTimes(1);
    calls.call();
    await Promise.resolve();
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('tells a listener that was added twice twice, and once after one end', async () => {
    const calls = new WakeCalls();
    const listener = vi.fn();
    const end = calls.add(listener);
    calls.add(listener);
    end();
    end();
    calls.call();
    await Promise.resolve();
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
