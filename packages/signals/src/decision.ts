import { NO_PRICE, REASON } from '@auction-trader/core';

/** Bits of {@link Decision.flags}, in the order of signals_1m. */
export const SIGNAL_FLAG = {
  BREAKIN_LONG: 1,
  BREAKIN_SHORT: 2,
  BREAKOUT_LONG: 4,
  BREAKOUT_SHORT: 8,
  FAILBREAK_LONG: 16,
  FAILBREAK_SHORT: 32,
} as const;

/**
 * A strategy's verdict on one minute, before gates and sizing. One instance is reused for
 * every minute. Prices in ticks, NO_PRICE for none.
 */
export class Decision {
  /** Side of the wanted entry: +1, -1, or 0 for none. */
  side = 0;
  /** Code of the setup (index into `Strategy.setups`), 0 for none. */
  setup = 0;
  /** Price a limit entry rests at (rounded to the passive side). */
  limitTicks: number = NO_PRICE;
  /** Signal close: what R, targets and sanity are measured from. */
  closeTicks: number = NO_PRICE;
  stopTicks: number = NO_PRICE;
  /** First target, NO_PRICE when the whole size goes to the second. */
  tp1Ticks: number = NO_PRICE;
  tp2Ticks: number = NO_PRICE;
  /** A minute close at or beyond this level (seen from the position) exits; NO_PRICE for none. */
  softStopTicks: number = NO_PRICE;
  /** Moves the stop of the open position toward profit; a looser price changes nothing. NO_PRICE for none. */
  tightenStopTicks: number = NO_PRICE;
  /** Leave the open position at market now. */
  exit = false;
  /** Bit set of {@link SIGNAL_FLAG}; a strategy of your own may use it freely. */
  flags = 0;
  /** Why there is no entry (a REASON code), when `side` is 0. */
  reason: number = REASON.NO_SETUP;

  /** Back to "no entry, no exit". */
  reset(): void {
    this.side = 0;
    this.setup = 0;
    this.limitTicks = NO_PRICE;
    this.closeTicks = NO_PRICE;
    this.stopTicks = NO_PRICE;
    this.tp1Ticks = NO_PRICE;
    this.tp2Ticks = NO_PRICE;
    this.softStopTicks = NO_PRICE;
    this.tightenStopTicks = NO_PRICE;
    this.exit = false;
    this.flags = 0;
    this.reason = REASON.NO_SETUP;
  }
}
