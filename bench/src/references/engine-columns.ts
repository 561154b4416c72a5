import type { RunResult } from '@auction-trader/backtest';
import { type MinuteColumns, newMinuteColumns } from './minute-columns.ts';

/** A run of the product as columns; what an invalid value area has no figure for is 0. */
export function engineColumns({ tape, features, signals, equity }: RunResult): MinuteColumns {
  const columns = newMinuteColumns(tape.length);
  for (let index = 0; index < tape.length; index++) {
    const valid = features.valid[index]!;
    const row = {
      open: tape.openTicks[index]!,
      high: tape.highTicks[index]!,
      low: tape.lowTicks[index]!,
      close: tape.closeTicks[index]!,
      volume: tape.volumeLots[index]!,
      priceVolume: tape.priceVolume[index]!,
      trades: tape.tradeCount[index]!,
      groups: tape.tradeCountAggregated[index]!,
      buy: tape.buyLots[index]!,
      sell: tape.sellLots[index]!,
      ambiguous: tape.ambiguousLots[index]!,
      flow: tape.orderFlowLots[index]!,
      sigma: features.sigma[index]!,
      binWidth: features.binWidthTicks[index]!,
      rebucketed: features.rebucketed[index]!,
      profileBins: features.profileBins[index]!,
      profileVolume: features.windowLots[index]!,
      valid,
      poc: valid === 0 ? 0 : features.pocHalfTicks[index]! / 2,
      val: valid === 0 ? 0 : features.valTicks[index]!,
      vah: valid === 0 ? 0 : features.vahTicks[index]!,
      vahEdge: valid === 0 ? 0 : features.vahEdgeTicks[index]!,
      areaVolume: features.valueAreaLots[index]!,
      areaBins: features.valueAreaBins[index]!,
      flags: signals.flags[index]!,
      action: signals.action[index]!,
      reason: signals.reason[index]!,
      equity: equity[index]!,
    };
    for (const [name, value] of Object.entries(row)) columns[name as keyof MinuteColumns][index] = value;
  }
  return columns;
}
