import type { ReturnMatrix, WalkForward, WalkForwardFold } from '../assessment/assessment.ts';
import { annualSharpe, sharpeOfDays } from './sharpe-of-days.ts';

const MAX_SEGMENTS = 12;
const MIN_SEGMENT_DAYS = 5;

/** How many days a walk forward needs at least. */
export const WALK_FORWARD_DAYS = 3 * MIN_SEGMENT_DAYS;

/**
 * Walk forward (Pardo, "The evaluation and optimization of trading strategies", 2008): the set with the best
 * Sharpe ratio (of equals the first) of a stretch of days is judged by the stretch that follows, and so on; the
 * judged stretches, put together, are what choosing this way would have earned.
 *
 * The days are cut into segments of at least five days, at most 12. The first third of the segments is the first
 * in-sample stretch; each further segment is judged once. `rolling` chooses on as many segments as the first time,
 * `anchored` on all days so far. A set that did not trade in a stretch has Sharpe 0 there.
 *
 * @param purgeDays days at the end of an in-sample stretch that are not used, since a position may be open across
 *   the border
 * @returns null below {@link WALK_FORWARD_DAYS} days
 */
export function walkForward(
  matrix: ReturnMatrix,
  kind: 'rolling' | 'anchored',
  purgeDays: number,
): WalkForward | null {
  const columns = matrix.days.length;
  const segments = Math.min(MAX_SEGMENTS, Math.floor(columns / MIN_SEGMENT_DAYS));
  if (segments < 3) return null;
  const length = Math.max(1, Math.round(segments / 3));
  const start = (segment: number) => Math.floor((segment * columns) / segments);
  const folds: WalkForwardFold[] = [];
  const days: string[] = [];
  const returns: number[] = [];
  for (let segment = length; segment < segments; segment += 1) {
    const from = kind === 'rolling' ? start(segment - length) : 0;
    const border = start(segment);
    const to = start(segment + 1);
    const row = bestRow(matrix, from, border - purgeDays);
    const judged = matrix.values.subarray(row * columns + border, row * columns + to);
    folds.push(fold(matrix, row, [from, border - purgeDays], [border, to]));
    days.push(...matrix.days.slice(border, to));
    returns.push(...judged);
  }
  return {
    kind,
    folds,
    days,
    equity: compounded(returns),
    sharpe: annualSharpe(sharpeOfDays(returns, 0, returns.length)),
  };
}

function fold(
  matrix: ReturnMatrix,
  row: number,
  inSample: readonly [number, number],
  outOfSample: readonly [number, number],
): WalkForwardFold {
  const { days, values, setIndexes } = matrix;
  const returns = values.subarray(row * days.length, (row + 1) * days.length);
  return {
    inSample: [days[inSample[0]]!, days[inSample[1] - 1]!],
    outOfSample: [days[outOfSample[0]]!, days[outOfSample[1] - 1]!],
    setIndex: setIndexes[row]!,
    inSampleSharpe: annualSharpe(sharpeOfDays(returns, ...inSample)),
    outOfSampleSharpe: annualSharpe(sharpeOfDays(returns, ...outOfSample)),
    outOfSampleReturn: compounded(Array.from(returns.subarray(...outOfSample))).at(-1)! - 1,
  };
}

/** Row with the best Sharpe ratio of a stretch; of equals the first. */
function bestRow(matrix: ReturnMatrix, from: number, to: number): number {
  const { days, values, setIndexes } = matrix;
  let best = 0;
  let largest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < setIndexes.length; row += 1) {
    const sharpe = sharpeOfDays(values, row * days.length + from, row * days.length + to);
    const comparable = Number.isNaN(sharpe) ? 0 : sharpe;
    if (comparable > largest) {
      largest = comparable;
      best = row;
    }
  }
  return best;
}

/** Equity at the end of each day, from 1. */
function compounded(returns: readonly number[]): number[] {
  let equity = 1;
  return returns.map((value) => {
    equity *= 1 + value;
    return equity;
  });
}
