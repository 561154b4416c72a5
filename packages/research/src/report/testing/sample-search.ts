import { sharpeRatio } from '@auction-trader/backtest';
import { Random } from '@auction-trader/core';
import type { SearchAssessment, WalkForward } from '../../assessment/assessment.ts';
import type { SearchPeriod, SearchPlan, SetFigures, SetOutcome } from '../../search/search-plan.ts';
import type { ParameterValue, SweepParameter } from '../../space/parameter-space.ts';

/** What a made-up search is like. */
export interface SampleOptions {
  readonly parameters: readonly SweepParameter[];
  /** Sets drawn at random from the parameters; without it, every combination. */
  readonly sets?: number;
  readonly days?: number;
  readonly periods?: number;
  /** Every so many sets, one fails. */
  readonly failEvery?: number;
  readonly error?: string;
  readonly symbol?: string;
}

/** A made-up search, whose figures follow a hill over the parameters with much noise on it. */
export interface SampleSearch {
  readonly plan: SearchPlan;
  readonly outcomes: readonly SetOutcome[];
  readonly assessment: SearchAssessment;
}

const FIRST_DAY = '2025-01-01';
const DAY_MS = 86_400_000;

/** `count` values from `from` on. */
export function steps(key: string, from: number, step: number, count: number): SweepParameter {
  return { key, values: Array.from({ length: count }, (_, i) => Number((from + i * step).toFixed(6))) };
}

export function sampleSearch(options: SampleOptions): SampleSearch {
  const { days = 30, periods: count = 1, symbol = 'BTCUSDT' } = options;
  const random = new Random(5);
  const sets = chooseSets(options, random).map((values, index) => ({ index, values }));
  const periods = Array.from({ length: count }, (_, i) => samplePeriod(i === 0 ? symbol : `X${i}USDT`, days));
  const plan: SearchPlan = {
    planHash: 'ab'.repeat(32),
    resultVersion: 1,
    strategy: 'auction',
    base: { 'instrument.symbol': symbol, 'sizing.risk_pct': 0.01 },
    space: {
      parameters: options.parameters,
      constraints: ['signal.of_entry_min < signal.of_breakout_min'],
      sampling:
        options.sets === undefined ? { kind: 'grid' } : { kind: 'random', sets: sets.length, seed: 5 },
    },
    sets,
    excluded: 16,
    periods,
  };
  const outcomes = sets.flatMap(({ index, values }) =>
    periods.map((_, periodIndex): SetOutcome => {
      const fails = options.failEvery !== undefined && index % options.failEvery === options.failEvery - 1;
      if (fails) return { setIndex: index, periodIndex, figures: null, error: options.error ?? 'no data' };
      return { setIndex: index, periodIndex, figures: figures(values, options, days, random), error: null };
    }),
  );
  return { plan, outcomes, assessment: sampleAssessment(plan, outcomes, random) };
}

function chooseSets({ parameters, sets }: SampleOptions, random: Random): ParameterValue[][] {
  if (sets === undefined) {
    return parameters.reduce<ParameterValue[][]>(
      (rows, { values }) => rows.flatMap((row) => values.map((value) => [...row, value])),
      [[]],
    );
  }
  const draw = ({ values }: SweepParameter) => values[Math.floor(random.uniform() * values.length)]!;
  return Array.from({ length: sets }, () => parameters.map(draw));
}

function samplePeriod(symbol: string, days: number): SearchPeriod {
  return { venue: 'bybit', symbol, fromDay: FIRST_DAY, toDay: dayAt(days - 1), dataHash: 'cd'.repeat(32) };
}

function figures(
  values: readonly ParameterValue[],
  { parameters }: SampleOptions,
  days: number,
  random: Random,
): SetFigures {
  const places = values.map((value, i) => {
    const choices = parameters[i]!.values;
    return choices.length < 2 ? 0.5 : choices.indexOf(value) / (choices.length - 1);
  });
  const hill = places.reduce((sum, place, i) => sum + (0.35 - Math.abs(place - 0.3 - 0.1 * (i % 4))), 0);
  const drift = (hill / places.length) * 0.0025 + random.normal() * 0.0008;
  const dailyReturns = Array.from({ length: days }, () => drift + random.normal() * 0.011);
  const n = Math.max(0, Math.round((places[0] ?? 0.5) * 150 + random.normal() * 12 + 12));
  const net = dailyReturns.reduce((equity, value) => equity * (1 + value), 1) * 10_000 - 10_000;
  const wins = Math.round(n * (0.45 + drift * 30));
  const metrics = {
    n,
    wins,
    losses: n - wins,
    net_pnl: net,
    gross_pnl: net + n * 2.2,
    total_fees: n * 2.2,
    total_funding: 0,
    win_rate: n === 0 ? null : wins / n,
    profit_factor: n === 0 ? null : Math.exp(drift * 120),
    expectancy_R: n === 0 ? null : drift * 40,
    pnl_per_trade: n === 0 ? null : net / n,
    initial_capital: 10_000,
    final_equity: 10_000 + net,
    total_return_pct: net / 100,
    max_drawdown_pct: 0.03 + random.uniform() * 0.12,
    max_drawdown: 300 + random.uniform() * 1200,
    sharpe: sharpeRatio(dailyReturns),
    exposure: 0.1 + random.uniform() * 0.2,
  };
  return { metrics, dailyReturns, firstDay: FIRST_DAY };
}

