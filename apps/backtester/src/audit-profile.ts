import {
  type Config,
  DAY_MS,
  type DayTicks,
  dayStartMs,
  MINUTE_MS,
  type TickSource,
} from '@auction-trader/core';
import { expandValueArea, findPoc, profileSettings, ValueArea } from '@auction-trader/features';
import { gallop } from '@auction-trader/ingestion';
import type { MarketFeatures } from './build-features.ts';
import { type LevelRange, levelRanges, type ProfileBins, sumBins } from './profile-bins.ts';

/** A minute at which the rolling profile and one made from the raw trades differ. */
export interface AuditDifference {
  /** Start of the minute, epoch ms. */
  readonly ts_min: number;
  readonly what: string;
  readonly rolling: number | null;
  readonly rebuilt: number | null;
}

/**
 * Compares the rolling profile at one minute with a histogram built from the raw trades of the
 * same minutes (trading rules 6): bin for bin, and the value area that follows from it.
 *
 * @returns the differences; none is what must be
 */
export function auditMinute(
  source: TickSource,
  config: Config,
  market: MarketFeatures,
  index: number,
): AuditDifference[] {
  const { tape, features } = market;
  const window = config.instrument.rolling_window_minutes;
  const fromMs = tape.minuteMs(Math.max(0, index - window + 1));
  const toMs = tape.minuteMs(index + 1);
  const width = Math.max(1, features.binWidthTicks[index]!);
  const rebuilt = sumBins(rawRanges(source, fromMs, toMs), width);
  const rolling = sumBins(levelRanges(tape.levels, fromMs, toMs), width);
  const at = (what: string, one: number | null, other: number | null): AuditDifference[] =>
    one === other ? [] : [{ ts_min: tape.minuteMs(index), what, rolling: one, rebuilt: other }];
  return [...compareBins(rolling, rebuilt, at), ...compareArea(config, market, index, rebuilt, at)];
}

type At = (what: string, rolling: number | null, rebuilt: number | null) => AuditDifference[];

function compareBins(rolling: ProfileBins, rebuilt: ProfileBins, at: At): AuditDifference[] {
  const first = Math.min(rolling.firstBin, rebuilt.firstBin);
  const last = Math.max(rolling.firstBin + rolling.lots.length, rebuilt.firstBin + rebuilt.lots.length);
  const lotsOf = ({ firstBin, lots }: ProfileBins, bin: number) => lots[bin - firstBin] ?? 0;
  const differences: AuditDifference[] = [];
  for (let bin = first; bin < last; bin++) {
    differences.push(...at(`lots of bin ${bin}`, lotsOf(rolling, bin), lotsOf(rebuilt, bin)));
  }
  return differences;
}

function compareArea(
  config: Config,
  { features }: MarketFeatures,
  index: number,
  { lots, firstBin, widthTicks }: ProfileBins,
  at: At,
): AuditDifference[] {
  const { fractionBasisPoints, minBins, expansion } = profileSettings(config);
  const total = lots.reduce((sum, value) => sum + value, 0);
  const differences = at('total lots', features.windowLots[index]!, total);
  if (total === 0 || Number.isNaN(features.sigma[index]!)) return differences;
  const ring = new Float64Array(2 ** Math.ceil(Math.log2(lots.length + 1)));
  ring.set(lots);
  const area = new ValueArea();
  findPoc(ring, ring.length - 1, 0, lots.length - 1, area);
  const valid = area.profileBins >= minBins;
  differences.push(...at('valid', features.valid[index]!, valid ? 1 : 0));
  if (!valid || features.valid[index] === 0) return differences;
  const step = expansion === 'pair' ? 2 : 1;
  expandValueArea(ring, ring.length - 1, 0, lots.length - 1, total, fractionBasisPoints, step, area);
  const outer = config.value_area.va_edge_mode === 'outer';
  const edge = (bin: number) => (firstBin + bin) * widthTicks;
  return [
    ...differences,
    ...at('POC in half ticks', features.pocHalfTicks[index]!, 2 * edge(area.poc) + (outer ? widthTicks : 0)),
    ...at('VAL in ticks', features.valTicks[index]!, edge(area.low)),
    ...at('VAH edge in ticks', features.vahEdgeTicks[index]!, edge(area.high + 1)),
    ...at('lots of the value area', features.valueAreaLots[index]!, area.lots),
  ];
}

/** The raw trades from one time to another (excluded). */
function rawRanges(source: TickSource, fromMs: number, toMs: number): LevelRange[] {
  const ranges: LevelRange[] = [];
  for (const start of source.days) {
    if (start < dayStartMs(fromMs) || start >= toMs) continue;
    const { trades } = source.readDay(start);
    const { timeMs, priceTicks, sizeLots, length } = trades;
    const from = gallop(timeMs, 0, length, Math.max(0, fromMs - start));
    const to = gallop(timeMs, from, length, Math.min(DAY_MS, toMs - start));
    ranges.push({ priceTicks, sizeLots, from, to });
  }
  return ranges;
}

/** Whether a minute is audited: the last of each hour. */
export function isAudited(minuteMs: number): boolean {
  return (minuteMs / MINUTE_MS) % 60 === 59;
}

/** A source that keeps the days read last, for reading them again and again. */
export function withRecentDays(source: TickSource): TickSource {
  const recent = new Map<number, DayTicks>();
  return {
    ...source,
    readDay(start) {
      const day = recent.get(start) ?? source.readDay(start);
      recent.delete(start);
      recent.set(start, day);
      // A window reaches back a day at most, into one or two more.
      for (const oldest of [...recent.keys()].slice(0, -3)) recent.delete(oldest);
      return day;
    },
  };
}
