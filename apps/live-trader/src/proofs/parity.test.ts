import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ComparedRun,
  compareRuns,
  type RunResult,
  readReportRun,
  resultParameters,
  runBacktest,
  runFromRows,
  writeReport,
} from '@auction-trader/backtest';
import { BybitFrameDecoder } from '@auction-trader/bybit';
import { type Config, defaultConfig, defineInstrument } from '@auction-trader/core';
import type { FillRecord, TradeRecord } from '@auction-trader/execution';
import { featureSnapshots } from '@auction-trader/features';
import { openTickStore } from '@auction-trader/ingestion';
import {
  type DecisionRow,
  listRecordings,
  readJournal,
  readRecordingHeader,
  storeRecorded,
} from '@auction-trader/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BacktestComparison, compareWithBacktest } from '../comparison/compare-with-backtest.ts';
import { startSimulatedTrader } from '../simulation/simulated-trader.ts';
import { SimulatedWorld } from '../simulation/simulated-world.ts';
import type { TradingMode } from '../trading-mode.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 0, 5);
/** All hours of the run; the first four are the warm-up. */
const HOURS = 9;
const { signal } = new AbortController();

/** What a trader has recorded, and what it said while it ran. */
interface Recorded {
  readonly dataDir: string;
  readonly recording: string;
  /** As the journal has them. */
  readonly decisions: readonly DecisionRow[];
  /** All columns of the bar and its features, and the account, at each minute's close. */
  readonly minutes: readonly string[];
  readonly fills: readonly FillRecord[];
  readonly trades: readonly TradeRecord[];
}

/** JSON that tells -0, NaN and the infinities apart. */
function exactText(data: unknown): string {
  return JSON.stringify(data, (_key, value: unknown) => {
    if (typeof value !== 'number') return value;
    return Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value);
  });
}

/** Row `index` of every column of an object. */
function rowOf(columns: object, index: number): Record<string, unknown> {
  const found = Object.entries(columns).filter(([, column]) => ArrayBuffer.isView(column));
  return Object.fromEntries(found.map(([name, column]) => [name, (column as Float64Array)[index]]));
}

function config(): Config {
  const defaults = defaultConfig();
  return { ...defaults, risk: { ...defaults.risk, max_daily_loss: 2_000 } };
}

/** Some hours of one market, traded and recorded. */
async function record(mode: TradingMode, dataDir: string): Promise<Recorded> {
  const world = new SimulatedWorld({ seed: 1, startMs: START_MS });
  const trader = await world.until(startSimulatedTrader({ world, mode, config: config(), dataDir }));
  const minutes: string[] = [];
  const fills: FillRecord[] = [];
  const trades: TradeRecord[] = [];
  const { onMinute, onHandled } = trader;
  trader.onMinute = (minute) => {
    const { tape, features } = trader.run.opened.session;
    const { decision, equity, positionLots } = minute;
    const row = [rowOf(tape, decision.index), rowOf(features, decision.index), equity, positionLots];
    minutes.push(exactText(row));
    onMinute.call(trader, minute);
  };
  trader.onHandled = (batch, changes) => {
    fills.push(...batch.fills.map(({ fill }) => fill));
    trades.push(...batch.closedTrades);
    onHandled.call(trader, batch, changes);
  };
  await world.runUntil(START_MS + 4 * HOUR_MS + 30_000);
  await trader.operator({ kind: 'activate', confirm: 'BTCUSDT live' }, 'test');
  await world.runUntil(START_MS + HOURS * HOUR_MS);
  await world.until(trader.stop());
  const recording = listRecordings(dataDir)[0]!.dir;
  const journal = readJournal(join(dataDir, config().database.signals_db));
  const decisions = [...journal.decisionsOf(readRecordingHeader(recording).runId)];
  journal.close();
  return { dataDir, recording, decisions, minutes, fills, trades };
}

