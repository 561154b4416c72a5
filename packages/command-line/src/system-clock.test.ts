import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from './system-clock.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_750_528_800_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('systemClock', () => {
  it('tells the time', () => {
    expect(systemClock.nowMs()).toBe(1_750_528_800_000);
    vi.advanceTimersByTime(250);
    expect(systemClock.nowMs()).toBe(1_750_528_800_250);
  });

  it('calls back once, at its time', () => {
    const callback = vi.fn();
    systemClock.after(1000, callback);
    vi.advanceTimersByTime(999);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(5000);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('takes a timer back, also after it has fired', () => {
    const callback = vi.fn();
    const cancel = systemClock.after(1000, callback);
    cancel();
    vi.advanceTimersByTime(2000);
    expect(callback).not.toHaveBeenCalled();
    expect(cancel).not.toThrow();
  });

  it('waits longer than a timer of Node can', () => {
    const callback = vi.fn();
    const days = 40 * 86_400_000;
    const cancel = systemClock.after(days, callback);
    vi.advanceTimersByTime(days - 1);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledTimes(1);
    cancel();
  });
});
