import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../testing/run-cli.ts';
import { temporaryFolder, writeFile } from '../testing/temporary-folder.ts';
import { FIRST_MS, someTrades, tradesCsv } from '../testing/trades-csv.ts';

const cwd = temporaryFolder(afterAll);
const SYMBOL = ['--symbol', 'SYNTHUSDT'];
const DAY_MS = 86_400_000;

beforeAll(async () => {
  const made = await runCli(['synth', ...SYMBOL, '--days', '3', '--trades-per-day', '20000'], { cwd });
  expect(made).toMatchObject({ code: 0 });
});

interface RunDocument {
  readonly run: { readonly symbol: string; readonly minutes: number; readonly labels: readonly string[] };
  readonly metrics: { readonly n: number; readonly net_pnl: number };
  readonly report: string;
  readonly files: readonly string[];
}

async function runJson(...args: string[]): Promise<RunDocument> {
  const { code, stdout } = await runCli(['run', ...SYMBOL, '--json', ...args], { cwd });
  expect(code).toBe(0);
  return JSON.parse(stdout) as RunDocument;
}

describe('run', () => {
  it('prints a summary and writes report, trades, equity, features and signals', async () => {
    const { code, stdout } = await runCli(['run', ...SYMBOL], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('auction on SYNTHUSDT (synth)');
    expect(stdout).toContain('quotes inferred from trades, spread 1 tick assumed');
    for (const name of [
      'data',
      'gaps',
      'trades',
      'net profit',
      'profit factor',
      'win rate',
      'max drawdown',
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
    }
    for (const name of ['Sharpe, Sortino', 'fees', 'funding']) {
      expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
    }
    const folder = 'reports/SYNTHUSDT_2024-01-01_2024-01-03';
    expect(stdout).toContain(`report: ${join(folder, 'report.html')}`);
    const files = readdirSync(join(cwd, folder));
    for (const name of ['report.html', 'summary.json', 'trades.csv', 'fills.csv', 'equity.csv']) {
      expect(files).toContain(name);
    }
    expect(files.some((name) => name.startsWith('features.'))).toBe(true);
    expect(files.some((name) => name.startsWith('signals.'))).toBe(true);
  });

  it('prints one JSON document; the label goes to stderr', async () => {
    const { code, stdout, stderr } = await runCli(['run', ...SYMBOL, '--json', '--out', 'json'], { cwd });
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as RunDocument;
    expect(document.run).toMatchObject({ symbol: 'SYNTHUSDT', venue: 'synth', strategy: 'auction' });
    expect(document.metrics.n).toBeGreaterThan(0);
    expect(existsSync(document.report)).toBe(true);
    expect(stderr).toBe('quotes inferred from trades, spread 1 tick assumed\n');
  });

  it('gives the same bytes twice', async () => {
    const bytes = async () => {
      const { files } = await runJson('--out', 'twice');
      return files.map((file) => readFileSync(file).toString('base64'));
    };
    expect(await bytes()).toEqual(await bytes());
  });

  it('takes days by all their names, and both ends are included', async () => {
    const one = await runJson('--from', '2024-01-02', '--to', '2024-01-02', '--out', 'days');
    expect(one.run.minutes).toBeGreaterThan(1300);
    expect(one.run.minutes).toBeLessThanOrEqual(1440);
    const same = await runJson('-s', '2024-01-02', '--to-date', '2024-01-02', '--out', 'days');
    expect(same.metrics).toEqual(one.metrics);
    const two = await runJson('--from-date', '2024-01-02', '-e', '2024-01-03', '--out', 'days');
    expect(two.run.minutes).toBeGreaterThan(one.run.minutes);
  });

  it('follows the configuration', async () => {
    const before = await runJson('--out', 'set');
    const after = await runJson('--out', 'set', '--set', 'taker_fee_bps=50', '--set', 'maker_fee_bps=50');
    expect(after.metrics.net_pnl).not.toBe(before.metrics.net_pnl);
  });

  it('does nothing without quotes, and says so', async () => {
    const { metrics, run } = await runJson('--synthetic-quotes', 'off', '--out', 'off');
    expect(metrics.n).toBe(0);
    expect(run.labels.join()).toContain('no quotes');
    const { stdout } = await runCli(['run', ...SYMBOL, '--synthetic-quotes', 'off', '--out', 'off'], { cwd });
    expect(stdout).toMatch(/^ {2}minutes by reason +VA_INVALID [\d,]+/m);
  });

  it('names the spread that is assumed', async () => {
    const { run } = await runJson('--synthetic-quotes', '3', '--out', 'wide');
    expect(run.labels).toContain('quotes inferred from trades, spread 3 ticks assumed');
  });

  it('makes fills from bars with --bar-mode, and labels the result', async () => {
    const { run, metrics } = await runJson('--bar-mode', '--out', 'bars');
    expect(metrics.n).toBeGreaterThan(0);
    expect(run.labels).toContain('approximate: made from one-minute bars, not from ticks');
  });

  it('says when the days reach beyond the data', async () => {
    const { code, stderr } = await runCli(['run', ...SYMBOL, '--to', '2024-02-01', '--out', 'beyond'], {
      cwd,
    });
    expect(code).toBe(0);
    expect(stderr).toContain('the data begins 2024-01-01 and ends 2024-01-03; only that is used');
  });

  it('imports a file or folder first, with a day without trades in it', async () => {
    const folder = join(cwd, 'with-hole');
    mkdirSync(folder);
    const days = [...someTrades(2000), ...someTrades(2000, FIRST_MS + 2 * DAY_MS)];
    writeFile(folder, 'trades.csv', tradesCsv(days));
    const args = ['run', '--data', 'trades.csv', '--symbol', 'BTCUSDT', '--json'];
    const { code, stdout, stderr } = await runCli(args, { cwd: folder });
    expect(code).toBe(0);
    expect(stderr).toContain('trades.csv: 4000 rows imported, 0 refused');
    const document = JSON.parse(stdout) as { data_quality: { gaps: { from_ms: number; minutes: number }[] } };
    const kept = () =>
      JSON.parse(readFileSync(join(folder, 'reports/BTCUSDT_2024-01-01_2024-01-03/summary.json'), 'utf8'));
    expect(kept().import.files).toMatchObject([{ file: 'trades.csv', rows: 4000, refusedRows: 0 }]);
    // A later run over the same data knows it too.
    expect((await runCli(['run', '--symbol', 'BTCUSDT'], { cwd: folder })).code).toBe(0);
    expect(kept().import.files).toMatchObject([{ file: 'trades.csv', rows: 4000, refusedRows: 0 }]);
    expect(document.data_quality.gaps).toEqual([{ from_ms: FIRST_MS + 34 * 60_000, minutes: 2880 - 34 }]);
  });

  it.each<[readonly string[], number, readonly string[]]>([
    [['--symbol', 'NOPE'], 1, ['no ticks of NOPE', 'SYNTHUSDT (synth)']],
    [[], 1, ['no ticks of BTCUSDT', 'SYNTHUSDT (synth)']],
    [
      [...SYMBOL, '--from', '2024-01-03', '--to', '2024-01-01'],
      1,
      ['--from 2024-01-03 lies behind --to 2024-01-01'],
    ],
    [[...SYMBOL, '--from', '2023-01-01', '--to', '2023-01-31'], 1, ['2024-01-01 to 2024-01-03']],
    [[...SYMBOL, '--from', 'yesterday'], 1, ['--from yesterday is not a day', 'YYYY-MM-DD']],
    [[...SYMBOL, '--from', '2024-01-01', '-s', '2024-01-02'], 1, ['--from and --start name two days']],
    [[...SYMBOL, '--synthetic-quotes', '0'], 1, ['--synthetic-quotes is 0', 'at least 1 or null']],
    [[...SYMBOL, '--synthetic-quotes', '1.5'], 1, ['--synthetic-quotes is 1.5']],
    [[...SYMBOL, '--strategy', 'nope'], 1, ["argument 'nope' is invalid", 'auction']],
    [[...SYMBOL, '--set', 'va_fracton=0.7'], 1, ['value_area.va_fraction']],
    [[...SYMBOL, '--set', 'va_fraction=7'], 1, ['from 0.5 to 0.95']],
    [[...SYMBOL, '--data', 'missing.csv'], 1, ['missing.csv does not exist']],
    [['--symbol', '../x'], 1, ['--symbol is "../x"']],
  ])('refuses %j', async (args, exitCode, expected) => {
    const { code, stdout, stderr } = await runCli(['run', ...args], { cwd });
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
    for (const part of [...expected, 'what to do: ']) expect(stderr).toContain(part);
  });

  it('says where a report cannot be written, and fails', async () => {
    const file = writeFile(cwd, 'a-file', 'x');
    const { code, stdout, stderr } = await runCli(['run', ...SYMBOL, '--out', join(file, 'report')], { cwd });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(file);
    expect(stderr).toContain('what to do: ');
  });

  it('on an empty store says how to fill it', async () => {
    const { code, stderr } = await runCli(['run'], { cwd, env: { DATA_DIR: 'elsewhere' } });
    expect(code).toBe(1);
    expect(stderr).toContain('backtester import');
    expect(existsSync(join(cwd, 'elsewhere'))).toBe(false);
  });
});
