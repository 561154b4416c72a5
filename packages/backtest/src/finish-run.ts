import type { Config, TickSource } from '@auction-trader/core';
import type { DecisionEngine } from '@auction-trader/engine';
import type { FeatureColumns } from '@auction-trader/features';
import type { MinuteTape, QuotesMode } from '@auction-trader/ingestion';
import type { Strategy } from '@auction-trader/signals';
import type { RunRecorder } from './run-recorder.ts';
import type { RunResult } from './run-result.ts';

/** Puts a finished run's results together; a position still open is marked at the newest quote. */
export function finishRun(
  { instrument, dataHash }: Pick<TickSource, 'instrument' | 'dataHash'>,
  config: Config,
  quotes: QuotesMode,
  strategy: Strategy,
  { manager }: DecisionEngine,
  tape: MinuteTape,
  features: FeatureColumns,
  log: RunRecorder,
): RunResult {
  const { trade } = manager;
  return {
    instrument,
    config,
    strategy: strategy.name,
    setups: strategy.setups,
    quotes,
    approximate: false,
    dataHash,
    tape,
    features,
    signals: log.signals,
    equity: log.equity.subarray(0, tape.length),
    positionLots: log.positionLots.subarray(0, tape.length),
    trades: log.trades,
    openTrade: trade === null ? null : trade.record(Number.NaN),
    openResult: manager.openResult(),
    finalEquity: manager.equity(),
    fills: log.fills,
    funding: log.funding,
    killSwitchMs: log.killSwitchMs,
    leverageCapMs: log.leverageCapMs,
    droppedEntries: log.droppedEntries,
  };
}
