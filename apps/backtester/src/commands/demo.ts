import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  addCommonOptions,
  type CommandContext,
  type CommonOptions,
  runCommand,
} from '@auction-trader/command-line';
import { AuctionTraderError, type ConfigOption } from '@auction-trader/core';
import type { Command } from 'commander';
import { backtestAndReport, printReport } from '../backtest-report.ts';
import { importWithProgress } from '../import-files.ts';
import { openMarket } from '../open-market.ts';
import { PROJECT_FOLDER } from '../project-folder.ts';

/** The bundled sample: real trades, see the note beside them. */
const SAMPLE = {
  folder: join(PROJECT_FOLDER, 'examples/data/ltcusdt'),
  symbol: 'LTCUSDT',
  tick: '0.01',
  lot: '0.001',
};

/** Stores of the demonstration, apart from the user's. */
const STORES = join(PROJECT_FOLDER, '.demo');
const REPORT = join(PROJECT_FOLDER, 'reports/demo');

/** `demo`. */
export function addDemoCommand(program: Command): void {
  addCommonOptions(
    program.command('demo').description('backtest the bundled real sample'),
    'demo',
    'demo --set stop_buffer_ticks=10',
  ).action((options: CommonOptions) => runCommand(options, demo, demoKeys()));
}

function demoKeys(): ConfigOption[] {
  const option = 'demo';
  return [
    { key: 'instrument.symbol', value: SAMPLE.symbol, option },
    { key: 'instrument.tick_size', value: SAMPLE.tick, option },
    { key: 'instrument.lot_size', value: SAMPLE.lot, option },
    { key: 'database.data_dir', value: STORES, option },
  ];
}

async function demo(context: CommandContext): Promise<void> {
  if (!existsSync(SAMPLE.folder)) {
    throw new AuctionTraderError('the bundled sample is not there', {
      code: 'NO_SAMPLE',
      details: { file: SAMPLE.folder },
      hint: 'Clone the repository again, or import files of your own with "backtester import".',
    });
  }
  // A clone is changed and run again: what an older state of the code cached must not be shown.
  rmSync(join(STORES, 'tape'), { recursive: true, force: true });
  const folder = relative(process.cwd(), SAMPLE.folder);
  await importWithProgress(context, { trades: [folder], symbol: SAMPLE.symbol });
  const source = openMarket(context, { fromMs: null, toMs: null });
  const job = { source, outDir: REPORT, barMode: false };
  printReport(context, await backtestAndReport(context, job));
}
