import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openTickStore } from '@auction-trader/ingestion';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../testing/run-cli.ts';
import { temporaryFolder, writeFile } from '../testing/temporary-folder.ts';
import { type CsvTrade, FIRST_MS, someTrades, tradesCsv } from '../testing/trades-csv.ts';

const root = temporaryFolder(afterAll);
const TRADES = someTrades(3000);
const SYMBOL = ['--symbol', 'BTCUSDT'];

/** A folder of its own, so that no test sees the store of another. */
function freshFolder(name: string): string {
  const folder = join(root, name.replaceAll(/\W+/g, '-'));
  mkdirSync(folder);
  return folder;
}

/** Trades with some of them changed. */
function changed(change: (trade: CsvTrade) => Partial<CsvTrade>, every = 100): CsvTrade[] {
  return TRADES.map((trade, at) => (at % every === 5 ? { ...trade, ...change(trade) } : trade));
}

function storedRows(cwd: string): number {
  const kinds = openTickStore(join(cwd, 'data/ticks'))
    .list()
    .flatMap((symbol) => symbol.kinds);
  return kinds.reduce((sum, { rows }) => sum + rows, 0);
}

describe('import', () => {
  it('prints rows, time range, gaps, duplicates and refused rows', async () => {
    const cwd = freshFolder('good');
    const offGrid = { ...TRADES[7]!, price: '50000.05' };
    const later = someTrades(600, FIRST_MS + 3_600_000);
    writeFile(
      cwd,
      'trades.csv',
      tradesCsv([...TRADES.slice(0, 7), offGrid, ...TRADES.slice(8, 2000), ...later]),
    );
    const { code, stdout } = await runCli(['import', '--trades', 'trades.csv', ...SYMBOL], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/rows +2,600\n/);
    expect(stdout).toMatch(/imported +2,599\n/);
    expect(stdout).toMatch(/duplicates +0\n/);
    expect(stdout).toMatch(/refused +1\n +1 price-off-grid \(row 9\)/);
    expect(stdout).toContain('2024-01-01 00:00:00 to 2024-01-01 01:09:59 UTC');
    expect(stdout).toContain('2024-01-01 00:33 to 2024-01-01 01:00');
    expect(storedRows(cwd)).toBe(2599);
  });

  it('changes nothing the second time, under any name', async () => {
    const cwd = freshFolder('twice');
    writeFile(cwd, 'trades.csv', tradesCsv(TRADES));
    writeFile(cwd, 'again.csv', tradesCsv(TRADES));
    await runCli(['import', '--trades', 'trades.csv', ...SYMBOL], { cwd });
    const { code, stdout } = await runCli(['import', '--trades', 'again.csv', ...SYMBOL, '--json'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ files: [{ skipped: true, imported: 0 }], symbols: [] });
    expect(storedRows(cwd)).toBe(3000);
  });

  it('warns of trades without sides and quotes', async () => {
    const cwd = freshFolder('sideless');
    writeFile(cwd, 'trades.csv', tradesCsv(TRADES.map((trade) => ({ ...trade, side: '' }))));
    const { stdout } = await runCli(['import', '--trades', 'trades.csv', ...SYMBOL], { cwd });
    expect(stdout).toMatch(/warning.*all volume is ambiguous/);
  });

  const csv = tradesCsv(TRADES);
  const half = [
    ...TRADES.slice(0, 1500),
    ...TRADES.slice(1500).map((t) => ({ ...t, timeMs: t.timeMs / 1000 })),
  ];
  it.each<[string, string, string | Uint8Array | null, number, readonly RegExp[]]>([
    ['a missing file', 't.csv', null, 1, [/does not exist/]],
    ['an empty file', 't.csv', '', 1, [/is empty/]],
    ['an empty gzip', 't.csv.gz', gzipSync(''), 1, [/blank|empty/]],
    ['a truncated gzip', 't.csv.gz', gzipSync(csv).subarray(0, 9000), 3, [/cut short/, /again/]],
    ['a header only', 't.csv', 'timestamp,price,size\n', 1, [/header and no rows/, /row 1/]],
    [
      'an unknown layout',
      't.csv',
      tradesCsv(TRADES, 'a,b,c,d'),
      1,
      [/layout .* not known/, /row 1/, /Known layouts/],
    ],
    ['a binary file', 't.csv', new Uint8Array(5000).map((_, at) => at * 7), 1, [/layout .* not known/]],
    [
      'a wrong delimiter',
      't.csv',
      tradesCsv(TRADES, undefined, ';'),
      1,
      [/semicolons/, /row 1/, /tr ';' ','/],
    ],
    ['mixed time units', 't.csv', tradesCsv(half), 3, [/row 1502/, /unit of time/]],
    [
      'prices off the grid',
      't.csv',
      tradesCsv(changed((t) => ({ price: `${t.price}5` }))),
      3,
      [/tick grid/, /row 7/],
    ],
    [
      'negative sizes',
      't.csv',
      tradesCsv(changed((t) => ({ size: `-${t.size}` }))),
      3,
      [/zero or negative/, /row 7/],
    ],
    ['zero sizes', 't.csv', tradesCsv(changed(() => ({ size: '0' }))), 3, [/zero or negative/, /row 7/]],
    [
      'absurd prices',
      't.csv',
      tradesCsv(changed(() => ({ price: '99999999' }))),
      3,
      [/ten times away/, /row 7/],
    ],
    ['over 0.1 % bad rows', 't.csv', tradesCsv(changed(() => ({ price: 'x' }), 700)), 3, [/0\.1 %/, /row 7/]],
  ])('of %s', async (name, file, content, exitCode, expected) => {
    const cwd = freshFolder(name);
    if (content !== null) writeFile(cwd, file, content);
    const { code, stdout, stderr } = await runCli(['import', '--trades', file, ...SYMBOL], { cwd });
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
    for (const part of [/^error: /, /what to do: /, new RegExp(`where: ${file}`), ...expected]) {
      expect(stderr).toMatch(part);
    }
    expect(stderr).not.toContain('    at ');
    expect(storedRows(cwd)).toBe(0);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no file', SYMBOL, /no file to import/],
    ['no symbol', ['--trades', 't.csv'], /does not say which symbol/],
    ['no grid', ['--trades', 't.csv', '--symbol', 'ETHUSDT'], /--tick-size 0\.1 --lot-size 0\.001/],
    ['a wrong tick', ['--trades', 't.csv', ...SYMBOL, '--tick-size', '0'], /not a usable step/],
    ['an unknown format', ['--trades', 't.csv', ...SYMBOL, '--format', 'foo'], /no format "foo"/],
    ['a symbol that names a folder', ['--trades', 't.csv', '--symbol', '../x'], /\.\.\/x/],
  ])('with %s', async (name, args, expected) => {
    const cwd = freshFolder(name);
    writeFile(cwd, 't.csv', csv);
    const { code, stdout, stderr } = await runCli(['import', ...args], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(expected);
    expect(stderr).toContain('what to do: ');
  });

  it('refuses overlapping files without ids, and keeps what is stored', async () => {
    const cwd = freshFolder('overlap');
    writeFile(cwd, 'one.csv', tradesCsv(TRADES.slice(0, 2000)));
    writeFile(cwd, 'two.csv', tradesCsv(TRADES.slice(1000)));
    await runCli(['import', '--trades', 'one.csv', ...SYMBOL], { cwd });
    const { code, stderr } = await runCli(['import', '--trades', 'two.csv', ...SYMBOL], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/two\.csv and one\.csv both have rows on 2024-01-01/);
    expect(storedRows(cwd)).toBe(2000);
  });

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'ended by %s leaves a store that the next import completes',
    async (signal) => {
      const cwd = freshFolder(signal);
      writeFile(cwd, 't.csv', tradesCsv(someTrades(400_000)));
      const args = ['import', '--trades', 't.csv', ...SYMBOL];
      let sent = false;
      const killed = await runCli([...args, '--log-level', 'debug'], {
        cwd,
        onStderr: (text, kill) => {
          if (sent || !text.includes('importing')) return;
          sent = true;
          kill(signal);
        },
      });
      expect(killed).toMatchObject({ code: signal === 'SIGINT' ? 130 : null, stdout: '' });
      if (signal === 'SIGINT') expect(killed.stderr).toContain('stopped');
      expect(storedRows(cwd)).toBe(0);
      expect((await runCli(args, { cwd })).code).toBe(0);
      expect(storedRows(cwd)).toBe(400_000);
      expect(existsSync(join(cwd, 'data/ticks/.staging'))).toBe(false);
    },
  );

  it('refuses to change a store that another process is changing', async () => {
    const cwd = freshFolder('two processes');
    writeFile(cwd, 't.csv', csv);
    let second: Promise<{ code: number | null; stderr: string }> | undefined;
    const long = ['synth', '--days', '3000', '--trades-per-day', '2000', '--log-level', 'debug'];
    const first = await runCli(long, {
      cwd,
      onStderr: (text, kill) => {
        if (second !== undefined || !text.includes('making up a market')) return;
        second = runCli(['import', '--trades', 't.csv', ...SYMBOL], { cwd });
        void second.then(() => kill('SIGINT'));
      },
    });
    expect(first.code).toBe(130);
    const { code, stderr } = await second!;
    expect(code).toBe(2);
    expect(stderr).toMatch(/the process \d+ .*is changing the tick store/);
  });
});
