import { configSchema, DAY_MS, MINUTE_MS, NO_PRICE } from '@auction-trader/core';
import type { FillRecord } from '@auction-trader/execution';
import { FeatureColumns } from '@auction-trader/features';
import { MINUTE_FLAG, MinuteTape } from '@auction-trader/ingestion';
import { runBars } from '../bar-mode/run-bars.ts';
import type { RunResult } from '../run-result.ts';
import { type BenchDecision, BTC, inTicks, NO_LEVELS, ticks } from './order-bench.ts';
import { ScriptedStrategy } from './scripted-strategy.ts';

/** A bar in prices; null for a minute without trades. */
export type BenchBar = readonly [open: number, high: number, low: number, close: number] | null;

/** 12:00 UTC: no day or funding boundary in the hours after it. */
export const NOON = DAY_MS + 12 * 3_600_000;

/** What {@link barRun} runs. */
export interface BarBenchOptions {
  readonly bars: readonly BenchBar[];
  /** Decisions; `atMs` counts bars: 1 is the close of the first bar. */
  readonly script: readonly BenchDecision[];
  readonly sections?: object;
  /** Closing spread in ticks, of every bar or of each; null for no quote. Default 1. */
  readonly spreadTicks?: number | null | readonly number[];
  readonly startMs?: number;
}

/** Runs bars through bar mode, past a warm-up of flat bars. */
export function barRun({
  bars,
  script,
  sections = {},
  spreadTicks = 1,
  startMs = NOON,
}: BarBenchOptions): RunResult {
  const warmUp = 30;
  const config = configSchema.parse({
    ...sections,
    instrument: { rolling_window_minutes: warmUp },
    startup: { warmup_minutes: warmUp },
  });
  const all: BenchBar[] = [...Array.from({ length: warmUp }, () => FLAT), ...bars];
  const tape = new MinuteTape(all.length, NO_LEVELS);
  tape.firstMinuteMs = startMs - warmUp * MINUTE_MS;
  for (const [row, bar] of all.entries()) {
    const spread = Array.isArray(spreadTicks) ? (spreadTicks[row - warmUp] ?? 1) : spreadTicks;
    writeBar(tape, row, bar, spread as number | null);
  }
  tape.length = all.length;
  const decisions = script.map((decision) => ({ ...decision, atMs: startMs + decision.atMs * MINUTE_MS }));
  return runBars({
    source: { instrument: BTC, dataHash: '' },
    quotes: 'real',
    tape,
    features: new FeatureColumns(all.length),
    config,
    strategy: new ScriptedStrategy(decisions.map(inTicks)),
  });
}

const FLAT: BenchBar = [50_000, 50_000, 50_000, 50_000];

function writeBar(tape: MinuteTape, row: number, bar: BenchBar, spreadTicks: number | null): void {
  const before = row === 0 ? 500_000 : tape.closeTicks[row - 1]!;
  const [open, high, low, close] = bar === null ? [before, before, before, before] : bar.map(ticks);
  tape.openTicks[row] = open!;
  tape.highTicks[row] = high!;
  tape.lowTicks[row] = low!;
  tape.closeTicks[row] = close!;
  tape.volumeLots[row] = bar === null ? 0 : 1;
  tape.flags[row] = bar === null ? MINUTE_FLAG.SYNTHETIC : 0;
  tape.bidTicks[row] = spreadTicks === null ? NO_PRICE : close!;
  tape.askTicks[row] = spreadTicks === null ? NO_PRICE : close! + spreadTicks;
}

/** `LEG lots @price liquidity bar+ms`: the bar counted from 0, and the time inside it. */
export function barFills({ fills }: RunResult, startMs = NOON): string[] {
  return fills.map((fill: FillRecord) => {
    const ms = fill.fillMs - startMs;
    const bar = Math.floor(ms / MINUTE_MS);
    return `${fill.leg} ${fill.lots} @${fill.priceTicks / 10} ${fill.liquidity} ${bar}+${ms - bar * MINUTE_MS}`;
  });
}
