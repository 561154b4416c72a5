import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compareRuns, type RunResult, runBacktest, writeReport } from '@auction-trader/backtest';
import type { CommandContext } from '@auction-trader/command-line';
import { configSchema, SimulatedClock } from '@auction-trader/core';
import { featureSnapshots } from '@auction-trader/features';
import { openTickStore, writeSynthetic } from '@auction-trader/ingestion';
import { createRecorder, openJournal, recordingDir } from '@auction-trader/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparisonText } from '../compare/comparison-text.ts';
import { openRun } from '../compare/open-run.ts';
import { runCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const cwd = temporaryFolder(afterAll);
const RUN_ID = '20240101T000000000Z-paper';

/** What a trader on paper leaves of the same market: its journal, and the header of its recording. */
async function paperOf(run: RunResult): Promise<void> {
  const dataDir = join(cwd, 'paper');
  const journal = openJournal(join(dataDir, run.config.database.signals_db), {
    clock: new SimulatedClock(run.tape.firstMinuteMs),
    durability: 'off',
  });
  const facts = {
    runId: RUN_ID,
    instance: 'test',
    mode: 'paper',
    startedMs: run.tape.firstMinuteMs,
  } as const;
  const { instrument, tape, signals, trades, fills, setups } = run;
  const snapshotOf = featureSnapshots(run);
  const written = journal.run({
    ...facts,
    instrument,
    setups: setups.map((name, code) => (code === 0 ? null : name)),
    configHash: '',
    version: '0.0.0',
  });
  journal.transaction(() => {
    const decisions = Array.from({ length: tape.length }, (_, row) => ({
      minuteMs: tape.minuteMs(row),
      inputSeq: row + 1,
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
    written.beforeSend({ decisions, commands: [] });
    const all = run.openTrade === null ? trades : [...trades, run.openTrade];
    for (const trade of all) written.saveTrade(trade);
    for (const payment of run.funding) written.saveFunding(payment);
    for (const fill of fills) {
      written.saveFill(fill, { setup: all.find(({ tradeId }) => tradeId === fill.tradeId)!.setup });
    }
  });
  journal.close();
  const { venue, symbol, tick, lot } = instrument;
  const recorder = createRecorder(recordingDir(dataDir, instrument, RUN_ID), {
    ...facts,
    schema: 1,
    instrument: { venue, symbol, tickSize: tick.text, lotSize: lot.text },
    config: run.config,
    configHash: '',
    versions: {},
    session: null,
  });
  await recorder.close();
}

const standard = configSchema.parse({});
const withBuffer = configSchema.parse({ risk: { stop_buffer_ticks: 60 } });
const context = {
  config: standard,
  path: (path: string) => resolve(cwd, path),
} as unknown as CommandContext;
const open = (name: string) => openRun(context, name);

beforeAll(async () => {
  const store = openTickStore(join(cwd, 'data/ticks'));
  await writeSynthetic(store, { symbol: 'BTCUSDT', days: 1, tradesPerDay: 15_000, seed: 1, quotes: true });
  const source = store.source('BTCUSDT');
  const [a, b] = [runBacktest(source, standard), runBacktest(source, withBuffer)];
  await writeReport(a, { outDir: join(cwd, 'reports/a'), version: '0.0.0' });
  await writeReport(b, { outDir: join(cwd, 'reports/b'), version: '0.0.0' });
  await paperOf(a);
}, 60_000);

describe('compare', { timeout: 60_000 }, () => {
  it('shows what differs between two backtests, and that it adds up', async () => {
    const text = comparisonText(compareRuns(await open('reports/a'), await open('reports/b')));
    expect(text).toMatch(/^ *risk\.stop_buffer_ticks +2 +60$/m);
    expect(text).toMatch(/^first other decision: 2024-01-01 \d\d:\d\d, A .*, by /m);
    expect(text).toMatch(/^minute +A +B +by +trades +A - B$/m);
    expect(text).toMatch(/^ {2}unexplained +0\.00$/m);
  });

  it('prints one document for programs', async () => {
    const { code, stdout, stderr } = await runCli(['compare', 'reports/a', 'reports/b', '--json'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const found = JSON.parse(stdout) as Record<string, number> & {
      parts: Record<string, number>;
      a: { net_pnl: number };
      b: { net_pnl: number };
    };
    const parts = Object.values(found.parts).reduce((sum, part) => sum + part, 0);
    expect(parts).toBeCloseTo(found['difference']!, 6);
    expect(found['of_decisions']! + found['of_trades']!).toBeCloseTo(found['difference']!, 6);
    expect(found.a.net_pnl - found.b.net_pnl).toBeCloseTo(found['difference']!, 6);
  });

  it('finds a paper run by its recording, journal, data directory and id, equal to its backtest', async () => {
    const recording = `paper/recordings/synth/BTCUSDT/${RUN_ID}`;
    const [report, paper] = [await open('reports/a'), await open(recording)];
    const found = compareRuns(paper, report);
    expect(found).toMatchObject({ equal: true, configuration: [], facts: [], a: { mode: 'paper' } });
    expect(found.a.trades).toBeGreaterThan(2);
    expect(comparisonText(found)).toContain('the runs are equal: every decision, fill and result');

    const journal = await open(join('paper', standard.database.signals_db));
    const other = compareRuns(journal, await open('reports/b'));
    expect(other).toMatchObject({ equal: false, unexplained: 0 });
    expect(other.configuration).toEqual([{ name: 'risk.stop_buffer_ticks', a: 2, b: 60 }]);

    rmSync(join(cwd, recording), { recursive: true });
    const config = { ...standard, database: { ...standard.database, data_dir: 'paper' } };
    const gone = compareRuns(await openRun({ ...context, config }, RUN_ID), await open('paper'));
    expect(gone).toMatchObject({ equal: true, configuration: null });
    expect(comparisonText(gone)).toContain('configuration: not known of both');
  });

  it('refuses what is no run', async () => {
    writeFileSync(join(cwd, 'notes.txt'), 'not a journal');
    const { code, stdout, stderr } = await runCli(['compare', 'reports/a', 'nowhere'], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/nowhere is no run[\s\S]*what to do: /);
    await expect(open('.')).rejects.toMatchObject({ code: 'NO_RUN', exitCode: 1 });
    await expect(open('notes.txt')).rejects.toThrow(/notes\.txt/);
  });
});
