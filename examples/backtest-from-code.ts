// A backtest from code: import a file, run it, read the numbers, change a parameter, run again.
//
//   node tools/up.mjs node examples/backtest-from-code.ts
import { basename } from 'node:path';
import { runBacktest, type Summary, summarize } from '@auction-trader/backtest';
import { resolveConfig, type TickSource } from '@auction-trader/core';
import { importFiles, type TickStore } from '@auction-trader/ingestion';
import { runWhenStarted, SAMPLE_FILES, withTemporaryStore } from './sample.ts';

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

/** Runs the sample with the defaults and with two other settings, and prints each. */
export function main(print: (line: string) => void = console.log): Promise<Summary[]> {
  // Your own store stays where it is: openTickStore('data/ticks').
  return withTemporaryStore(async (store) => {
    const source = await importTrades(store, SAMPLE_FILES, print);
    const variants = [[], ['stop_buffer_ticks=20'], ['stop_buffer_ticks=20', 'max_cost_to_risk=0.25']];
    return variants.map((settings) => {
      const summary = backtest(source, settings);
      print('');
      print(settings.length === 0 ? 'defaults' : settings.join(', '));
      printSummary(summary, print);
      return summary;
    });
  });
}

function printSummary({ run, metrics, money }: Summary, print: (line: string) => void): void {
  print(`  trades        ${metrics.n}, won ${metrics.wins}, lost ${metrics.losses}`);
  print(`  net           ${metrics.net_pnl.toFixed(2)}`);
  print(`  before costs  ${money.gross_at_mid.toFixed(2)}`);
  print(`  costs         ${(money.spread + money.slippage + money.fees + money.funding).toFixed(2)}`);
  print(`  max drawdown  ${(metrics.max_drawdown_pct * 100).toFixed(1)} %`);
  // What a reader must know before believing a number.
  for (const label of run.labels) print(`  ! ${label}`);
}

function timeText(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ');
}

await runWhenStarted(import.meta.url, main);
