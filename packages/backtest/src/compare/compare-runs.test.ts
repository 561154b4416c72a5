import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, configSchema } from '@auction-trader/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillsTable } from '../export/fills-table.ts';
import { signalsTable } from '../export/signals-table.ts';
import { tradesTable } from '../export/trades-table.ts';
import { writeTable } from '../export/write-table.ts';
import { summarize } from '../metrics/summary.ts';
import { summaryDocument } from '../report/write-report.ts';
import { runBacktest } from '../run-backtest.ts';
import type { RunResult } from '../run-result.ts';
import { randomMarket } from '../testing/random-market.ts';
import { compareRuns, type RunComparison } from './compare-runs.ts';
import type { ComparedRun } from './compared-run.ts';
import { readReportRun } from './read-report-run.ts';

const root = mkdtempSync(join(tmpdir(), 'compare-'));
afterAll(() => rmSync(root, { recursive: true }));

const shape = { minutes: 1_000, perMinute: 6, quotes: true, unsided: 0, startHour: 0 };
const market = randomMarket({ ...shape, seed: 11 });

type Change = { readonly [section in keyof Config]?: Partial<Config[section]> };

function config(change: Change = {}): Config {
  return configSchema.parse({
    instrument: { rolling_window_minutes: 60 },
    startup: { warmup_minutes: 60, warmup_max_missing_minutes: 10 },
    value_area: { min_va_bins: 5, ...change.value_area },
    risk: { ...change.risk },
    sizing: { ...change.sizing },
    execution: { ...change.execution },
  });
}

/** Writes what a comparison reads of a report. */
async function report(name: string, run: RunResult, format = 'parquet'): Promise<string> {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  const summary = summaryDocument(run, summarize(run), { version: '1.0.0' });
  writeFileSync(join(folder, 'summary.json'), JSON.stringify(summary));
  await writeTable(tradesTable(run.instrument, run.trades), join(folder, 'trades.csv'));
  await writeTable(fillsTable(run), join(folder, 'fills.csv'));
  await writeTable(signalsTable(run), join(folder, `signals.${format}`));
  return folder;
}

async function read(name: string, change: Change = {}, format?: string): Promise<ComparedRun> {
  return readReportRun(await report(name, runBacktest(market, config(change)), format), name);
}

const net = (run: ComparedRun) =>
  run.trades.reduce((total, trade) => total + trade.netPnl + trade.openResult, 0);
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** What holds of every comparison: both ways to add up give the difference of the two results. */
function expectAddsUp(found: RunComparison, a: ComparedRun, b: ComparedRun): void {
  expect(found.difference).toBeCloseTo(net(a) - net(b), 6);
  expect(total(Object.values(found.parts))).toBeCloseTo(found.difference, 6);
  expect(total(found.decisions.map(({ cost }) => cost))).toBeCloseTo(found.ofDecisions, 6);
  expect(total(found.trades.map((trade) => trade.difference))).toBeCloseTo(found.ofTrades, 6);
  expect(found.ofDecisions + found.ofTrades).toBeCloseTo(found.difference, 6);
  expect(found.unexplained).toBeCloseTo(0, 6);
  expect(found.a.trades - found.onlyA).toBe(found.b.trades - found.onlyB);
}

let base: ComparedRun;
beforeAll(async () => {
  base = await read('base');
});

describe('equal runs', () => {
  it('say so, whatever their files are written as', async () => {
    expect(base.trades.length).toBeGreaterThan(5);
    const found = compareRuns(base, await read('again', {}, 'csv'));
    expect(found).toMatchObject({
      equal: true,
      configuration: [],
      facts: [],
      featureMinutes: 0,
      firstFeatures: null,
      decisions: [],
      fills: [],
      trades: [],
      difference: 0,
      unexplained: 0,
    });
    expect(found.common.minutes).toBe(base.decisions.size);
    expectAddsUp(found, base, base);
  });
});

