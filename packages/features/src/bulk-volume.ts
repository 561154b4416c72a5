import type { MinuteTape } from '@auction-trader/ingestion';
import { normalDistribution } from './normal-distribution.ts';

/**
 * Share of a minute's volume taken as bought by bulk volume classification (trading rules
 * 5.6; Easley, López de Prado and O'Hara, 2012): the normal distribution at the minute's
 * price change over the deviation of the last changes.
 *
 * @param lookback changes looked at, this minute's included
 * @returns 0..1; 0.5 when there was no change to compare with
 */
export function bulkBuyFraction(tape: MinuteTape, index: number, lookback: number): number {
  const { closeTicks } = tape;
  const first = Math.max(1, index - lookback + 1);
  const count = index - first + 1;
  if (count < 1) return 0.5;
  const mean = (closeTicks[index]! - closeTicks[first - 1]!) / count;
  let squares = 0;
  for (let at = first; at <= index; at++) {
    const away = closeTicks[at]! - closeTicks[at - 1]! - mean;
    squares += away * away;
  }
  if (squares === 0) return 0.5;
  const change = closeTicks[index]! - closeTicks[index - 1]!;
  return normalDistribution(change / Math.sqrt(squares / count));
}
