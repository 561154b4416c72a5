import { type Config, type DayTicks, dayStartMs, MINUTE_MS, type TickSource } from '@auction-trader/core';
import {
  profileAt,
  profileSettings,
  type RebuiltProfile,
  rebuildProfile,
  type VolumeProfile,
} from '@auction-trader/features';
import type { MarketFeatures } from './build-features.ts';

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
  const settings = profileSettings(config);
  const fromMs = tape.minuteMs(Math.max(0, index - settings.windowMinutes + 1));
  const toMs = tape.minuteMs(index + 1);
  const rolling = profileAt(tape, features, index, settings.windowMinutes);
  const days = source.days.filter((start) => start >= dayStartMs(fromMs) && start < toMs);
  const ticks = days.map((start) => source.readDay(start));
  const rebuilt = rebuildProfile(ticks, { fromMs, toMs, widthTicks: rolling.widthTicks }, settings);
  const at = (what: string, one: number | null, other: number | null): AuditDifference[] =>
    one === other ? [] : [{ ts_min: tape.minuteMs(index), what, rolling: one, rebuilt: other }];
  return [...compareBins(rolling, rebuilt, at), ...compareArea(market, index, rebuilt, at)];
}

type At = (what: string, rolling: number | null, rebuilt: number | null) => AuditDifference[];

function compareBins(rolling: VolumeProfile, rebuilt: VolumeProfile, at: At): AuditDifference[] {
  const first = Math.min(rolling.firstBin, rebuilt.firstBin);
  const last = Math.max(rolling.firstBin + rolling.lots.length, rebuilt.firstBin + rebuilt.lots.length);
  const lotsOf = ({ firstBin, lots }: VolumeProfile, bin: number) => lots[bin - firstBin] ?? 0;
  const differences: AuditDifference[] = [];
  for (let bin = first; bin < last; bin++) {
    differences.push(...at(`lots of bin ${bin}`, lotsOf(rolling, bin), lotsOf(rebuilt, bin)));
  }
  return differences;
}

function compareArea(
  { features }: MarketFeatures,
  index: number,
  { windowLots, valueArea }: RebuiltProfile,
  at: At,
): AuditDifference[] {
  const differences = at('total lots', features.windowLots[index]!, windowLots);
  if (windowLots === 0 || Number.isNaN(features.sigma[index]!)) return differences;
  differences.push(...at('valid', features.valid[index]!, valueArea === null ? 0 : 1));
  if (valueArea === null || features.valid[index] === 0) return differences;
  return [
    ...differences,
    ...at('POC in half ticks', features.pocHalfTicks[index]!, valueArea.pocHalfTicks),
    ...at('VAL in ticks', features.valTicks[index]!, valueArea.valTicks),
    ...at('VAH in ticks', features.vahTicks[index]!, valueArea.vahTicks),
    ...at('VAH edge in ticks', features.vahEdgeTicks[index]!, valueArea.vahEdgeTicks),
    ...at('lots of the value area', features.valueAreaLots[index]!, valueArea.valueAreaLots),
  ];
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
