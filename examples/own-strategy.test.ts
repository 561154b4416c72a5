import type { RunResult } from '@auction-trader/backtest';
import type { TickSource } from '@auction-trader/core';
import { FeatureColumns } from '@auction-trader/features';
import { MinuteTape } from '@auction-trader/ingestion';
import { Decision } from '@auction-trader/signals';
import { beforeAll, describe, expect, it } from 'vitest';
import { backtest, main, ReturnToValue } from './own-strategy.ts';
import { LTCUSDT, withSample } from './sample.ts';

let run: RunResult;
const lines: string[] = [];

beforeAll(async () => {
  run = await main((line) => lines.push(line));
});

describe('the strategy on the sample', () => {
  it('trades, and says so', () => {
    expect(run.trades.length).toBeGreaterThan(10);
    expect(lines[0]).toBe(
      `return-to-value on LTCUSDT: ${run.trades.length} trades, net ${netOf(run).toFixed(2)}`,
    );
  });

  it('enters toward value, with its stop behind the excursion', () => {
    for (const trade of run.trades) {
      const row = trade.decisionIndex;
      const { tape, features } = run;
      expect(trade.setup).toBe('return');
      const edge = trade.side > 0 ? features.valTicks[row]! : features.vahTicks[row]!;
      expect(trade.side * (edge - tape.closeTicks[row]!)).toBeGreaterThan(0);
      const extreme = trade.side > 0 ? tape.lowTicks[row]! : tape.highTicks[row]!;
      expect(trade.side * (extreme - trade.initialStopTicks)).toBeGreaterThanOrEqual(5);
    }
  });

  it('never fills in the past', () => {
    for (const fill of run.fills) expect(fill.fillMs).toBeGreaterThan(fill.submitMs);
  });
});

describe('checks that every strategy should pass', () => {
  it('does not look ahead: rows that have not happened yet do not matter', () => {
    const knowing = new ReturnToValue(5, 5);
    const honest = new ReturnToValue(5, 5);
    const tape = new MinuteTape(run.tape.capacity, run.tape.levels);
    const features = new FeatureColumns(run.features.capacity);
    for (const column of [...columnsOf(tape), ...columnsOf(features)]) column.fill(77);
    tape.firstMinuteMs = run.tape.firstMinuteMs;
    for (let index = 0; index < run.tape.length; index += 1) {
      tape.length = index + 1;
      features.length = index + 1;
      copyRow(run.tape, tape, index);
      copyRow(run.features, features, index);
      expect(decide(honest, tape, features, index)).toEqual(decide(knowing, run.tape, run.features, index));
    }
  });

  it('goes on after a restart at any minute as if nothing had happened', () => {
    const steady = new ReturnToValue(5, 5);
    let restarted = new ReturnToValue(5, 5);
    let entries = 0;
    for (let index = 0; index < run.tape.length; index += 1) {
      const before = restarted;
      restarted = new ReturnToValue(5, 5);
      restarted.restore(JSON.parse(JSON.stringify(before.state())));
      const decision = decide(steady, run.tape, run.features, index);
      expect(decide(restarted, run.tape, run.features, index)).toEqual(decision);
      entries += Math.abs(decision.side);
    }
    expect(entries).toBeGreaterThan(run.trades.length);
  });

  it('gives the same trades on a day whatever comes after it', async () => {
    const first = await withSample((source) => backtest(firstDayOf(source), new ReturnToValue(5, 5)));
    const endMs = first.tape.minuteMs(first.tape.length);
    const closed = (trades: RunResult['trades']) => trades.filter((trade) => trade.closeMs < endMs);
    expect(closed(first.trades).length).toBeGreaterThan(3);
    expect(closed(first.trades)).toEqual(closed(run.trades));
  });
});

/** What a strategy wants at a minute, flat. */
function decide(
  strategy: ReturnToValue,
  tape: MinuteTape,
  features: FeatureColumns,
  index: number,
): Decision {
  const decision = new Decision();
  const position = { side: 0, lots: 0, entryTicks: 0, stopTicks: 0, openedMs: 0 };
  const decisionMs = tape.minuteMs(index) + 60_000;
  strategy.onMinute({ instrument: LTCUSDT, tape, features, index, decisionMs, position }, decision);
  return decision;
}

type Column = Float64Array | Int32Array | Uint8Array;

function columnsOf(columns: MinuteTape | FeatureColumns): Column[] {
  return Object.values(columns).filter((column) => ArrayBuffer.isView(column)) as Column[];
}

function copyRow<Columns extends MinuteTape | FeatureColumns>(from: Columns, to: Columns, row: number): void {
  const target = columnsOf(to);
  for (const [at, column] of columnsOf(from).entries()) target[at]![row] = column[row]!;
}

function firstDayOf(source: TickSource): TickSource {
  return { ...source, days: source.days.slice(0, 1), readDay: (day, reuse) => source.readDay(day, reuse) };
}

function netOf({ trades }: RunResult): number {
  return trades.reduce((sum, trade) => sum + trade.netPnl, 0);
}
