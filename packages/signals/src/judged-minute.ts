import type { MinuteView } from './strategy.ts';

/**
 * Prices of the minute being judged and its value area, in ticks. One instance is filled
 * again for every minute. `side` turns a rule into its mirror: the outer edge and extreme
 * of +1 are VAH and high, those of -1 VAL and low.
 */
export class JudgedMinute {
  /** Epoch ms of the minute's start. */
  minuteMs = Number.NaN;
  highTicks = 0;
  lowTicks = 0;
  closeTicks = 0;
  valTicks = 0;
  vahTicks = 0;
  pocHalfTicks = 0;

  /** Takes up the minute of a view, which has trades and a valid value area. */
  load({ tape, features, index }: MinuteView): void {
    this.minuteMs = tape.minuteMs(index);
    this.highTicks = tape.highTicks[index]!;
    this.lowTicks = tape.lowTicks[index]!;
    this.closeTicks = tape.closeTicks[index]!;
    this.valTicks = features.valTicks[index]!;
    this.vahTicks = features.vahTicks[index]!;
    this.pocHalfTicks = features.pocHalfTicks[index]!;
  }

  /** Value area edge on a side. */
  edgeTicks(side: number): number {
    return side > 0 ? this.vahTicks : this.valTicks;
  }

  /** Farthest print on a side. */
  extremeTicks(side: number): number {
    return side > 0 ? this.highTicks : this.lowTicks;
  }
}
