import { sharpeRatio } from '@auction-trader/backtest';
import type { SearchAssessment } from '../assessment/assessment.ts';
import type { SearchPlan, SetFigures, SetOutcome } from '../search/search-plan.ts';

/** Equity of one choice, from 1. */
export interface EquityCurve {
  readonly kind: 'best' | 'median' | 'rolling' | 'anchored';
  readonly label: string;
  /** UTC days, `YYYY-MM-DD`: period after period, so days repeat when periods overlap. */
  readonly days: readonly string[];
  /** At the end of each day. */
  readonly equity: readonly number[];
}

const DAY_MS = 86_400_000;

/**
 * Curves to look at beside each other: of the best set, of the set whose Sharpe ratio is the median of all, and
 * of both walk-forwards, whose choices never saw the days they are judged by. Several periods stand one after
 * another.
 */
export function chosenCurves(
  plan: SearchPlan,
  outcomes: readonly SetOutcome[],
  assessment: SearchAssessment,
): EquityCurve[] {
  const complete = figuresBySet(plan, outcomes);
  const curves: EquityCurve[] = [];
  const best = complete.get(assessment.bestSet);
  if (best !== undefined)
    curves.push(curve('best', `best set, #${assessment.bestSet}, chosen in hindsight`, best));
  const median = medianSet(complete);
  if (median !== null) curves.push(curve('median', `median set, #${median}`, complete.get(median)!));
  for (const { kind, days, equity } of assessment.walkForward) {
    if (days.length > 0) curves.push({ kind, label: `walk-forward, ${kind}`, days, equity });
  }
  return curves;
}

/** Of the sets that ran over every period: their figures, period after period. */
function figuresBySet(plan: SearchPlan, outcomes: readonly SetOutcome[]): Map<number, readonly SetFigures[]> {
  const found = new Map<number, SetFigures[]>();
  for (const { setIndex, periodIndex, figures } of outcomes) {
    if (figures === null) continue;
    const list = found.get(setIndex) ?? [];
    list[periodIndex] = figures;
    found.set(setIndex, list);
  }
  const complete = [...found].filter(([, list]) => plan.periods.every((_, i) => list[i] !== undefined));
  return new Map(complete);
}

/** The set in the middle by Sharpe ratio; the earlier of two. Null when no set has one. */
function medianSet(complete: ReadonlyMap<number, readonly SetFigures[]>): number | null {
  const ranked = [...complete]
    .map(([index, list]) => ({ index, sharpe: sharpeRatio(list.flatMap((one) => [...one.dailyReturns])) }))
    .filter(({ sharpe }) => sharpe !== null)
    .sort((a, b) => a.sharpe! - b.sharpe! || a.index - b.index);
  return ranked[(ranked.length - 1) >> 1]?.index ?? null;
}

function curve(kind: EquityCurve['kind'], label: string, list: readonly SetFigures[]): EquityCurve {
  const days: string[] = [];
  const equity: number[] = [];
  let value = 1;
  for (const { firstDay, dailyReturns } of list) {
    const firstMs = Date.parse(firstDay);
    for (const [i, dailyReturn] of dailyReturns.entries()) {
      value *= 1 + dailyReturn;
      days.push(new Date(firstMs + i * DAY_MS).toISOString().slice(0, 10));
      equity.push(value);
    }
  }
  return { kind, label, days, equity };
}
