import {
  type EntrySize,
  fittingLots,
  isTradableSize,
  type RiskSettings,
  sizeEntry,
} from '@auction-trader/risk';
import type { EntryPlan } from './entry-plan.ts';
import { recheckedLots } from './entry-recheck.ts';

/** Sizes entries from the account's equity, at a venue at most from what is available there (trading rules 9.1). */
export class EntryMargin {
  /** What the venue would have available if nothing of ours were open; Infinity when it has no say. */
  atVenue = Number.POSITIVE_INFINITY;
  readonly #risk: RiskSettings;

  constructor(risk: RiskSettings) {
    this.#risk = risk;
  }

  /** Size of an entry when nothing of ours is open, and the margin it was taken from. */
  sizeWhenFlat(
    equity: number,
    entryTicks: number,
    stopTicks: number,
  ): EntrySize & { readonly margin: number } {
    const margin = Math.min(equity, this.atVenue);
    const size = sizeEntry(margin, entryTicks, stopTicks, this.#risk);
    const fitting = this.#fitting(size.lots, entryTicks, this.atVenue);
    if (fitting === size.lots) return { ...size, margin };
    const cut = { ...size, margin, lots: fitting };
    return fitting === 0 ? { ...cut, reason: 'SIZE_MIN' } : cut;
  }

  /**
   * Lots of a market order that follows an entry's limit.
   *
   * @param expectedTicks expected fill, slippage included
   * @param filledLots what the limit had filled
   * @param reserved margin of what is held
   */
  lotsAtMarket(
    plan: EntryPlan,
    expectedTicks: number,
    filledLots: number,
    equity: number,
    reserved: number,
  ): number {
    const available = this.atVenue - reserved;
    const margin = Math.min(equity - reserved, available);
    const lots = recheckedLots(plan, expectedTicks, filledLots, margin, this.#risk);
    return this.#fitting(lots, expectedTicks, available);
  }

  /** Lots for which margin and fee fit what is available at the venue; 0 when that is below the smallest order. */
  #fitting(lots: number, priceTicks: number, available: number): number {
    const most = fittingLots(available, priceTicks, this.#risk);
    if (lots <= most) return lots;
    return isTradableSize(most, priceTicks, this.#risk) ? most : 0;
  }
}