describe('a run as its report tells it', () => {
  it('has the trades, fills and decisions of the run, an open position included', async () => {
    const run = runBacktest(market, config());
    expect(base.trades.slice(0, run.trades.length)).toMatchObject(
      run.trades.map(({ decisionMs, side, setup, lots, openMs, closeMs }) => ({
        decisionMs,
        side,
        setup,
        lots,
        openMs,
        closeMs,
      })),
    );
    const rows = [...base.decisions.values()];
    const { signals } = run;
    for (const [at, row] of rows.entries()) {
      expect(row.reason).toBe(signals.reason[at]);
      expect(row.flags).toBe(signals.flags[at]);
      expect(row.lots).toBe(signals.lots[at]);
      if (signals.setup[at] !== 0) expect(row.stopTicks).toBe(signals.stopTicks[at]);
    }
    expect(total(base.legs.map(({ fills }) => fills))).toBe(run.fills.length);
    const open = cutWhileOpen(run);
    const whole = await readReportRun(await report('open', open), 'open');
    expect(net(whole)).toBeCloseTo(open.finalEquity - open.config.backtest.initial_capital, 4);
    expect(whole.trades.at(-1)).toMatchObject({ decisionMs: open.openTrade!.decisionMs, exitReason: null });
  });
});

/** A run whose data end while it holds a position. */
function cutWhileOpen(run: RunResult): RunResult {
  const long = run.trades.findLast((trade) => trade.closeMs - trade.openMs > 300_000)!;
  const minutes = Math.floor((long.openMs - run.tape.firstMinuteMs) / 60_000) + 3;
  const cut = runBacktest(randomMarket({ ...shape, seed: 11, minutes }), config());
  expect(cut.openTrade?.tradeId).toBe(long.tradeId);
  return cut;
}

describe('runs with another configuration', () => {
  it('differ in the features first where these are made otherwise', async () => {
    const other = await read('wider', { value_area: { va_fraction: 0.6 } });
    const found = compareRuns(base, other);
    expect(found.equal).toBe(false);
    expect(found.configuration).toEqual([{ name: 'value_area.va_fraction', a: 0.7, b: 0.6 }]);
    expect(found.firstFeatures!.values.map(({ name }) => name)).toContain('va_coverage');
    const first = found.decisions[0]!;
    expect(first.minuteMs).toBeGreaterThanOrEqual(found.firstFeatures!.minuteMs);
    expect(found.decisions.filter(({ why }) => why === 'features').length).toBeGreaterThan(0);
    expect(found.decisions.map(({ why }) => why)).not.toContain('unexplained');
    expect(found.onlyA + found.onlyB).toBeGreaterThan(0);
    expectAddsUp(found, base, other);
  });

  it('put a difference down to the decision that made it', async () => {
    const other = await read('hold', { risk: { max_hold_minutes: 3, extend_if_profitable: false } });
    const found = compareRuns(base, other);
    const timed = found.decisions.find(({ b, trades }) => b === 'TIME_STOP' && trades > 0)!;
    const pair = base.trades.find(
      ({ decisionMs, closeMs }) => decisionMs <= timed.minuteMs && closeMs > timed.minuteMs,
    )!;
    const theirs = other.trades.find(({ decisionMs }) => decisionMs === pair.decisionMs)!;
    expect(theirs.exitReason).toBe('TIME');
    expect(timed).toMatchObject({ why: 'position', trades: 1 });
    expect(timed.cost).toBeCloseTo(pair.netPnl - theirs.netPnl, 8);
    expectAddsUp(found, base, other);
  });

  it('tell size, prices and fees apart', async () => {
    const half = await read('half', { sizing: { risk_pct: 0.0025 } });
    const bySize = compareRuns(half, base);
    expect(bySize.decisions.map(({ why }) => why)).toContain('money or configuration');
    expect(Math.abs(bySize.parts.size)).toBeGreaterThan(0);
    expectAddsUp(bySize, half, base);

    const dear = await read('dear', { execution: { slippage_ticks_exit: 5 } });
    const byPrice = compareRuns(dear, base);
    const slipped = byPrice.fills.find(({ leg, b }) => leg === 'STOP' && b !== null)!;
    expect(slipped.reasons).toContain('slippage of the model');
    expect(slipped.priceCost).toBeCloseTo(-4 * slipped.a!.lots * 0.0001, 6);
    expect(byPrice.parts.exitPrices).toBeLessThan(0);
    expect(byPrice.trades.flatMap(({ reasons }) => reasons)).toContain('STOP: slippage of the model');
    expectAddsUp(byPrice, dear, base);
  });

  it('are compared over the minutes they have in common', async () => {
    const later = randomMarket({ ...shape, seed: 11, minutes: 700 });
    const other = await readReportRun(await report('short', runBacktest(later, config())), 'short');
    const found = compareRuns(base, other);
    expect(found.common.minutes).toBe(other.decisions.size);
    expect(found.a.otherTrades).toBe(base.trades.length - found.a.trades);
    expect(found.a.otherTrades).toBeGreaterThan(0);
    expect(found.facts.map(({ name }) => name)).toEqual(['data']);
    expect(found.difference).toBeCloseTo(found.a.netPnl - found.b.netPnl, 6);
    expect(found.unexplained).toBe(0);
  });

  it('count an open position only with what is booked where one does not know its worth', async () => {
    const open = await readReportRun(join(root, 'open'), 'open');
    const journaled = {
      ...open,
      trades: open.trades.map((trade) =>
        trade.openResult === 0 ? trade : { ...trade, openResult: Number.NaN },
      ),
    };
    expect(compareRuns(open, open)).toMatchObject({ equal: true, openMarked: true });
    expect(compareRuns(open, journaled)).toMatchObject({ equal: true, openMarked: false, difference: 0 });
  });
});

