import { type RunResult, runBacktest } from '@auction-trader/backtest';
import { defaultConfig } from '@auction-trader/core';
import { denseTicks } from '../data/dense-market.ts';
import { interleave } from '../harness/interleave.ts';
import type { Row } from '../harness/row.ts';
import type { Scale } from '../harness/scale.ts';
import { spread, spreadOfRatios } from '../harness/spread.ts';
import { type FusedResult, handFused } from '../references/hand-fused.ts';
import { type NaiveResult, naiveBacktest } from '../references/naive/naive-backtest.ts';
import { naiveColumns } from '../references/naive/naive-columns.ts';
import { plainScan } from '../references/plain-scan.ts';
import { requireSame } from '../references/same-results.ts';

/**
 * The whole run from ticks in memory with default parameters, nothing cached, against a plain
 * sum, the naive version and the hand-fused loop. All three runs must say the same.
 */
export async function measure(scale: Scale): Promise<Row[]> {
  const source = await denseTicks(scale);
  const config = defaultConfig();
  let run: RunResult | undefined;
  let fused: FusedResult | undefined;
  let naive: NaiveResult | undefined;
  const engine = {
    run: () => {
      run = runBacktest(source, config);
    },
  };
  const fast = await interleave(
    {
      scan: { run: () => plainScan(source) },
      engine,
      fused: {
        run: () => {
          fused = handFused(source, config);
        },
      },
    },
    { warmups: 2, rounds: scale.rounds },
  );
  requireSame('hand-fused loop', run!, fused!.columns, fused!.minutes, fused!.trades);
  fused = undefined;
  const slow = await interleave(
    {
      engine,
      naive: {
        prepare: () => {
          naive = undefined;
        },
        run: () => {
          naive = naiveBacktest(source, config);
        },
      },
    },
    { warmups: 0, rounds: scale.slowRounds },
  );
  requireSame('naive version', run!, naiveColumns(naive!), naive!.minutes.length, naive!.trades);

  const trades = scale.denseDays * scale.denseTrades;
  const speeds = (times: readonly number[]) => times.map((ms) => trades / ms / 1e3);
  const speed = (times: readonly number[]) => `${spread(speeds(times)).value.toPrecision(3)} M trades/s`;
  return [
    {
      id: 'full-run-plain-sum',
      what: 'full run from ticks, tape not cached',
      against: 'a plain sum over the same columns',
      ...spreadOfRatios(fast.scan, fast.engine),
      unit: 'times',
      goal: { kind: 'at least', value: 0.08 },
      figures: `${speed(fast.engine)} against ${speed(fast.scan)}`,
    },
    {
      id: 'full-run-naive',
      what: 'full run from ticks, tape not cached',
      against: 'a naive version with an object per trade',
      ...spreadOfRatios(slow.naive, slow.engine),
      unit: 'times',
      goal: { kind: 'at least', value: 40 },
      figures: `${speed(slow.engine)} against ${speed(slow.naive)}`,
    },
    {
      id: 'full-run-speed',
      what: 'full run from ticks, tape not cached',
      against: '',
      ...spread(speeds(fast.engine)),
      unit: 'M trades/s',
      goal: { kind: 'at least', value: 30 },
      figures: `${(trades / 1e6).toFixed(1)} M trades, ${run!.tape.length} minutes, ${run!.trades.length} positions`,
    },
    {
      id: 'structure',
      what: 'cost of structure: the modular run',
      against: 'a hand-fused loop',
      ...spreadOfRatios(fast.fused, fast.engine),
      unit: 'times',
      goal: { kind: 'at least', value: 1 },
      figures: `${speed(fast.engine)} against ${speed(fast.fused)}`,
    },
  ];
}
