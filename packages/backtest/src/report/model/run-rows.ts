import { MINUTE_FLAG } from '@auction-trader/ingestion';
import type { RunResult } from '../../run-result.ts';
import { type ChartRows, ROW_FLAG } from './chart-rows.ts';
import { emptyRows } from './merge-rows.ts';

/** The minutes of a run as chart rows. A minute without a valid value area repeats the levels before it. */
export function runRows({ tape, features }: RunResult): ChartRows {
  const rows = emptyRows(tape.firstMinuteMs, 1, tape.length);
  rows.open.set(tape.openTicks.subarray(0, tape.length));
  rows.high.set(tape.highTicks.subarray(0, tape.length));
  rows.low.set(tape.lowTicks.subarray(0, tape.length));
  rows.close.set(tape.closeTicks.subarray(0, tape.length));
  rows.volume.set(tape.volumeLots.subarray(0, tape.length));
  rows.buy.set(tape.buyLots.subarray(0, tape.length));
  rows.sell.set(tape.sellLots.subarray(0, tape.length));
  rows.width.set(features.binWidthTicks.subarray(0, tape.length));
  for (let i = 0; i < tape.length; i += 1) {
    // BVC gives parts of lots.
    rows.flow[i] = Math.round(features.flowLots[i]!);
    const valid = features.valid[i] === 1;
    rows.pocHalf[i] = valid ? features.pocHalfTicks[i]! : (rows.pocHalf[i - 1] ?? 0);
    rows.vah[i] = valid ? features.vahTicks[i]! : (rows.vah[i - 1] ?? 0);
    rows.val[i] = valid ? features.valTicks[i]! : (rows.val[i - 1] ?? 0);
    const flags = tape.flags[i]!;
    rows.flags[i] =
      ((flags & MINUTE_FLAG.SYNTHETIC) === 0 ? 0 : ROW_FLAG.SYNTHETIC) |
      ((flags & MINUTE_FLAG.MISSING) === 0 ? 0 : ROW_FLAG.MISSING) |
      (valid ? ROW_FLAG.VALID : 0);
  }
  return rows;
}
