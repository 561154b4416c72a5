import { AuctionTraderError, type Config, quotePerTickLot, type TickSource } from '@auction-trader/core';
import { DecisionEngine, engineSettings } from '@auction-trader/engine';
import type { FeatureColumns } from '@auction-trader/features';
import type { MinuteTape, QuotesMode } from '@auction-trader/ingestion';
import { riskSettings } from '@auction-trader/risk';
import type { Strategy } from '@auction-trader/signals';
import { fillModel } from '../fill-model.ts';
import { finishRun } from '../finish-run.ts';
import { RunRecorder } from '../run-recorder.ts';
import type { RunResult } from '../run-result.ts';
import { BarExchange } from './bar-exchange.ts';
import { withBarExcursion } from './bar-excursions.ts';
import { barFeatures, barTape } from './bar-tape.ts';

/** What {@link runBars} runs on. */
export interface BarRunParts {
  /** Where the bars come from; its ticks are not read. */
  readonly source: Pick<TickSource, 'instrument' | 'dataHash'>;
  /** Where the quotes behind the closing spreads came from. */
  readonly quotes: QuotesMode;
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
  readonly config: Config;
  /** A strategy keeps state: give a new one to each run. */
  readonly strategy: Strategy;
}

/**
 * Bar mode (trading rules 14.1, mode 2): the same strategy, engine and position handling as on
 * ticks, with fills made from bars. Fast, for a first look; the result is marked
 * approximate.
 *
 * @throws AuctionTraderError (`NEEDS_TICKS`, exit code 1) for a strategy that watches ticks
 */
export function runBars({ source, quotes, tape, features, config, strategy }: BarRunParts): RunResult {
  if (strategy.watchesTicks === true) {
    throw new AuctionTraderError(`the strategy ${strategy.name} watches every tick`, {
      code: 'NEEDS_TICKS',
      exitCode: 1,
      hint: 'Bars do not hold its ticks: run it without bar mode.',
    });
  }
  const { instrument } = source;
  const bars = barTape(tape);
  const exchange = new BarExchange(fillModel(config), quotePerTickLot(instrument), bars);
  const log = new RunRecorder(tape.length, true);
  const engine = new DecisionEngine({
    instrument,
    settings: { ...engineSettings(config), feedStaleMs: Number.POSITIVE_INFINITY },
    risk: riskSettings(config, instrument),
    strategy,
    tape: bars,
    features: barFeatures(features, bars, config.instrument.rolling_window_minutes),
    port: exchange,
    log,
  });
  exchange.connect(engine.manager);
  for (let index = 0; index < tape.length; index++) {
    exchange.playBar(index);
    engine.closeMinute(index);
  }
  const run = finishRun(source, config, quotes, strategy, engine, tape, features, log);
  return { ...run, approximate: true, trades: run.trades.map((trade) => withBarExcursion(trade, tape)) };
}
