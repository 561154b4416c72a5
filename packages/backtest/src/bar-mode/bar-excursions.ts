import { MINUTE_MS, minuteStartMs } from '@auction-trader/core';
import type { TradeRecord } from '@auction-trader/execution';
import type { MinuteTape } from '@auction-trader/ingestion';

/**
 * Best and worst excursion of a bar mode trade, by the bars its exits looked at: against it
 * from the bar of the entry on, for it not on the bar in which a resting limit filled, and
 * neither on a bar at whose open it left.
 *
 * @returns a new record
 */
export function withBarExcursion(trade: TradeRecord, tape: MinuteTape): TradeRecord {
  const { openMs, closeMs, side, entryTicks } = trade;
  const entryBar = tape.indexOf(minuteStartMs(openMs));
  const enteredAtOpen = openMs % MINUTE_MS === 1;
  const to = Math.min(tape.indexOf(minuteStartMs(closeMs + 1)), tape.length);
  let favourable = 0;
  let adverse = 0;
  for (let index = entryBar; index < to; index++) {
    const high = tape.highTicks[index]!;
    const low = tape.lowTicks[index]!;
    const [best, worst] = side > 0 ? [high, low] : [low, high];
    adverse = Math.max(adverse, side * (entryTicks - worst));
    if (index > entryBar || enteredAtOpen) favourable = Math.max(favourable, side * (best - entryTicks));
  }
  return { ...trade, maxFavourableTicks: favourable, maxAdverseTicks: adverse };
}
