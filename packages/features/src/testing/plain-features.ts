import { normalDistribution } from '../normal-distribution.ts';
import type { ProfileSettings } from '../profile-settings.ts';
import { FIRST_MINUTE_MS, pricesOf, type SmallMinute } from './small-tape.ts';

/** A row of features as {@link plainFeatures} sees it. Prices in ticks; null where there is none. */
export interface PlainRow {
  readonly sigma: number;
  readonly binWidthTicks: number;
  readonly rebucketed: number;
  readonly valid: boolean;
  readonly pocHalfTicks: number | null;
  readonly vahTicks: number | null;
  readonly valTicks: number | null;
  readonly vahEdgeTicks: number | null;
  readonly valueAreaLots: number;
  readonly valueAreaBins: number;
  readonly profileBins: number;
  readonly windowLots: number;
  readonly spreadSumTicks: number;
  readonly spreadCount: number;
  readonly missingMinutes: number;
  readonly flowLots: number;
  readonly ambiguousFraction: number;
  readonly bvcBuyFraction: number;
}

/**
 * The features of some minutes straight from the trading rules (5.6, 6 and 7): maps, lists and
 * sorts, every window gone through anew. What `ProfileFeatures` must equal, bit for bit.
 */
export function plainFeatures(minutes: readonly SmallMinute[], settings: ProfileSettings): PlainRow[] {
  let width = { wanted: 0, effective: 0 };
  return minutes.map((minute, index) => {
    const seen = minutes.slice(0, index + 1);
    const window = seen.slice(-settings.windowMinutes);
    const sigma = deviation(returnsOf(seen).slice(-settings.windowMinutes));
    const before = width.effective;
    const wanted = Number.isNaN(sigma) ? 0 : wantedTicks(minute.quote!, sigma, settings);
    const reason = wanted === 0 ? 0 : rebucketReason(width.wanted, wanted, index, settings);
    if (reason !== 0) {
      const base = settings.baseBinTicks;
      width = { wanted, effective: Math.max(1, Math.floor(wanted / base + 0.5)) * base };
    }
    const spreads = seen.slice(-settings.spreadLookbackMinutes).filter(({ quote }) => quote !== null);
    return {
      sigma,
      binWidthTicks: width.effective,
      rebucketed: width.effective === before ? 0 : reason,
      windowLots: lotsOf(window),
      spreadSumTicks: spreads.reduce((sum, { quote }) => sum + quote![1] - quote![0], 0),
      spreadCount: spreads.length,
      missingMinutes: window.filter(({ missing }) => missing).length,
      ...orderFlow(seen, settings),
      ...valueArea(window, width.effective, settings),
    };
  });
}

function lotsOf(minutes: readonly SmallMinute[]): number {
  return minutes.reduce(
    (sum, { levels = {} }) => sum + Object.values(levels).reduce((all, lots) => all + lots, 0),
    0,
  );
}

function returnsOf(minutes: readonly SmallMinute[]): number[] {
  const returns: number[] = [];
  let last: number | null = null;
  for (const minute of minutes) {
    if (minute.quote === null) continue;
    const mid2 = minute.quote[0] + minute.quote[1];
    const synthetic = pricesOf(minute).length === 0;
    if (last !== null) returns.push(synthetic ? 0 : Math.log(mid2 / last));
    if (!synthetic) last = mid2;
  }
  return returns;
}

/** Population deviation, two passes; NaN under two values. */
function deviation(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / values.length);
}

function wantedTicks(
  [bid, ask]: readonly [number, number],
  sigma: number,
  settings: ProfileSettings,
): number {
  const raw = (settings.alphaBin * (bid + ask) * sigma) / 2;
  return Math.min(Math.max(Math.floor(raw + 0.5), 1), settings.binWidthMaxTicks);
}

function rebucketReason(
  old: number,
  wanted: number,
  index: number,
  settings: ProfileSettings,
): 0 | 1 | 2 | 3 {
  if (old === 0) return 1;
  if ((FIRST_MINUTE_MS / 60_000 + index) % settings.rebucketIntervalMinutes === 0) return 2;
  return Math.abs(wanted - old) * 10_000 >= old * settings.rebucketChangeBasisPoints ? 3 : 0;
}

