import { dailyReturns, dayMarks, headlineMetrics, type JudgedRun } from '@auction-trader/backtest';
import { formatUtcDay } from '@auction-trader/ingestion';
import type { SetFigures } from './search-plan.ts';

/**
 * What a search keeps of a run.
 *
 * @param fallbackDay `YYYY-MM-DD`, the first day of a run without a minute
 */
export function setFigures(run: JudgedRun, fallbackDay: string): SetFigures {
  const { firstMinuteMs, length } = run.tape;
  const marks = dayMarks(firstMinuteMs, run.equity, length);
  const first = marks[0];
  return {
    metrics: { ...headlineMetrics(run) },
    dailyReturns: dailyReturns(run.config.backtest.initial_capital, marks),
    firstDay: first === undefined ? fallbackDay : formatUtcDay(first.dayMs),
  };
}