/** A backtest of the ticks that were recorded, and of nothing else. */
async function backtestOf({ dataDir, recording }: Recorded): Promise<RunResult> {
  const store = openTickStore(join(dataDir, 'ticks'));
  const instrument = defineInstrument(readRecordingHeader(recording).instrument);
  await storeRecorded(dataDir, store, { decoder: () => new BybitFrameDecoder(instrument) });
  // Files of ticks do not know the smallest order.
  return runBacktest({ ...store.source('BTCUSDT'), instrument }, config());
}

/** The backtest's decisions as the journal would have them. */
function decisionsOf(run: RunResult, inputSeqs: readonly number[]): DecisionRow[] {
  const { tape, features, signals, instrument } = run;
  const snapshotOf = featureSnapshots({ instrument, tape, features });
  return Array.from({ length: tape.length }, (_, row) => ({
    minuteMs: tape.minuteMs(row),
    inputSeq: inputSeqs[row]!,
    flags: signals.flags[row]!,
    action: signals.action[row]!,
    reason: signals.reason[row]!,
    setup: signals.setup[row]!,
    side: signals.side[row]!,
    stopTicks: signals.stopTicks[row]!,
    tp1Ticks: signals.tp1Ticks[row]!,
    tp2Ticks: signals.tp2Ticks[row]!,
    lots: signals.lots[row]!,
    strategyState: signals.strategyState[row]!,
    featureSnapshot: JSON.stringify(snapshotOf(row)),
  }));
}

/** A recorded run as its journal tells it, for the comparison of any two runs. */
function journaled({ dataDir, recording }: Recorded): ComparedRun {
  const header = readRecordingHeader(recording);
  const { venue, symbol, tick, lot } = defineInstrument(header.instrument);
  const journal = readJournal(join(dataDir, config().database.signals_db));
  const range = { runId: header.runId, limit: Number.MAX_SAFE_INTEGER };
  const rows = {
    signals: journal.signals(range).reverse(),
    trades: journal.positions(range).reverse(),
    fills: journal.fills(range).reverse(),
  };
  journal.close();
  const { mode, config: set } = header;
  return runFromRows(
    { name: mode, mode, venue, symbol, tick, lot, config: resultParameters(set), facts: {} },
    rows,
  );
}

/** Excursions are measured by the backtest alone, which looks back at the ticks. */
function plain(trade: TradeRecord): TradeRecord {
  return { ...trade, maxFavourableTicks: Number.NaN, maxAdverseTicks: Number.NaN };
}

const root = mkdtempSync(join(tmpdir(), 'parity-'));
afterAll(() => rmSync(root, { recursive: true }));

let paper: Recorded;
let live: Recorded;
let run: RunResult;
let comparison: BacktestComparison;

beforeAll(async () => {
  paper = await record('paper', join(root, 'paper'));
  live = await record('live', join(root, 'live'));
  run = await backtestOf(paper);
  comparison = await compareWithBacktest(live.recording, { signal });
}, 240_000);

describe('paper, and a backtest of what it has recorded', () => {
  it('decide every minute the same, on the same features, to the byte', () => {
    // The last minute with an event is not over for a backtest: nothing came after it.
    expect(paper.decisions.length).toBe(run.tape.length + 1);
    expect(run.tape.length).toBeGreaterThan(HOURS * 60 - 5);
    const both = paper.decisions.slice(0, run.tape.length);
    expect(
      decisionsOf(
        run,
        paper.decisions.map(({ inputSeq }) => inputSeq),
      ),
    ).toEqual(both);
    const { tape, features, equity, positionLots } = run;
    for (let row = 0; row < tape.length; row++) {
      const expected = [rowOf(tape, row), rowOf(features, row), equity[row], positionLots[row]];
      expect(paper.minutes[row]).toBe(exactText(expected));
    }
  });

  it('fill, trade and earn the same, to the byte', () => {
    expect(run.trades.length).toBeGreaterThan(5);
    expect(new Set(run.fills.map(({ leg }) => leg)).size).toBeGreaterThan(2);
    expect(exactText(paper.fills)).toBe(exactText(run.fills));
    expect(exactText(paper.trades)).toBe(exactText(run.trades.map(plain)));
    expect(paper.trades.length).toBe(run.trades.length);
  });

  it('differ in nothing in the report', async () => {
    const found = await compareWithBacktest(paper.recording, { signal });
    expect(found.decisions).toEqual([]);
    expect(found.fills.flatMap(({ reasons }) => reasons)).toEqual([]);
    expect(found.fills.length).toBeGreaterThan(12);
    expect(found.live).toEqual(found.backtest);
  });
});

