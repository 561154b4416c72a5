import { ACTION, defaultConfig, NO_PRICE, REASON } from '@auction-trader/core';
import { SignalColumns } from '@auction-trader/engine';
import { MINUTE_FLAG } from '@auction-trader/ingestion';
import type { RunResult } from '../../run-result.ts';
import { sampleFeatures } from './sample-features.ts';
import { type SampleGap, sampleInstrument, sampleTape } from './sample-tape.ts';
import { type SampleTrades, sampleTrades } from './sample-trades.ts';

export interface SampleRunOptions {
  readonly minutes?: number;
  readonly seed?: number;
  readonly maxTrades?: number;
  readonly pauseMinutes?: number;
  readonly gaps?: readonly SampleGap[];
  readonly leaveOpen?: boolean;
  readonly validProfile?: boolean;
  readonly quotes?: RunResult['quotes'];
  readonly approximate?: boolean;
  readonly symbol?: string;
  readonly strategy?: string;
  /** Minutes between two looks at the value area; 1 looks every minute. */
  readonly profileStep?: number;
  readonly firstMinuteMs?: number;
}

/** A made-up run whose books balance: a seeded random walk with trades at random times. */
export function sampleRun(options: SampleRunOptions = {}): RunResult {
  const { minutes = 2880, seed = 7, quotes = 'real' } = options;
  const config = defaultConfig();
  const tape = sampleTape({
    minutes,
    seed,
    firstMinuteMs: options.firstMinuteMs ?? Date.UTC(2026, 2, 2, 6, 30),
    startTicks: 60_000,
    moveTicks: 40,
    gaps: options.gaps ?? [],
    quotes: quotes !== 'none',
  });
  const features = sampleFeatures(tape, options.profileStep ?? 1, options.validProfile ?? true);
  const books = sampleTrades(tape, {
    seed,
    pauseMinutes: options.pauseMinutes ?? 40,
    maxTrades: options.maxTrades ?? 40,
    initialCapital: config.backtest.initial_capital,
    leaveOpen: options.leaveOpen ?? false,
    syntheticQuotes: quotes === 'synthetic',
  });
  return {
    instrument: sampleInstrument(options.symbol),
    config,
    strategy: options.strategy ?? 'auction',
    setups: ['', 'breakin', 'breakout', 'failbreak'],
    quotes,
    approximate: options.approximate ?? false,
    dataHash: '3f1c9a77d2b04e5f8a6c1b2d3e4f5061728394a5b6c7d8e9f00112233445566e',
    tape,
    features,
    signals: sampleSignals(minutes, tape.flags, features.valid, books),
    equity: books.equity,
    positionLots: books.positionLots,
    trades: books.trades,
    openTrade: books.openTrade,
    openResult: books.openResult,
    finalEquity: books.finalEquity,
    fills: books.fills,
    funding: books.funding,
    killSwitchMs: [],
    leverageCapMs: [],
    droppedEntries: [],
  };
}

function sampleSignals(
  minutes: number,
  flags: Uint8Array,
  valid: Uint8Array,
  { trades, openTrade }: SampleTrades,
): SignalColumns {
  const signals = new SignalColumns(minutes);
  signals.stopTicks.fill(NO_PRICE);
  signals.tp1Ticks.fill(NO_PRICE);
  signals.tp2Ticks.fill(NO_PRICE);
  for (let i = 0; i < minutes; i += 1) {
    if ((flags[i]! & MINUTE_FLAG.SYNTHETIC) !== 0) signals.reason[i] = REASON.NO_TRADES;
    else if (valid[i] === 0) signals.reason[i] = REASON.VA_INVALID;
    else if (i < 240) signals.reason[i] = REASON.WARMUP;
  }
  for (const trade of openTrade === null ? trades : [...trades, openTrade]) {
    const i = trade.decisionIndex;
    signals.action[i] = trade.side > 0 ? ACTION.ENTER_LONG : ACTION.ENTER_SHORT;
    signals.reason[i] = REASON.ENTRY;
    signals.setup[i] = ['', 'breakin', 'breakout', 'failbreak'].indexOf(trade.setup);
    signals.side[i] = trade.side;
    signals.flags[i] = trade.side > 0 ? 1 : 2;
    signals.stopTicks[i] = trade.initialStopTicks;
    signals.tp1Ticks[i] = trade.tp1Ticks;
    signals.tp2Ticks[i] = trade.tp2Ticks;
    signals.lots[i] = trade.lots;
  }
  return signals;
}
