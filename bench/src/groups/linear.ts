import { runBacktest } from '@auction-trader/backtest';
import { defaultConfig, type TickSource } from '@auction-trader/core';
import { longMarket } from '../data/long-market.ts';
import { interleave } from '../harness/interleave.ts';
import type { Row } from '../harness/row.ts';
import type { Scale } from '../harness/scale.ts';
import { spread, spreadOfRatios } from '../harness/spread.ts';

/** More than the data alone explains: noise, and the first hours in which a run only warms up. */
const TOLERANCE = 1.1;

/** Full runs from the tick store over 1, 4 and 16 times the days. */
export async function measure(scale: Scale): Promise<Row[]> {
  const config = defaultConfig();
  const source = await longMarket(scale);
  const days = Math.floor(scale.longDays / 16);
  const run = (times: number) => {
    const part = firstDays(source, times * days);
    return { run: () => runBacktest(part, config) };
  };
  const times = await interleave(
    { once: run(1), four: run(4), sixteen: run(16) },
    { warmups: 1, rounds: scale.slowRounds + 2 },
  );
  const row = (factor: number, measured: readonly number[]): Row => ({
    id: `linear-${factor}`,
    what: `time for ${factor} times the data`,
    against: `a run over ${days} days`,
    ...spreadOfRatios(measured, times.once),
    unit: 'times',
    goal: { kind: 'at most', value: factor * TOLERANCE },
    figures: `${spread(measured).value.toFixed(0)} ms against ${spread(times.once).value.toFixed(0)} ms`,
  });
  return [row(4, times.four), row(16, times.sixteen)];
}

function firstDays(source: TickSource, count: number): TickSource {
  return { ...source, days: source.days.slice(0, count) };
}
