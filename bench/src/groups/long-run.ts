// Runs the long market once, or several times one after another as if time went on, and tells
// how much memory this process needed at most.
import { runBacktest, summarize } from '@auction-trader/backtest';
import { DAY_MS, defaultConfig, type TickSource } from '@auction-trader/core';
import { longMarket } from '../data/long-market.ts';
import { FULL, QUICK } from '../harness/scale.ts';

/** What such a run says of itself. */
export interface LongRun {
  readonly trades: number;
  readonly minutes: number;
  readonly positions: number;
  readonly elapsedMs: number;
  readonly peakMegabytes: number;
}

const scale = process.argv[2] === 'quick' ? QUICK : FULL;
const years = Number(process.argv[3]);

const source = repeated(await longMarket(scale), years);
const start = performance.now();
const run = runBacktest(source, defaultConfig());
const { metrics } = summarize(run);
const elapsedMs = performance.now() - start;
const result: LongRun = {
  trades: run.tape.tradeCount.subarray(0, run.tape.length).reduce((sum, count) => sum + count, 0),
  minutes: run.tape.length,
  positions: metrics.n,
  elapsedMs,
  peakMegabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
};
process.send?.(result);
process.disconnect?.();

/** The days of a source, and the same days again right behind them, as often as wanted. */
function repeated(source: TickSource, times: number): TickSource {
  const { days } = source;
  const span = days.at(-1)! + DAY_MS - days[0]!;
  const all = Array.from({ length: times }, (_, time) => days.map((day) => day + time * span)).flat();
  return {
    ...source,
    days: all,
    readDay(dayStartMs, reuse) {
      const original = days[0]! + ((dayStartMs - days[0]!) % span);
      return { ...source.readDay(original, reuse), dayStartMs };
    },
  };
}
