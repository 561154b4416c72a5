import {
  headlineMetrics,
  prepareFeatures,
  prepareMarket,
  type RunResult,
  runBacktest,
  runPrepared,
} from '@auction-trader/backtest';
import { type Config, configSchema, defaultConfig } from '@auction-trader/core';
import { RecorderPool, runBatch } from '@auction-trader/research';
import { denseTicks } from '../data/dense-market.ts';
import { searchPlan } from '../data/search-plan.ts';
import { interleave } from '../harness/interleave.ts';
import type { Row } from '../harness/row.ts';
import type { Scale } from '../harness/scale.ts';
import { spread, spreadOfRatios } from '../harness/spread.ts';

const STRATEGY_SETS = 240;
const WARM_SETS = 80;

/**
 * One more parameter set on a tape that is there already, metrics included, against the
 * full run, metrics included: with other strategy parameters (the profile features are there
 * too; sets side by side, as a search runs them), and with other profile parameters (they are made anew).
 */
export async function measure(scale: Scale): Promise<Row[]> {
  const source = await denseTicks(scale);
  const config = defaultConfig();
  const market = prepareMarket(source, config);
  const features = prepareFeatures(market, config);
  requireSame(runPrepared(market, features, config), runBacktest(source, config));
  const plan = searchPlan(source, STRATEGY_SETS);
  const recorders = new RecorderPool();
  const sweep = (sets: number) => {
    const setIndexes = Array.from({ length: sets }, (_, at) => at);
    const outcomes = runBatch(plan, { periodIndex: 0, setIndexes }, { market, features }, recorders);
    return outcomes.reduce((sum, { figures }) => sum + figures!.metrics['n']!, 0);
  };
  const profileSets = profileParameters();
  let positions = 0;
  const times = await interleave(
    {
      full: { run: () => headlineMetrics(runBacktest(source, config)) },
      strategy: {
        // Collecting garbage throws away compiled code as well, which a sweep of thousands pays for once.
        prepare: () => sweep(WARM_SETS),
        run: () => {
          positions = sweep(STRATEGY_SETS);
        },
      },
      profile: {
        run: () => {
          for (const set of profileSets)
            headlineMetrics(runPrepared(market, prepareFeatures(market, set), set));
        },
      },
    },
    { warmups: 2, rounds: scale.rounds },
  );
  const strategyTimes = times.strategy.map((ms) => ms / STRATEGY_SETS);
  const profileTimes = times.profile.map((ms) => ms / profileSets.length);
  const meanPositions = Math.round(positions / STRATEGY_SETS);
  return [
    {
      id: 'strategy-parameters',
      what: 'another set of strategy parameters on a cached tape',
      against: 'the full run',
      ...spreadOfRatios(times.full, strategyTimes),
      unit: 'times',
      goal: { kind: 'at least', value: 300 },
      figures: `${spread(strategyTimes).value.toFixed(2)} ms a set (${STRATEGY_SETS} sets, ${meanPositions} positions each)`,
    },
    {
      id: 'profile-parameters',
      what: 'another set of profile parameters on a cached tape',
      against: 'the full run',
      ...spreadOfRatios(times.full, profileTimes),
      unit: 'times',
      goal: { kind: 'at least', value: 3 },
      figures: `${spread(profileTimes).value.toFixed(1)} ms a set (${profileSets.length} sets)`,
    },
  ];
}

/** Window, bin width and fraction, one of them changed at a time and all together. */
function profileParameters(): Config[] {
  return [
    { instrument: { rolling_window_minutes: 120 }, startup: { warmup_minutes: 120 } },
    { value_area: { alpha_bin: 0.4 } },
    { value_area: { va_fraction: 0.8 } },
    {
      instrument: { rolling_window_minutes: 360 },
      startup: { warmup_minutes: 360 },
      value_area: { alpha_bin: 0.15, va_fraction: 0.6 },
    },
  ].map((keys) => configSchema.parse(keys));
}

/** Excursions apart, which a sweep does not look for. */
function requireSame(prepared: RunResult, full: RunResult): void {
  const [left, right] = [prepared, full].map(({ trades, finalEquity }) => {
    const rows = trades.map((trade) => ({ ...trade, maxFavourableTicks: 0, maxAdverseTicks: 0 }));
    return JSON.stringify([rows, finalEquity]);
  });
  if (left !== right) throw new Error('the run on a prepared tape differs from the full run');
}
