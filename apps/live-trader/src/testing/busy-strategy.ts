import { MINUTE_MS } from '@auction-trader/core';
import type { Decision, MinuteView, Strategy } from '@auction-trader/signals';

/** Distances from the newest bid, in ticks. */
export const BUSY_STOP_TICKS = 500;
export const BUSY_TP1_TICKS = 300;
export const BUSY_TP2_TICKS = 600;

/** What is done in the minutes of a cycle: +1 and -1 enter or turn the position around, 0 leaves. */
const CYCLE = [1, 0, -1, 1, 0, 1, -1, 0] as const;

/** Trades as often as it can, by the number of the minute alone, so that a restart changes nothing. */
export class BusyStrategy implements Strategy {
  readonly name = 'busy';
  readonly setups = ['', 'busy'];
  readonly warmsUpItself = true;

  onMinute({ decisionMs, tape, index }: MinuteView, decision: Decision): void {
    const side = CYCLE[(decisionMs / MINUTE_MS) % CYCLE.length]!;
    if (side === 0) {
      decision.exit = true;
      return;
    }
    const bidTicks = tape.bidTicks[index]!;
    decision.side = side;
    decision.setup = 1;
    decision.limitTicks = side > 0 ? bidTicks : bidTicks + 1;
    decision.closeTicks = tape.closeTicks[index]!;
    decision.stopTicks = bidTicks - side * BUSY_STOP_TICKS;
    decision.tp1Ticks = bidTicks + side * BUSY_TP1_TICKS;
    decision.tp2Ticks = bidTicks + side * BUSY_TP2_TICKS;
  }

  state(): unknown {
    return null;
  }

  restore(): void {}
}
