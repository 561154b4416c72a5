import { DAY_MS, type Instrument, MINUTE_MS, NO_PRICE } from '@auction-trader/core';
import type { ClosedMinute } from '@auction-trader/engine';
import type { MinuteTape } from '@auction-trader/ingestion';
import type { PricePoint } from '../server/trader-state.ts';
import { shownPrice } from './show-state.ts';

const PRICES_SHOWN = 60;
const EQUITY_KEPT = 10_080;

/** What is shown of the last minutes and of the day. */
export class MinuteHistory {
  readonly #instrument: Instrument;
  #prices: PricePoint[] = [];
  #equity: { readonly ts_ms: number; readonly equity: number }[] = [];
  #dayMs = Number.NaN;
  #dayOpenTicks = NO_PRICE;

  constructor(instrument: Instrument) {
    this.#instrument = instrument;
  }

  /** Minute closes, the oldest first. */
  get prices(): readonly PricePoint[] {
    return this.#prices;
  }

  equitySince(sinceMs: number): readonly { readonly ts_ms: number; readonly equity: number }[] {
    return this.#equity.filter(({ ts_ms }) => ts_ms >= sinceMs);
  }

  /** Price less the first one of the UTC day; null when either is not known. */
  changeToday(priceTicks: number | null): number | null {
    if (priceTicks === null || this.#dayOpenTicks === NO_PRICE) return null;
    return shownPrice(priceTicks - this.#dayOpenTicks, this.#instrument);
  }

  /** Takes up the minutes that a tape has already. */
  fill(tape: MinuteTape): void {
    for (let row = 0; row < tape.length; row++) this.#add(tape, row);
  }

  take(tape: MinuteTape, { decision, equity }: ClosedMinute): void {
    this.#add(tape, decision.index);
    this.#equity.push({ ts_ms: decision.decisionMs, equity });
    if (this.#equity.length > 2 * EQUITY_KEPT) this.#equity = this.#equity.slice(-EQUITY_KEPT);
  }

  #add(tape: MinuteTape, row: number): void {
    const ts = tape.minuteMs(row);
    const dayMs = ts - (ts % DAY_MS);
    if (dayMs !== this.#dayMs) {
      // A day that began before the first known minute has no known open.
      this.#dayOpenTicks = ts - dayMs < MINUTE_MS ? tape.openTicks[row]! : NO_PRICE;
      this.#dayMs = dayMs;
    }
    const { mantissa, decimals } = this.#instrument.lot;
    const volume = (tape.volumeLots[row]! * mantissa) / 10 ** decimals;
    this.#prices.push({ ts, price: shownPrice(tape.closeTicks[row]!, this.#instrument)!, volume });
    if (this.#prices.length > PRICES_SHOWN) this.#prices.shift();
  }
}