describe('the journals of both, beside the report of the backtest', () => {
  let report: ComparedRun;
  beforeAll(async () => {
    const outDir = join(root, 'report');
    await writeReport(run, { outDir, version: '0.0.0' });
    report = await readReportRun(outDir, 'report');
  }, 60_000);

  it('are equal on paper', () => {
    const found = compareRuns(journaled(paper), report);
    expect(found).toMatchObject({ equal: true, configuration: [], decisions: [], fills: [], difference: 0 });
    expect(found.common.minutes).toBe(run.tape.length);
    expect(found.a.trades).toBeGreaterThan(5);
    expect(found.a).toMatchObject({ trades: found.b.trades, netPnl: found.b.netPnl });
  });

  it('differ live, and the differences add up', () => {
    const found = compareRuns(journaled(live), report);
    expect(found.equal).toBe(false);
    expect(found.fills.length).toBeGreaterThan(5);
    expect(found.decisions.map(({ why }) => why)).not.toContain('unexplained');
    const parts = Object.values(found.parts).reduce((sum, part) => sum + part, 0);
    expect(parts).toBeCloseTo(found.difference, 6);
    expect(found.ofDecisions + found.ofTrades).toBeCloseTo(found.difference, 6);
    expect(found.a.netPnl - found.b.netPnl).toBeCloseTo(found.difference, 6);
  });
});

describe('live at a venue with a real book, and paper over the same market', () => {
  it('decide every minute the same; only sizes follow the money', () => {
    const known = ({ lots: _lots, inputSeq: _seq, ...decision }: DecisionRow) => decision;
    // Trackers hold when a position was closed, which is a matter of fills.
    expect(live.decisions.length).toBe(paper.decisions.length);
    expect(live.decisions.map(known)).toEqual(paper.decisions.map(known));
    expect(comparison.decisions.map(({ why }) => why)).toEqual(comparison.decisions.map(() => 'money'));
    expect(comparison.decisions.length).toBeGreaterThan(5);
  });

  it('have every difference in fills explained', () => {
    expect(comparison.unexplained).toBe(0);
    expect(comparison.fills.length).toBeGreaterThanOrEqual(run.fills.length);
    let differing = 0;
    for (const fill of comparison.fills) {
      const { live: ours, backtest: theirs, worseTicks, marketTicks, modelTicks, bookTicks, reasons } = fill;
      if (ours === null || theirs === null) {
        expect(reasons.length).toBe(1);
        continue;
      }
      expect(marketTicks + modelTicks + bookTicks).toBeCloseTo(worseTicks, 6);
      const same = ours.priceTicks === theirs.priceTicks && ours.fillMs === theirs.fillMs;
      if (!same) {
        differing++;
        expect(reasons).not.toEqual([]);
      }
    }
    expect(differing).toBeGreaterThan(5);
  });

  it('are compared with what the backtester gives', () => {
    const sum = (value: (trade: TradeRecord) => number) =>
      run.trades.reduce((total, trade) => total + value(trade), 0);
    expect(comparison.backtest).toEqual({
      trades: run.trades.length,
      netPnl: sum(({ netPnl }) => netPnl),
      fees: sum(({ fees }) => fees),
      funding: sum(({ funding }) => funding),
    });
    expect(comparison.live.trades).toBe(live.trades.length);
  });
});