function orderFlow(seen: readonly SmallMinute[], { useBvc, bvcLookbackMinutes }: ProfileSettings) {
  const minute = seen.at(-1)!;
  const volume = lotsOf([minute]);
  const { flowLots = 0, ambiguousLots = 0, realSide = false } = minute;
  if (!useBvc || volume === 0 || realSide) {
    const ambiguousFraction = volume === 0 ? 0 : ambiguousLots / volume;
    return { flowLots, ambiguousFraction, bvcBuyFraction: Number.NaN };
  }
  const closes = closesOf(seen);
  const changes = closes.slice(1).map((close, at) => close - closes[at]!);
  const s = deviation([...changes.slice(-bvcLookbackMinutes)]);
  // One change has no deviation, nor have equal ones.
  const fraction = s > 0 ? normalDistribution(changes.at(-1)! / s) : 0.5;
  return { flowLots: volume * (2 * fraction - 1), ambiguousFraction: 1, bvcBuyFraction: fraction };
}

function closesOf(minutes: readonly SmallMinute[]): number[] {
  let close = 0;
  return minutes.map((minute) => {
    const prices = pricesOf(minute);
    if (prices.length > 0) close = minute.closeTicks ?? prices.at(-1)!;
    return close;
  });
}

const NONE = {
  valid: false,
  pocHalfTicks: null,
  vahTicks: null,
  valTicks: null,
  vahEdgeTicks: null,
  valueAreaLots: 0,
  valueAreaBins: 0,
};

function valueArea(window: readonly SmallMinute[], width: number, settings: ProfileSettings) {
  const bins = new Map<number, number>();
  if (width === 0) return { ...NONE, profileBins: 0 };
  for (const { levels = {} } of window) {
    for (const [price, lots] of Object.entries(levels)) {
      const bin = Math.floor(Number(price) / width);
      bins.set(bin, (bins.get(bin) ?? 0) + lots);
    }
  }
  if (bins.size === 0 || bins.size < settings.minBins) return { ...NONE, profileBins: bins.size };
  const order = expansion(bins, settings);
  const traded = order.filter((bin) => bins.has(bin)).sort((left, right) => left - right);
  const bottom = traded[0]!;
  const top = traded.at(-1)!;
  const outer = settings.edgeMode === 'outer' ? width : 0;
  return {
    valid: true,
    pocHalfTicks: 2 * order[0]! * width + outer,
    vahTicks: top * width + outer,
    valTicks: bottom * width,
    vahEdgeTicks: (top + 1) * width,
    valueAreaLots: sumOf(bins, order),
    valueAreaBins: top - bottom + 1,
    profileBins: bins.size,
  };
}

function sumOf(bins: ReadonlyMap<number, number>, which: Iterable<number>): number {
  return [...which].reduce((sum, bin) => sum + (bins.get(bin) ?? 0), 0);
}

/** Bins in the order in which they are taken, the POC first. */
function expansion(bins: ReadonlyMap<number, number>, settings: ProfileSettings): number[] {
  const low = Math.min(...bins.keys());
  const high = Math.max(...bins.keys());
  const rows = settings.expansion === 'pair' ? 2 : 1;
  const away = (bin: number) => Math.abs(2 * bin - (low + high));
  const byVolume = [...bins].sort(
    ([left, some], [right, more]) => more - some || away(left) - away(right) || left - right,
  );
  const poc = byVolume[0]![0];
  const order = [poc];
  const target = sumOf(bins, bins.keys()) * settings.fractionBasisPoints;
  let inside = sumOf(bins, order);
  let bottom = poc;
  let top = poc;
  while (inside * 10_000 < target) {
    const sides = [
      { taken: poc - bottom, next: [bottom - 1, bottom - 2] },
      { taken: top - poc, next: [top + 1, top + 2] },
    ].map(({ taken, next }) => ({
      taken,
      next: next.slice(0, rows).filter((bin) => bin >= low && bin <= high),
    }));
    const [side] = sides
      .filter(({ next }) => next.length > 0)
      .sort((left, right) => sumOf(bins, right.next) - sumOf(bins, left.next) || left.taken - right.taken);
    if (side === undefined) break;
    order.push(...side.next);
    inside += sumOf(bins, side.next);
    bottom = Math.min(bottom, ...side.next);
    top = Math.max(top, ...side.next);
  }
  return order;
}
