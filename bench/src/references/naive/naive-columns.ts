import { type MinuteColumns, newMinuteColumns } from '../minute-columns.ts';
import type { NaiveResult } from './naive-backtest.ts';

/** The naive version's results as columns. */
export function naiveColumns({ minutes }: NaiveResult): MinuteColumns {
  const columns = newMinuteColumns(minutes.length);
  for (const [index, { bar, profile, flags, action, reason, equity }] of minutes.entries()) {
    const { area } = profile;
    const row = {
      open: bar.open,
      high: bar.high,
      low: bar.low,
      close: bar.close,
      volume: bar.volume,
      priceVolume: bar.priceVolume,
      trades: bar.trades,
      groups: bar.groups,
      buy: bar.buy,
      sell: bar.sell,
      ambiguous: bar.ambiguous,
      flow: bar.flow,
      sigma: profile.sigma ?? Number.NaN,
      binWidth: profile.binWidth,
      rebucketed: profile.rebucketed,
      profileBins: profile.bins,
      profileVolume: profile.volume,
      valid: area === null ? 0 : 1,
      poc: area?.poc ?? 0,
      val: area?.val ?? 0,
      vah: area?.vah ?? 0,
      vahEdge: area?.vahEdge ?? 0,
      areaVolume: area?.volume ?? 0,
      areaBins: area?.bins ?? 0,
      flags,
      action,
      reason,
      equity,
    };
    for (const [name, value] of Object.entries(row)) columns[name as keyof MinuteColumns][index] = value;
  }
  return columns;
}
