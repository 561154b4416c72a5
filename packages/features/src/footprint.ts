import { type DayTicks, NO_QUOTES } from '@auction-trader/core';
import { QuoteState, quoteSign, type TapeSettings } from '@auction-trader/ingestion';

/** Who traded at which price in one minute (profile_1m of trading rules 13), by bins on the grid anchored at price 0. */
export interface Footprint {
  readonly widthTicks: number;
  /** Bin of the first element of each array. */
  readonly firstBin: number;
  /** Lots of bin `firstBin + i` at `i`, one array for each kind; they sum to the minute's volume. */
  readonly buyLots: Float64Array;
  readonly sellLots: Float64Array;
  /** Lots whose side neither venue nor quote gives, whatever the tick rule makes of them. */
  readonly ambiguousLots: Float64Array;
}

/** The rows of one minute in the columns of its day, each range without its end. */
export interface MinuteRows {
  readonly day: DayTicks;
  readonly tradeFrom: number;
  readonly tradeTo: number;
  readonly quoteFrom: number;
  readonly quoteTo: number;
}

/**
 * The footprint of one minute from its ticks. Summed over the bins it is the minute's
 * `buyLots`, `sellLots` and `ambiguousLots` on the tape.
 *
 * @param before the newest quote before the minute (the row before on the tape has it); prices
 * `NO_PRICE` when there was none
 * @param widthTicks height of a bin
 */
export function footprint(
  { day, tradeFrom, tradeTo, quoteFrom, quoteTo }: MinuteRows,
  before: { readonly bidTicks: number; readonly askTicks: number },
  settings: TapeSettings,
  widthTicks: number,
): Footprint {
  const { timeMs, priceTicks, sizeLots, side } = day.trades;
  const quotes = day.quotes ?? NO_QUOTES;
  const quote = new QuoteState(0);
  quote.bidTicks = before.bidTicks;
  quote.askTicks = before.askTicks;
  const result = emptyFootprint(priceTicks.subarray(tradeFrom, tradeTo), widthTicks);
  let next = quoteFrom;
  for (let row = tradeFrom; row < tradeTo; row++) {
    while (next < quoteTo && quotes.timeMs[next]! <= timeMs[row]!)
      quote.apply(day.dayStartMs, quotes, next++);
    const given = settings.useVenueSide ? side[row]! : 0;
    // Synthetic quotes classify nothing.
    const byQuote =
      settings.quotes === 'real' ? quoteSign(priceTicks[row]!, quote.bidTicks, quote.askTicks) : 0;
    const known = given !== 0 ? given : byQuote;
    const kind = known > 0 ? result.buyLots : known < 0 ? result.sellLots : result.ambiguousLots;
    const at = Math.floor(priceTicks[row]! / widthTicks) - result.firstBin;
    kind[at] = kind[at]! + sizeLots[row]!;
  }
  return result;
}

function emptyFootprint(priceTicks: Int32Array, widthTicks: number): Footprint {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const price of priceTicks) {
    low = Math.min(low, price);
    high = Math.max(high, price);
  }
  const firstBin = low > high ? 0 : Math.floor(low / widthTicks);
  const length = low > high ? 0 : Math.floor(high / widthTicks) - firstBin + 1;
  const empty = () => new Float64Array(length);
  return { widthTicks, firstBin, buyLots: empty(), sellLots: empty(), ambiguousLots: empty() };
}
