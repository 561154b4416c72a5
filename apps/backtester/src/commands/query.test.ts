import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { featuresTable, runBacktest, writeReport } from '@auction-trader/backtest';
import type { CommandContext } from '@auction-trader/command-line';
import { configSchema } from '@auction-trader/core';
import { openTickStore, writeSynthetic } from '@auction-trader/ingestion';
import { makeSearchPlan, parseSpace, type SearchPlan, SearchStore } from '@auction-trader/research';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openQueryDatabase } from '../query/query-database.ts';
import { queryTables } from '../query/query-tables.ts';
import { jsonPieces } from '../query/result-pieces.ts';
import { startQuery } from '../query/result-rows.ts';
import { tablesDocument } from '../query/tables-text.ts';
import { runCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const cwd = temporaryFolder(afterAll);
const config = configSchema.parse({});
const notices: string[] = [];
const context = {
  config,
  path: (path: string) => resolve(cwd, path),
  progress: () => ({ update: () => {}, stop: () => {} }),
  notice: (text: string) => notices.push(text),
} as unknown as CommandContext;

const store = openTickStore(join(cwd, 'data/ticks'));
const source = () => store.source('BTCUSDT');

beforeAll(async () => {
  await writeSynthetic(store, { symbol: 'BTCUSDT', days: 2, tradesPerDay: 15_000, seed: 1, quotes: true });
}, 60_000);

type Row = Record<string, number | string | boolean | null>;

async function rowsOf(sql: string, days: { from?: string; to?: string } = {}): Promise<Row[]> {
  const database = await openQueryDatabase(queryTables(context, { reports: 'reports', ...days }), sql);
  try {
    let text = '';
    for await (const piece of jsonPieces(await startQuery(database, sql))) text += piece;
    return JSON.parse(text) as Row[];
  } finally {
    database.close();
  }
}

describe('tables of a query', { timeout: 60_000 }, () => {
  it('have the ticks of the days asked for', async () => {
    const count = (days: object) => rowsOf('SELECT count(*) AS n, min(time) AS first FROM trades', days);
    expect((await count({}))[0]!['n']).toBe(30_000);
    const [second] = await count({ from: '2024-01-02' });
    expect(second).toMatchObject({ n: 15_000, first: expect.stringMatching(/^2024-01-02T00:0/) });
    const joined = `SELECT count(*) AS n FROM trades t ASOF JOIN quotes q ON t.ts_ms >= q.ts_ms
      WHERE t.price BETWEEN q.bid_px - 500 AND q.ask_px + 500`;
    expect((await rowsOf(joined))[0]!['n']).toBeGreaterThan(25_000);
  });

  it('say so when the market is not there', async () => {
    const other = {
      ...context,
      config: { ...config, instrument: { ...config.instrument, symbol: 'NOSUCH' } },
    };
    const sql = 'SELECT count(*) FROM trades';
    const database = await openQueryDatabase(queryTables(other, { reports: 'reports' }), sql);
    await expect(startQuery(database, sql)).rejects.toMatchObject({ code: 'UNKNOWN_SYMBOL', exitCode: 1 });
    database.close();
  });

  it('have the bars and features that the features command writes', async () => {
    const run = runBacktest(source(), config);
    const { columns, rows } = featuresTable(run);
    const found = await rowsOf('SELECT * EXCLUDE (time) FROM features ORDER BY ts_min');
    expect(found).toHaveLength(rows);
    expect(found.map((row) => Object.values(row))).toEqual(
      Array.from({ length: rows }, (_, row) => columns.map((column) => column.at(row))),
    );
    expect(Object.keys((await rowsOf('SELECT * FROM bars LIMIT 1'))[0]!).slice(0, 4)).toEqual([
      'symbol',
      'time',
      'ts_min',
      'open',
    ]);
  });

  it('have what the reports in the folder have, or nothing', async () => {
    expect(await rowsOf('SELECT * FROM run_trades, runs')).toEqual([]);
    const run = runBacktest(source(), config);
    await writeReport(run, { outDir: join(cwd, 'reports/first'), version: '1.2.3' });
    await writeReport(run, { outDir: join(cwd, 'reports/second'), version: '1.2.3', minuteFormat: 'csv' });
    const sums = await rowsOf(
      'SELECT report, count(*) AS n, sum(realized_pnl) AS net FROM run_trades GROUP BY report ORDER BY report',
    );
    const net = run.trades.reduce((total, trade) => total + trade.netPnl, 0);
    expect(sums.map(({ report, n }) => [report, n])).toEqual([
      ['first', run.trades.length],
      ['second', run.trades.length],
    ]);
    expect(sums[0]!['net']).toBeCloseTo(net, 6);
    expect(await rowsOf('SELECT report, n, version FROM runs ORDER BY report')).toEqual([
      { report: 'first', n: run.trades.length, version: '1.2.3' },
      { report: 'second', n: run.trades.length, version: '1.2.3' },
    ]);
    const each = `SELECT (SELECT count(*) FROM run_fills) AS fills, (SELECT count(*) FROM run_equity) AS equity,
      (SELECT count(*) FROM run_signals) AS signals, (SELECT count(*) FROM run_features) AS features`;
    const minutes = 2 * run.tape.length;
    expect(await rowsOf(each)).toEqual([
      { fills: 2 * run.fills.length, equity: minutes, signals: minutes, features: minutes },
    ]);
  });

  it('name the file of a report that is damaged or of another version', async () => {
    const file = join(cwd, 'reports/first/trades.csv');
    const before = readFileSync(file);
    writeFileSync(file, 'id,nothing\n1,2\n');
    await expect(rowsOf('SELECT * FROM run_trades')).rejects.toMatchObject({
      code: 'REPORT_OLD',
      details: { file },
    });
    writeFileSync(file, before);
    const parquet = join(cwd, 'reports/first/signals.parquet');
    writeFileSync(parquet, 'PAR1');
    await expect(rowsOf('SELECT * FROM run_signals')).rejects.toMatchObject({
      code: 'REPORT_DAMAGED',
      details: { file: parquet },
    });
  });

  it('have a column for each parameter and metric of the searches', async () => {
    expect(await rowsOf('SELECT * FROM search_sets')).toEqual([]);
    const searches = SearchStore.open(join(cwd, 'data/searches.db'));
    const first = searches.begin(planOf('accept_outside_k:1..3'));
    searches.add(first, [
      {
        setIndex: 0,
        periodIndex: 0,
        error: null,
        figures: { metrics: { n: 3, sharpe: 1.5 }, dailyReturns: [], firstDay: '2024-01-01' },
      },
      { setIndex: 2, periodIndex: 0, error: 'no', figures: null },
    ]);
    const second = searches.begin(planOf('va_fraction:0.65,0.7'));
    searches.add(second, [
      {
        setIndex: 1,
        periodIndex: 0,
        error: null,
        figures: { metrics: { n: 5, sharpe: null }, dailyReturns: [], firstDay: '2024-01-01' },
      },
    ]);
    searches.begin({ ...planOf('va_fraction:0.6,0.7'), planHash: 'f'.repeat(64), resultVersion: 0 });
    searches.close();
    const sets = await rowsOf(`SELECT search_id, set, "signal.accept_outside_k" AS k,
      "value_area.va_fraction" AS va, n, sharpe, error FROM search_sets ORDER BY set`);
    expect(sets).toEqual([
      { search_id: first, set: 0, k: 1, va: null, n: 3, sharpe: 1.5, error: null },
      { search_id: second, set: 1, k: null, va: 0.7, n: 5, sharpe: null, error: null },
      { search_id: first, set: 2, k: 3, va: null, n: null, sharpe: null, error: 'no' },
    ]);
    expect(notices.join()).toMatch(/f{12} is left out: its results are of version 0/);
    expect(await rowsOf('SELECT count(*) AS n, sum(done) AS done FROM searches')).toEqual([
      { n: 3, done: 3 },
    ]);
  });

  it('all say where they come from, and their columns with units', () => {
    const { tables } = tablesDocument(queryTables(context, { reports: 'reports' })) as {
      tables: {
        name: string;
        from: string;
        columns: { name: string; type: string; unit: string | null }[];
      }[];
    };
    expect(tables.map(({ name }) => name)).toEqual([
      'trades',
      'quotes',
      'bars',
      'features',
      'runs',
      'run_trades',
      'run_fills',
      'run_equity',
      'run_signals',
      'run_features',
      'searches',
      'search_sets',
    ]);
    expect(tables.every(({ from, columns }) => from !== '' && columns.length > 4)).toBe(true);
    const unitOf = (table: string, column: string) =>
      tables.find(({ name }) => name === table)!.columns.find(({ name }) => name === column)!.unit;
    expect(unitOf('trades', 'size')).toBe('base coin');
    expect(unitOf('features', 'spread_close')).toBe('ticks');
    expect(unitOf('run_trades', 'ts_ms_open')).toBe('epoch ms');
    expect(unitOf('runs', 'total_return_pct')).toBe('percent');
    expect(unitOf('search_sets', 'value_area.va_fraction')).toBe('fraction');
  });

  function planOf(params: string): SearchPlan {
    return makeSearchPlan({
      base: {},
      space: parseSpace({ params: [params] }),
      strategy: 'auction',
      maxSets: 100,
      periods: [
        { venue: 'synth', symbol: 'BTCUSDT', fromDay: '2024-01-01', toDay: '2024-01-02', dataHash: 'x' },
      ],
    });
  }
});

describe('query', { timeout: 60_000 }, () => {
  it('prints a table, and writes the whole result into a file', async () => {
    writeFileSync(join(cwd, 'q.sql'), 'SELECT time, price, side FROM trades ORDER BY seq -- all\n;\n');
    const { code, stdout, stderr } = await runCli(['query', '--file', 'q.sql'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^time +price +side\n2024-01-01 00:00:\d\d\S* +\d+\.\d +(Buy|Sell)\n/);
    expect(stdout).toMatch(/\.\.\. 29,960 more of 30,000 rows/);
    const written = await runCli(['query', '--file', 'q.sql', '--out', 'all.parquet', '--json'], { cwd });
    expect(JSON.parse(written.stdout)).toEqual({ rows: 30_000, format: 'parquet', file: 'all.parquet' });
    expect(readFileSync(join(cwd, 'all.parquet')).subarray(0, 4).toString()).toBe('PAR1');
  });

  it.each([
    [['SELECT nope FROM trades'], /"nope" not found[\s\S]*LINE 1[\s\S]*what to do: .*--tables/],
    [['SELECT 1', '--format', 'parquet'], /--out/],
  ])('refuses %j', async (args, expected) => {
    const { code, stdout, stderr } = await runCli(['query', ...args], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(expected);
    expect(stderr).not.toContain('    at ');
  });
});
