import { AuctionTraderError, DAY_MS } from '@auction-trader/core';
import type { SearchPlan, SetFigures, SetOutcome } from '../search/search-plan.ts';
import type { ReturnMatrix } from './assessment.ts';

/**
 * Daily returns of all sets that have a result in every period of the search. The days of the periods follow one
 * another in the order of the plan, so a day stands there as often as periods (symbols) contain it.
 *
 * @param outcomes in any order, each set and period at most once
 * @throws AuctionTraderError when the results of a period do not have the same days
 */
export function returnMatrix(plan: SearchPlan, outcomes: readonly SetOutcome[]): ReturnMatrix {
  const figures = new Map<number, (SetFigures | undefined)[]>();
  for (const outcome of outcomes) {
    if (outcome.figures === null) continue;
    const ofSet = figures.get(outcome.setIndex) ?? new Array<SetFigures | undefined>(plan.periods.length);
    ofSet[outcome.periodIndex] = outcome.figures;
    figures.set(outcome.setIndex, ofSet);
  }
  const setIndexes = [...figures.keys()]
    .filter((set) => Array.from(figures.get(set)!).every((ofPeriod) => ofPeriod !== undefined))
    .sort((a, b) => a - b);
  if (setIndexes.length === 0) return { setIndexes, days: [], values: new Float64Array(0) };
  const first = figures.get(setIndexes[0]!)! as SetFigures[];
  const days = first.flatMap(daysOf);
  const values = new Float64Array(setIndexes.length * days.length);
  let at = 0;
  for (const set of setIndexes) {
    for (const [period, ofPeriod] of (figures.get(set)! as SetFigures[]).entries()) {
      checkDays(set, period, ofPeriod, first[period]!);
      // Sets are compared bit by bit: a negative zero is a zero.
      for (const value of ofPeriod.dailyReturns) values[at++] = value + 0;
    }
  }
  return { setIndexes, days, values };
}

function daysOf({ firstDay, dailyReturns }: SetFigures): string[] {
  const firstMs = Date.parse(firstDay);
  return dailyReturns.map((_, day) => new Date(firstMs + day * DAY_MS).toISOString().slice(0, 10));
}

function checkDays(set: number, period: number, own: SetFigures, first: SetFigures): void {
  const ownLength = own.dailyReturns.length;
  const length = first.dailyReturns.length;
  if (own.firstDay === first.firstDay && ownLength === length) return;
  throw new AuctionTraderError(
    `set ${set} has ${ownLength} daily returns from ${own.firstDay} in period ${period}, other sets have ` +
      `${length} from ${first.firstDay}: results of different data were mixed`,
    { code: 'RESULT_DAYS', exitCode: 3, hint: 'Run the search again under another name.' },
  );
}
