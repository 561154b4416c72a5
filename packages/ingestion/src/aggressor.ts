import type { TradeColumns } from '@auction-trader/core';
import { numberOrNull } from './number-or-null.ts';
import type { TapeSettings } from './tape-settings.ts';

/** An {@link Aggressor} as plain data. */
export interface AggressorSnapshot {
  readonly buyLots: number;
  readonly sellLots: number;
  readonly ambiguousLots: number;
  readonly flowLots: number;
  readonly comparedLots: number;
  readonly disagreedLots: number;
  readonly byVenueLots: number;
  readonly byQuoteLots: number;
  readonly byTickLots: number;
  /** Null without a print to compare with. */
  readonly lastPrice: number | null;
  readonly lastSign: number;
}

/**
 * Who was the aggressor of a minute's prints (trading rules 5.1): the venue's side, else the
 * quote, else the tick rule. Sums of lots, reset at the minute's end; what the tick rule
 * remembers goes on.
 */
export class Aggressor {
  buyLots = 0;
  sellLots = 0;
  /** Lots of prints decided by the tick rule or not at all. */
  ambiguousLots = 0;
  /** Sum of sign times lots. */
  flowLots = 0;
  /** Lots of prints for which venue and quote both know a side, and of those where they differ. */
  comparedLots = 0;
  disagreedLots = 0;
  byVenueLots = 0;
  byQuoteLots = 0;
  byTickLots = 0;
  readonly #useVenueSide: boolean;
  readonly #useTickRule: boolean;
  /** Price of the last print, NaN when there is none to compare with; newest sign that was not 0. */
  #lastPrice = Number.NaN;
  #lastSign = 0;

  constructor({ useVenueSide, useTickRule }: TapeSettings) {
    this.#useVenueSide = useVenueSide;
    this.#useTickRule = useTickRule;
  }

  beginMinute(): void {
    this.buyLots = 0;
    this.sellLots = 0;
    this.ambiguousLots = 0;
    this.flowLots = 0;
    this.comparedLots = 0;
    this.disagreedLots = 0;
    this.byVenueLots = 0;
    this.byQuoteLots = 0;
    this.byTickLots = 0;
  }

  snapshot(): AggressorSnapshot {
    const { buyLots, sellLots, ambiguousLots, flowLots, comparedLots, disagreedLots } = this;
    const { byVenueLots, byQuoteLots, byTickLots } = this;
    return {
      ...{ buyLots, sellLots, ambiguousLots, flowLots, comparedLots, disagreedLots },
      ...{ byVenueLots, byQuoteLots, byTickLots },
      lastPrice: numberOrNull(this.#lastPrice),
      lastSign: this.#lastSign,
    };
  }

  /** Takes up what {@link snapshot} gave. */
  restore({ lastPrice, lastSign, ...sums }: AggressorSnapshot): void {
    Object.assign(this, sums);
    this.#lastPrice = lastPrice ?? Number.NaN;
    this.#lastSign = lastSign;
  }

  /** Forgets the prints before a feed gap. */
  forgetPrints(): void {
    this.#lastPrice = Number.NaN;
    this.#lastSign = 0;
  }

  /**
   * Adds the prints `from..to` when the venue decides them all, which needs no look at each.
   *
   * @returns false, with nothing added, when it does not
   */
  addVenueSided({ priceTicks, sizeLots, side }: TradeColumns, from: number, to: number): boolean {
    if (!this.#useVenueSide) return false;
    let flow = 0;
    let sided = 0;
    let all = 0;
    for (let row = from; row < to; row++) {
      const lots = sizeLots[row]!;
      const sign = side[row]!;
      flow += sign * lots;
      sided += sign * sign * lots;
      all += lots;
    }
    if (sided !== all) return false;
    this.buyLots += (all + flow) / 2;
    this.sellLots += (all - flow) / 2;
    this.flowLots += flow;
    this.byVenueLots += all;
    this.#lastPrice = priceTicks[to - 1]!;
    this.#lastSign = side[to - 1]!;
    return true;
  }

  /**
   * Adds the prints `from..to`, each on its own.
   *
   * @param quoteSigns what the quote says of the print `from + i`: +1, -1 or 0
   * @param signs gets the sign of the print `from + i`
   */
  add(trades: TradeColumns, from: number, to: number, quoteSigns: Int8Array, signs: Int8Array): void {
    const { sizeLots, side } = trades;
    const venueWeight = this.#useVenueSide ? 1 : 0;
    let all = 0;
    let byVenue = 0;
    let known = 0;
    let knownFlow = 0;
    // Arithmetic where a branch would be guessed wrong half the time.
    for (let row = from; row < to; row++) {
      const lots = sizeLots[row]!;
      const given = side[row]! * venueWeight;
      const isGiven = given * given;
      const sign = given + (1 - isGiven) * quoteSigns[row - from]!;
      signs[row - from] = sign;
      all += lots;
      byVenue += isGiven * lots;
      known += sign * sign * lots;
      knownFlow += sign * lots;
    }
    this.buyLots += (known + knownFlow) / 2;
    this.sellLots += (known - knownFlow) / 2;
    this.flowLots += knownFlow;
    this.byVenueLots += byVenue;
    this.byQuoteLots += known - byVenue;
    this.ambiguousLots += all - known;
    this.#addByTickRule(trades, from, to, signs);
  }

  /** Gives a sign to the prints that have none yet, and remembers the last ones. */
  #addByTickRule({ priceTicks, sizeLots }: TradeColumns, from: number, to: number, signs: Int8Array): void {
    const useTickRule = this.#useTickRule;
    let lastPrice = this.#lastPrice;
    let lastSign = this.#lastSign;
    let byTick = 0;
    let tickFlow = 0;
    for (let row = from; row < to; row++) {
      const price = priceTicks[row]!;
      let sign = signs[row - from]!;
      if (sign === 0 && useTickRule) {
        sign = tickRule(price, lastPrice, lastSign);
        signs[row - from] = sign;
        const lots = sizeLots[row]!;
        byTick += sign * sign * lots;
        tickFlow += sign * lots;
      }
      if (sign !== 0) lastSign = sign;
      lastPrice = price;
    }
    this.#lastPrice = lastPrice;
    this.#lastSign = lastSign;
    this.flowLots += tickFlow;
    this.byTickLots += byTick;
  }

  /** Adds to the check of the venue against the quote, whoever decides. Arguments as of {@link add}. */
  compare({ sizeLots, side }: TradeColumns, from: number, to: number, quoteSigns: Int8Array): void {
    let compared = 0;
    let twiceDisagreed = 0;
    for (let row = from; row < to; row++) {
      const lots = sizeLots[row]!;
      const given = side[row]!;
      const byQuote = quoteSigns[row - from]!;
      const both = given * given * byQuote * byQuote;
      compared += both * lots;
      twiceDisagreed += (both - given * byQuote) * lots;
    }
    this.comparedLots += compared;
    this.disagreedLots += twiceDisagreed / 2;
  }
}

/** Up-tick +1, down-tick -1, equal the newest sign; 0 without a print before. */
function tickRule(price: number, lastPrice: number, lastSign: number): number {
  if (price > lastPrice) return 1;
  if (price < lastPrice) return -1;
  return price === lastPrice ? lastSign : 0;
}