function sampleAssessment(
  plan: SearchPlan,
  outcomes: readonly SetOutcome[],
  random: Random,
): SearchAssessment {
  const ran = outcomes.filter(({ figures: of, periodIndex }) => of !== null && periodIndex === 0);
  const sharpe = (outcome: SetOutcome) => outcome.figures!.metrics['sharpe']!;
  const best = ran.reduce((a, b) => (sharpe(b) > sharpe(a) ? b : a));
  const bestSharpe = sharpe(best);
  const tried = ran.length.toLocaleString('en-US');
  const luckSharpe = bestSharpe * 0.9;
  return {
    setsTried: ran.length,
    setsFailed: plan.sets.length - ran.length,
    setsExcluded: plan.excluded,
    days: best.figures!.dailyReturns.length,
    bestSet: best.setIndex,
    bestSharpe,
    luckSharpe,
    deflatedSharpe: 0.58,
    effectiveTries: Math.sqrt(ran.length) * 4,
    overfittingProbability: 0.41,
    splits: Array.from({ length: 924 }, () => {
      const inSample = bestSharpe + random.normal() * 0.6;
      return { logit: random.normal() * 1.6 + 0.3, inSample, outOfSample: inSample * 0.3 + random.normal() };
    }),
    realityCheckP: 0.21,
    superiorAbilityP: 0.17,
    walkForward: [walkForward('rolling', best, random), walkForward('anchored', best, random)],
    neighbourhood: { sets: 9, medianSharpe: bestSharpe * 0.55, shareProfitable: 0.78 },
    tradeOrder: {
      maxDrawdown: { p5: 410, p50: 720, p95: 1380 },
      resampledMaxDrawdown: { p5: 380, p50: 740, p95: 1610 },
      netPnl: { p5: -310, p50: 905, p95: 2210 },
      drawings: 2000,
    },
    costs: { netPnl: { p5: 420, p50: 880, p95: 1290 }, drawings: 2000 },
    stress: [
      { label: 'as run', netPnl: 905.5, sharpe: bestSharpe, trades: 88 },
      { label: 'fees doubled', netPnl: 312.25, sharpe: 0.71, trades: 88 },
      { label: 'slippage + 2 ticks', netPnl: -120.75, sharpe: null, trades: 12 },
    ],
    missing: ['Sortino of the walk-forward: no losing day'],
    verdict: [
      `Of ${tried} sets the best shows a Sharpe ratio of ${bestSharpe.toFixed(1)} in sample; with that many tries ${luckSharpe.toFixed(1)} is expected from luck alone.`,
      'That is hardly more than luck gives: do not trade it.',
      'Chosen on the past alone, the walk-forward keeps about a third of it.',
    ],
  };
}

function walkForward(kind: WalkForward['kind'], best: SetOutcome, random: Random): WalkForward {
  const returns = best.figures!.dailyReturns;
  const first = Math.floor(returns.length / 3);
  let equity = 1;
  const curve = returns.slice(first).map((value) => {
    equity *= 1 + value * 0.6 + random.normal() * 0.004;
    return equity;
  });
  const length = Math.max(1, Math.floor((returns.length - first) / 4));
  const folds = [0, 1, 2, 3].map((i) => ({
    inSample: [dayAt(kind === 'rolling' ? i * length : 0), dayAt(first + i * length - 1)] as const,
    outOfSample: [dayAt(first + i * length), dayAt(first + (i + 1) * length - 1)] as const,
    setIndex: best.setIndex,
    inSampleSharpe: 2 + random.normal() * 0.4,
    outOfSampleSharpe: i === 3 ? null : random.normal(),
    outOfSampleReturn: random.normal() * 0.03,
  }));
  const days = curve.map((_, i) => dayAt(first + i));
  return { kind, folds, days, equity: curve, sharpe: kind === 'rolling' ? 0.42 : 0.63 };
}

function dayAt(day: number): string {
  return new Date(Date.parse(FIRST_DAY) + day * DAY_MS).toISOString().slice(0, 10);
}
