import { sharpeRatio } from '@auction-trader/backtest';
import type { SearchPeriod, SearchPlan, SetFigures, SetOutcome } from '../../search/search-plan.ts';
import { roundTo } from './round-to.ts';
import type { ResultPart } from './search-document.ts';

/** Digits of a figure that the page keeps. */
const DIGITS = 9;
/** Figures of which the sum over several periods means something. */
const SUMS = ['n', 'wins', 'losses', 'net_pnl', 'gross_pnl', 'total_fees', 'total_funding'];

/** The outcomes of a search as columns: of all periods together when there are several, then of each. */
export function resultParts(
  plan: SearchPlan,
  outcomes: readonly SetOutcome[],
  metrics: readonly string[],
): ResultPart[] {
  const positions = new Map(plan.sets.map(({ index }, position) => [index, position]));
  const byPeriod = plan.periods.map(() => new Array<SetOutcome | undefined>(plan.sets.length));
  for (const outcome of outcomes) {
    const position = positions.get(outcome.setIndex);
    if (position !== undefined) byPeriod[outcome.periodIndex]![position] = outcome;
  }
  const single = byPeriod.map((of, i) => resultPart(periodLabel(plan.periods[i]!), of, metrics));
  if (single.length < 2) return single;
  const together = plan.sets.map(({ index }, position) =>
    combined(
      index,
      plan.periods,
      byPeriod.map((of) => of[position]),
    ),
  );
  return [resultPart(`all ${single.length} periods together`, together, metrics), ...single];
}

/** Name of a period: its symbol and its days. */
function periodLabel({ symbol, fromDay, toDay }: SearchPeriod): string {
  return `${symbol} ${fromDay} – ${toDay}`;
}

function resultPart(
  label: string,
  outcomes: readonly (SetOutcome | undefined)[],
  metrics: readonly string[],
): ResultPart {
  const failed: [number, string][] = [];
  const missing: number[] = [];
  for (const [position, outcome] of outcomes.entries()) {
    if (outcome === undefined) missing.push(position);
    else if (outcome.figures === null) failed.push([position, outcome.error ?? 'failed without a reason']);
  }
  const column = (name: string) =>
    Array.from(outcomes, (outcome) => roundTo(outcome?.figures?.metrics[name] ?? null, DIGITS));
  return { label, failed, missing, figures: Object.fromEntries(metrics.map((name) => [name, column(name)])) };
}

/**
 * A set over all periods: counts and money are added, the worst fall is the worst of any period, the Sharpe
 * ratio is that of the daily returns of all periods one after another. Other figures have no value.
 */
function combined(
  setIndex: number,
  periods: readonly SearchPeriod[],
  outcomes: readonly (SetOutcome | undefined)[],
): SetOutcome | undefined {
  if (outcomes.includes(undefined)) return undefined;
  const errors = outcomes.flatMap((outcome, i) =>
    outcome!.figures === null ? [`${periodLabel(periods[i]!)}: ${outcome!.error ?? 'failed'}`] : [],
  );
  const all = outcomes.map((outcome) => outcome!.figures);
  const error = errors.length === 0 ? null : errors.join('; ');
  const figures = error === null ? combinedFigures(all as SetFigures[]) : null;
  return { setIndex, periodIndex: -1, figures, error };
}

function combinedFigures(all: readonly SetFigures[]): SetFigures {
  const values = (name: string) => all.map(({ metrics }) => metrics[name] ?? null);
  const sums = SUMS.map((name) => [name, sum(values(name))] as const);
  const metrics: Record<string, number | null> = Object.fromEntries(sums);
  const trades = metrics['n'] ?? 0;
  metrics['win_rate'] = trades === 0 ? null : (metrics['wins'] ?? 0) / trades;
  metrics['sharpe'] = sharpeRatio(all.flatMap(({ dailyReturns }) => [...dailyReturns]));
  metrics['max_drawdown_pct'] = largest(values('max_drawdown_pct'));
  return { metrics, dailyReturns: [], firstDay: all[0]!.firstDay };
}

function sum(values: readonly (number | null)[]): number | null {
  return values.includes(null) ? null : values.reduce<number>((total, value) => total + value!, 0);
}

function largest(values: readonly (number | null)[]): number | null {
  return values.includes(null) ? null : Math.max(...(values as number[]));
}
