import { sharpeRatio } from '@auction-trader/backtest';
import type { SearchPlan, SetFigures, SetOutcome } from './search-plan.ts';

/** A set and its results over all periods together. */
export interface RankedSet {
  readonly setIndex: number;
  /** By period. */
  readonly figures: readonly SetFigures[];
  /** Of the daily returns of all periods, one after the other; null when it has no value. */
  readonly sharpe: number | null;
  readonly netPnl: number;
  readonly trades: number;
  /** Largest of its periods, a fraction of the peak. */
  readonly maxDrawdown: number;
}

/**
 * The sets that have a result in every period, best Sharpe ratio first. One without a value, a set that did not
 * trade, counts as 0; of equals the one with the lower index comes first.
 */
export function rankSets(
  { periods }: Pick<SearchPlan, 'periods'>,
  outcomes: readonly SetOutcome[],
): RankedSet[] {
  const bySet = new Map<number, SetFigures[]>();
  for (const { setIndex, periodIndex, figures } of outcomes) {
    if (figures === null) continue;
    const own = bySet.get(setIndex) ?? [];
    own[periodIndex] = figures;
    bySet.set(setIndex, own);
  }
  return [...bySet]
    .filter(([, figures]) => periods.every((_, at) => figures[at] !== undefined))
    .map(([setIndex, figures]) => rankedSet(setIndex, figures))
    .sort((left, right) => (right.sharpe ?? 0) - (left.sharpe ?? 0) || left.setIndex - right.setIndex);
}

/** Annualised Sharpe ratio over all periods of a set; null when it has no value. */
export function setSharpe(figures: readonly SetFigures[]): number | null {
  return sharpeRatio(figures.flatMap(({ dailyReturns }) => [...dailyReturns]));
}

function rankedSet(setIndex: number, figures: readonly SetFigures[]): RankedSet {
  const metric = (name: string) => figures.map(({ metrics }) => metrics[name] ?? 0);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    setIndex,
    figures,
    sharpe: setSharpe(figures),
    netPnl: sum(metric('net_pnl')),
    trades: sum(metric('n')),
    maxDrawdown: Math.max(...metric('max_drawdown_pct')),
  };
}
