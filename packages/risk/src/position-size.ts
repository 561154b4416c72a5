import { BASIS_POINTS, invariant, roundHalfUp8 } from '@auction-trader/core';
import type { RiskSettings } from './risk-settings.ts';

/** Size of an entry, and what cut or refused it. */
export interface EntrySize {
  /** Lots to trade; 0 when there is no trade. */
  readonly lots: number;
  /** Lots by risk alone. */
  readonly wantedLots: number;
  /** The leverage cap cut the size. */
  readonly capped: boolean;
  readonly reason: 'NONE' | 'SIZE_MIN' | 'BAD_STOP';
}

const NO_ENTRY: EntrySize = { lots: 0, wantedLots: 0, capped: false, reason: 'BAD_STOP' };

/**
 * Size of an entry by risk (trading rules 9.1): the lots that lose the risk share of the
 * margin between entry and stop, at most what the leverage cap allows, and what one order of the venue can
 * close again. The side of the stop is not looked at, only its distance.
 *
 * @param marginQuote available margin in quote currency
 * @param entryTicks limit price, or expected fill of a market entry
 * @throws AuctionTraderError (`INVARIANT`) when the margin is no number
 * @example
 * // margin 10,000, 2 % at risk, entry 50,000.0, stop 49,500.0
 * sizeEntry(10_000, 500_000, 495_000, settings).lots // 400, i.e. 0.4 BTC
 */
export function sizeEntry(
  marginQuote: number,
  entryTicks: number,
  stopTicks: number,
  settings: RiskSettings,
): EntrySize {
  const distanceTicks = Math.abs(entryTicks - stopTicks);
  if (distanceTicks < settings.minStopTicks) return NO_ENTRY;
  const wantedLots = riskLots(marginQuote, distanceTicks, settings);
  const capLots = leverageCapLots(marginQuote, entryTicks, settings);
  const capped = wantedLots > capLots;
  const lots = Math.min(capped ? capLots : wantedLots, settings.maxOrderLots);
  if (!isTradableSize(lots, entryTicks, settings)) {
    return { lots: 0, wantedLots, capped, reason: 'SIZE_MIN' };
  }
  return { lots, wantedLots, capped, reason: 'NONE' };
}

/**
 * Lots whose loss over a distance is the risk share of the margin, rounded down:
 * `floor(margin * risk / (distance * tick * lot))` as one exact quotient.
 */
export function riskLots(marginQuote: number, distanceTicks: number, settings: RiskSettings): number {
  return wholeLots(marginQuote, settings.riskBasisPoints, distanceTicks, settings);
}

/** Lots whose value is the margin times the largest leverage, rounded down, exactly. */
export function leverageCapLots(marginQuote: number, priceTicks: number, settings: RiskSettings): number {
  return wholeLots(marginQuote, settings.maxLeverageBasisPoints, priceTicks, settings);
}

/** Whether an order of this size and price is at least the smallest one (lots and value). */
export function isTradableSize(lots: number, priceTicks: number, settings: RiskSettings): boolean {
  if (lots < settings.minOrderLots || lots <= 0) return false;
  const { tick, lot } = settings;
  // One division of whole numbers is rounded once: a value equal to the minimum compares as equal.
  const notional = (lots * priceTicks * tick.mantissa * lot.mantissa) / 10 ** (tick.decimals + lot.decimals);
  return notional >= settings.minNotional;
}

/** Value of a position over the margin it was taken from. */
export function actualLeverage(
  lots: number,
  entryTicks: number,
  marginQuote: number,
  settings: RiskSettings,
): number {
  return (lots * entryTicks * settings.quotePerTickLot) / marginQuote;
}

/** `floor(margin * points / (10000 * ticks * tick * lot))`, with the margin to 8 decimals. */
function wholeLots(marginQuote: number, points: number, ticks: number, settings: RiskSettings): number {
  invariant(Number.isFinite(marginQuote), 'the margin is no amount');
  invariant(Number.isSafeInteger(ticks) && ticks > 0, 'a margin is divided by whole ticks above 0');
  if (marginQuote <= 0) return 0;
  const near = (marginQuote * points) / (BASIS_POINTS * ticks * settings.quotePerTickLot);
  // Rounding errors of the line above and of the 8 decimals, generously.
  const slack = near * (1e-14 + 1e-8 / marginQuote);
  const lots = Math.floor(near - slack);
  // BigInt costs microseconds, and is needed only where a whole number lies within the error.
  return lots === Math.floor(near + slack) ? lots : exactLots(marginQuote, points, ticks, settings);
}

function exactLots(marginQuote: number, points: number, ticks: number, settings: RiskSettings): number {
  const { tick, lot } = settings;
  const margin8 = BigInt(roundHalfUp8(marginQuote).toFixed(8).replace('.', ''));
  const numerator = margin8 * BigInt(points) * 10n ** BigInt(tick.decimals + lot.decimals);
  const unit = BigInt(tick.mantissa) * BigInt(lot.mantissa);
  const denominator = 10n ** 8n * BigInt(BASIS_POINTS) * BigInt(ticks) * unit;
  return Number(numerator / denominator);
}
