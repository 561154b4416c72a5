import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SimulatedClock } from './simulated-clock.ts';

describe('SimulatedClock', () => {
  it('fires timers at their times, those of one time in the order in which they were set', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(50), fc.boolean())), (timers) => {
        const clock = new SimulatedClock(1_000);
        const fired: [number, number][] = [];
        const cancels = timers.map(([delay], order) =>
          clock.after(delay, () => fired.push([clock.nowMs(), order])),
        );
        timers.forEach(([, cancelled], order) => {
          if (cancelled) cancels[order]!();
        });
        clock.runUntil(2_000);
        const expected = timers
          .map(([delay, cancelled], order) => ({ at: 1_000 + delay, order, cancelled }))
          .filter(({ cancelled }) => !cancelled)
          .sort((one, other) => one.at - other.at || one.order - other.order);
        expect(fired).toEqual(expected.map(({ at, order }) => [at, order]));
        expect(clock.nowMs()).toBe(2_000);
      }),
    );
  });

  it('does not fire what lies behind the time it runs to', () => {
    const clock = new SimulatedClock(0);
    const fired: string[] = [];
    clock.after(10, () => {
      fired.push('first');
      clock.after(5, () => fired.push('second'));
    });
    clock.runUntil(14);
    expect(fired).toEqual(['first']);
    expect(clock.nextMs).toBe(15);
    clock.runUntil(15);
    expect(fired).toEqual(['first', 'second']);
  });

  it('ignores the cancel of a timer that has fired', () => {
    const clock = new SimulatedClock(0);
    const cancel = clock.after(1, () => {});
    clock.runUntil(1);
    cancel();
    let fired = 0;
    clock.after(1, () => fired++);
    clock.runUntil(5);
    expect(fired).toBe(1);
  });
});
