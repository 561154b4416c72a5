import { NO_PRICE } from '@auction-trader/core';
import { FeatureColumns } from '@auction-trader/features';
import { MINUTE_FLAG, type MinuteTape } from '@auction-trader/ingestion';

const WINDOW = 240;
const WIDTH = 20;

/**
 * Plausible profile features of a sample tape: a plain rolling histogram with bins of 20 ticks, judged
 * every `step` minutes and held in between.
 */
export function sampleFeatures(tape: MinuteTape, step: number, valid: boolean): FeatureColumns {
  const features = new FeatureColumns(tape.capacity);
  const bins = new Map<number, number>();
  let windowLots = 0;
  const add = (index: number, sign: number) => {
    tape.levels.locate(tape.minuteMs(index));
    const { priceTicks, sizeLots, from, to } = tape.levels;
    for (let row = from; row < to; row += 1) {
      const bin = Math.floor(priceTicks[row]! / WIDTH);
      bins.set(bin, (bins.get(bin) ?? 0) + sign * sizeLots[row]!);
      windowLots += sign * sizeLots[row]!;
    }
  };
  for (let i = 0; i < tape.length; i += 1) {
    add(i, 1);
    if (i >= WINDOW) add(i - WINDOW, -1);
    features.length = i + 1;
    features.windowLots[i] = windowLots;
    features.sigma[i] = i < 2 ? Number.NaN : 0.0004 + 0.0001 * Math.sin(i / 50);
    features.binWidthTicks[i] = i < 2 ? 0 : WIDTH;
    features.spreadSumTicks[i] = 66;
    features.spreadCount[i] = 60;
    features.flowLots[i] = tape.orderFlowLots[i]!;
    features.ambiguousFraction[i] =
      tape.volumeLots[i] === 0 ? 0 : tape.ambiguousLots[i]! / tape.volumeLots[i]!;
    features.bvcBuyFraction[i] = Number.NaN;
    const trades = (tape.flags[i]! & MINUTE_FLAG.SYNTHETIC) === 0;
    if (!valid || i < 2 || windowLots === 0) invalidate(features, i);
    else if (i > 2 && (i % step !== 0 || !trades)) hold(features, i);
    else valueArea(features, i, bins, windowLots);
  }
  return features;
}

function invalidate(features: FeatureColumns, i: number): void {
  features.pocHalfTicks[i] = NO_PRICE;
  features.vahTicks[i] = NO_PRICE;
  features.valTicks[i] = NO_PRICE;
  features.vahEdgeTicks[i] = NO_PRICE;
}

function hold(features: FeatureColumns, i: number): void {
  features.valid[i] = features.valid[i - 1]!;
  features.pocHalfTicks[i] = features.pocHalfTicks[i - 1]!;
  features.vahTicks[i] = features.vahTicks[i - 1]!;
  features.valTicks[i] = features.valTicks[i - 1]!;
  features.vahEdgeTicks[i] = features.vahEdgeTicks[i - 1]!;
  features.valueAreaLots[i] = features.valueAreaLots[i - 1]!;
  features.valueAreaBins[i] = features.valueAreaBins[i - 1]!;
  features.profileBins[i] = features.profileBins[i - 1]!;
}

function valueArea(features: FeatureColumns, i: number, bins: Map<number, number>, total: number): void {
  const used = [...bins].filter(([, lots]) => lots > 0);
  const [poc] = used.reduce((best, bin) => (bin[1] > best[1] ? bin : best));
  let low = poc;
  let high = poc;
  let inside = bins.get(poc)!;
  while (inside * 10_000 < total * 7_000) {
    const below = bins.get(low - 1) ?? 0;
    const above = bins.get(high + 1) ?? 0;
    if (above > below) high += 1;
    else low -= 1;
    inside += Math.max(above, below);
  }
  features.valid[i] = 1;
  features.pocHalfTicks[i] = poc * WIDTH * 2;
  features.vahTicks[i] = high * WIDTH;
  features.valTicks[i] = low * WIDTH;
  features.vahEdgeTicks[i] = (high + 1) * WIDTH;
  features.valueAreaLots[i] = inside;
  features.valueAreaBins[i] = high - low + 1;
  features.profileBins[i] = used.length;
}