describe('what cannot be compared', () => {
  const changed = (change: Partial<ComparedRun>) => ({ ...base, name: 'other', ...change });
  it.each([
    ['another symbol', { symbol: 'ETHUSDT' }, /BTCUSDT .*other of ETHUSDT/],
    ['other ticks', { tick: { text: '0.5', mantissa: 5, decimals: 1, value: 0.5 } }, /different sizes/],
    ['no common minute', { decisions: new Map() }, /no minute was decided by both: base has 2024-01-01/],
  ])('is refused: %s', (_, change, expected) => {
    expect(() => compareRuns(base, changed(change))).toThrow(expected);
  });

  it('is a folder that lacks a file or holds a damaged one, which is named', async () => {
    const refused = (folder: string) => readReportRun(folder, 'mine');
    const folder = await report('damaged', runBacktest(market, config()));
    const file = (name: string) => join(folder, name);

    writeFileSync(file('signals.parquet'), 'PAR1 no more');
    await expect(refused(folder)).rejects.toMatchObject({
      code: 'REPORT_DAMAGED',
      details: { file: file('signals.parquet') },
    });
    rmSync(file('signals.parquet'));
    await expect(refused(folder)).rejects.toMatchObject({ code: 'REPORT_INCOMPLETE', exitCode: 1 });
    writeFileSync(file('trades.csv'), 'id,symbol\n1,BTCUSDT\n');
    await expect(refused(folder)).rejects.toMatchObject({
      code: 'REPORT_OLD',
      details: { file: file('trades.csv') },
    });
    writeFileSync(file('summary.json'), '{"run":{}}');
    await expect(refused(folder)).rejects.toMatchObject({ code: 'REPORT_OLD' });
    writeFileSync(file('summary.json'), '{');
    await expect(refused(folder)).rejects.toMatchObject({ code: 'REPORT_DAMAGED' });
  });

  it('is a folder with the tables of another run', async () => {
    const folder = await report('mixed', runBacktest(market, config()));
    const other = runBacktest(market, config({ value_area: { va_fraction: 0.6 } }));
    await writeTable(tradesTable(other.instrument, other.trades), join(folder, 'trades.csv'));
    await expect(readReportRun(folder, 'mixed')).rejects.toThrow(/tells of \d+ trades/);
  });
});
