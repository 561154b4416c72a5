import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { summarize } from '../metrics/summary.ts';
import { pageParts } from './page-script.ts';
import { sampleRun } from './testing/sample-run.ts';
import { writeReport } from './write-report.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
});
afterAll(() => rm(folder, { recursive: true }));

const context = { version: '1.2.3', commandLine: 'backtester run --symbol BTCUSDT' };

describe('writeReport', () => {
  it('writes all files of a run and says which, the report first', async () => {
    const outDir = join(folder, 'not', 'there', 'yet');
    const files = await writeReport(sampleRun({ minutes: 400 }), { ...context, outDir });
    const names = [
      'report.html',
      'summary.json',
      'trades.csv',
      'fills.csv',
      'equity.csv',
      'features.parquet',
      'signals.parquet',
    ];
    expect(files).toEqual(names.map((name) => join(outDir, name)));
    expect((await readdir(outDir)).sort()).toEqual([...names].sort());
  });

  it('the summary has what it takes to make the run again', async () => {
    const run = sampleRun({ minutes: 400 });
    const outDir = join(folder, 'again');
    await writeReport(run, { ...context, outDir, minuteFormat: 'csv' });
    const document = JSON.parse(await readFile(join(outDir, 'summary.json'), 'utf8'));
    expect(document).toMatchObject({
      version: '1.2.3',
      command_line: context.commandLine,
      data_hash: run.dataHash,
      parameters: { value_area: { va_fraction: 0.7 }, backtest: { initial_capital: 10_000 } },
      ...summarize(run),
    });
    expect(await readdir(outDir)).toContain('features.csv');
  });

  it('the same run gives the same bytes', async () => {
    const written = async (name: string) => {
      const files = await writeReport(sampleRun({ minutes: 600 }), {
        ...context,
        outDir: join(folder, name),
      });
      return Promise.all(files.map((file) => readFile(file)));
    };
    const [first, second] = [await written('one'), await written('two')];
    first.forEach((bytes, i) => {
      expect(bytes.equals(second[i]!)).toBe(true);
    });
  });

  it('a month stays small enough to open: a year is under 15 MB', async () => {
    const outDir = join(folder, 'month');
    const run = sampleRun({ minutes: 30 * 1440, maxTrades: 830, pauseMinutes: 20, profileStep: 30 });
    const [page] = await writeReport(run, { ...context, outDir });
    expect((await stat(page!)).size).toBeLessThan(15_000_000 / 12);
  }, 120_000);

  it('no text of a run stands in the page as it is', async () => {
    const outDir = join(folder, 'markup');
    const run = sampleRun({ minutes: 300, symbol: '</script><b>', strategy: '<img src=x>' });
    const [page] = await writeReport(run, { ...context, outDir, commandLine: '<i>--set</i>' });
    const html = await readFile(page!, 'utf8');
    expect(html).not.toContain('</script><b>');
    expect(html).not.toContain('<img src=x>');
    expect(html).not.toContain('<i>--set');
  });
});

describe('the page', () => {
  it('keeps the notice of the chart library and loads nothing', async () => {
    const { script, style } = await pageParts();
    expect(script).toContain('Licensed under Apache License 2.0');
    expect(script).not.toContain('</script');
    expect(script).not.toMatch(/\b(fetch|XMLHttpRequest|WebSocket|importScripts)\(/);
    expect(style).not.toMatch(/@import|url\(/);
  });

  it('inserts no markup', async () => {
    const { script } = await pageParts();
    const own = script.slice(script.lastIndexOf('report-data') - 60_000);
    expect(own).not.toMatch(/\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write/);
  });
});
