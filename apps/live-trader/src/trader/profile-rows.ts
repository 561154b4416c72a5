import type { Instrument } from '@auction-trader/core';
import type { TradingSession } from '@auction-trader/engine';
import { profileAt } from '@auction-trader/features';
import type { Row } from '../server/trader-view.ts';

/**
 * The volume profile of the window that ends with a minute, the newest one for null; the lowest bin first,
 * nothing where there is no such minute. Sides of a window are not kept by price: volume whose side was not
 * asked for counts as ambiguous.
 */
export function profileRows(
  { tape, features }: TradingSession,
  { tick, lot }: Instrument,
  windowMinutes: number,
  minuteMs: number | null,
): readonly Row[] {
  const index = minuteMs === null ? tape.length - 1 : rowOf(tape, minuteMs);
  if (index < 0) return [];
  const { firstBin, widthTicks, lots } = profileAt(tape, features, index, windowMinutes);
  return Array.from(lots, (volume, bin) => ({
    price: ((firstBin + bin) * widthTicks * tick.mantissa) / 10 ** tick.decimals,
    buy: 0,
    sell: 0,
    ambiguous: (volume * lot.mantissa) / 10 ** lot.decimals,
  }));
}

function rowOf(tape: TradingSession['tape'], minuteMs: number): number {
  if (tape.length === 0) return -1;
  const row = Math.round((minuteMs - tape.minuteMs(0)) / 60_000);
  return row >= 0 && row < tape.length ? row : -1;
}
