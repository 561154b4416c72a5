// A backtest from code: import a file, run it, read the numbers, change a parameter, run again.
//
//   node tools/up.mjs node examples/backtest-from-code.ts
import { basename } from 'node:path';
import {
  prepareFeatures,
  prepareMarket,
  runBacktest,
  runPrepared,
  type Summary,
  summarize,
} from '@auction-trader/backtest';
import { resolveConfig, type TickSource } from '@auction-trader/core';
import { importFiles, type TickStore } from '@auction-trader/ingestion';
import { SAMPLE_FILES, withTemporaryStore } from './sample.ts';

/** Imports files into a store and says what was found in them. Importing them again changes nothing. */
export async function importTrades(
  store: TickStore,
  trades: readonly string[],
  print: (line: string) => void,
): Promise<TickSource> {
  const { files, symbols } = await importFiles(store, {
    trades,
    // What these files do not say about themselves.
    symbol: 'LTCUSDT',
    tickSize: '0.01',
    lotSize: '0.001',
  });
  for (const { file, rows, imported, duplicates, refusedRows } of files) {
    print(
      `${basename(file)}, ${rows} rows: ${imported} imported, ${duplicates} duplicates, ${refusedRows} refused`,
    );
  }
  for (const gap of symbols.flatMap((symbol) => symbol.gaps)) {
    print(
      `no trade for ${((gap.toMs - gap.fromMs) / 60_000).toFixed(0)} minutes from ${timeText(gap.fromMs)}`,
    );
  }
  return store.source('LTCUSDT');
}

/**
 * The auction strategy on a source of ticks.
 *
 * @param settings as on the command line: `key=value`. Unknown keys and bad values are errors that say which
 */
export function backtest(source: TickSource, settings: readonly string[]): Summary {
  const { config } = resolveConfig({ set: settings });
  return summarize(runBacktest(source, config));
}

/**
 * The auction strategy with several values of one strategy parameter. The ticks are read once; what each further
 * value costs is milliseconds. (A key of `value_area` changes the profile: it needs `prepareFeatures` anew.)
 */
export function sweep(source: TickSource, key: string, values: readonly number[]): Summary[] {
  const { config } = resolveConfig();
  const market = prepareMarket(source, config);
  const features = prepareFeatures(market, config);
  return values.map((value) => {
    const { config: changed } = resolveConfig({ set: [`${key}=${value}`] });
    return summarize(runPrepared(market, features, changed));
  });
}

/** Runs the sample with the defaults, then with other stops, and prints what came out. */
export function main(print: (line: string) => void = console.log): Promise<Summary> {
  // Your own store stays where it is: openTickStore('data/ticks').
  return withTemporaryStore(async (store) => {
    const source = await importTrades(store, SAMPLE_FILES, print);
    print('');
    const summary = backtest(source, []);
    printSummary(summary, print);

    print('');
    print('stop behind the bar   trades        net   before costs      costs');
    const ticks = [2, 10, 20, 50];
    for (const [index, { metrics, money }] of sweep(source, 'stop_buffer_ticks', ticks).entries()) {
      const numbers = [metrics.net_pnl, money.gross_at_mid, money.gross_at_mid - metrics.net_pnl];
      const columns = numbers.map((value, at) => value.toFixed(2).padStart(at === 1 ? 15 : 11));
      print(`${`${ticks[index]} ticks`.padEnd(22)}${String(metrics.n).padStart(6)}${columns.join('')}`);
    }
    return summary;
  });
}

function printSummary({ run, metrics, money }: Summary, print: (line: string) => void): void {
  print(`  trades        ${metrics.n}, won ${metrics.wins}, lost ${metrics.losses}`);
  print(`  net           ${metrics.net_pnl.toFixed(2)}`);
  print(`  before costs  ${money.gross_at_mid.toFixed(2)}`);
  print(`  costs         ${(money.gross_at_mid - money.net_pnl).toFixed(2)}`);
  print(`  max drawdown  ${(metrics.max_drawdown_pct * 100).toFixed(1)} %`);
  // What a reader must know before believing a number.
  for (const label of run.labels) print(`  ! ${label}`);
}

function timeText(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ');
}

if (import.meta.main) await main();
