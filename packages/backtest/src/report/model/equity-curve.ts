import { MINUTE_MS, roundHalfUp8 } from '@auction-trader/core';
import type { RunResult } from '../../run-result.ts';

/** Equity and drawdown at ascending times, thinned to what a chart can show. */
export interface EquityCurve {
  readonly timesMs: readonly number[];
  /** Last mark of each stretch. */
  readonly equity: readonly number[];
  /** Deepest fall from the peak within the stretch: amount, and fraction of the peak. */
  readonly drawdown: readonly number[];
  readonly drawdownFraction: readonly number[];
}

/** Points of a curve at most; the deepest falls stay whatever the thinning. */
export const CURVE_POINTS = 1500;

/** The equity curve of a run, from the initial capital at the start of the first minute. */
export function equityCurve({ config, tape, equity }: RunResult): EquityCurve {
  const stretch = Math.ceil(tape.length / CURVE_POINTS);
  const timesMs = tape.length === 0 ? [] : [tape.firstMinuteMs];
  const marks = tape.length === 0 ? [] : [config.backtest.initial_capital];
  const drawdown = marks.map(() => 0);
  const drawdownFraction = marks.map(() => 0);
  let peak = config.backtest.initial_capital;
  let deepest = 0;
  let deepestFraction = 0;
  for (let i = 0; i < tape.length; i += 1) {
    const mark = equity[i]!;
    peak = Math.max(peak, mark);
    deepest = Math.max(deepest, peak - mark);
    deepestFraction = Math.max(deepestFraction, (peak - mark) / peak);
    if ((i + 1) % stretch !== 0 && i !== tape.length - 1) continue;
    timesMs.push(tape.minuteMs(i) + MINUTE_MS);
    marks.push(roundHalfUp8(mark));
    drawdown.push(roundHalfUp8(deepest));
    drawdownFraction.push(deepestFraction);
    deepest = 0;
    deepestFraction = 0;
  }
  return { timesMs, equity: marks, drawdown, drawdownFraction };
}
