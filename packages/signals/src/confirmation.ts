import { BASIS_POINTS, NO_PRICE } from '@auction-trader/core';
import type { InitiativeThresholds, SignalSettings } from './signal-settings.ts';
import type { MinuteView } from './strategy.ts';

/**
 * Whether the minute's initiative confirms a setup (trading rules 8.2): order flow or
 * quote imbalance beyond its threshold; both where too much of the volume is ambiguous.
 *
 * @param side +1 long, -1 short
 */
export function confirms(
  view: MinuteView,
  side: number,
  thresholds: InitiativeThresholds,
  settings: SignalSettings,
): boolean {
  const flow = flowConfirms(view, side, thresholds, settings);
  const ambiguous = view.features.ambiguousFraction[view.index]! > settings.ambiguousMax;
  if (flow !== ambiguous) return flow;
  return settings.useImbalance && imbalanceConfirms(view, side, thresholds, settings);
}

function flowConfirms(
  { tape, features, index }: MinuteView,
  side: number,
  thresholds: InitiativeThresholds,
  settings: SignalSettings,
): boolean {
  const volume = tape.volumeLots[index]!;
  if (!(volume > 0)) return false;
  const flow = side * features.flowLots[index]!;
  // Whole numbers on both sides (a flow estimated by BVC apart): nothing is rounded.
  const beyond = flow * settings.flowUnitsPerLot - thresholds.flowUnits;
  const beyondOfVolume = flow * BASIS_POINTS - thresholds.flowBasisPoints * volume;
  if (thresholds.inclusive) return beyond >= 0 || beyondOfVolume >= 0;
  return beyond > 0 || beyondOfVolume > 0;
}

function imbalanceConfirms(
  view: MinuteView,
  side: number,
  thresholds: InitiativeThresholds,
  settings: SignalSettings,
): boolean {
  const imbalance =
    side * (settings.imbalanceAtClose ? closingImbalance(view) : view.tape.quoteImbalanceEma[view.index]!);
  // NaN (no quote yet) passes neither.
  return thresholds.inclusive ? imbalance >= thresholds.imbalance : imbalance > thresholds.imbalance;
}

/** Imbalance of the closing quote's sizes, 0 when both are 0, NaN before the first quote. */
function closingImbalance({ tape, index }: MinuteView): number {
  if (tape.bidTicks[index] === NO_PRICE) return Number.NaN;
  const bidLots = tape.bidLots[index]!;
  const askLots = tape.askLots[index]!;
  return bidLots + askLots === 0 ? 0 : (bidLots - askLots) / (bidLots + askLots);
}
