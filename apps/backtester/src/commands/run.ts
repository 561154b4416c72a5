import {
  addCommonOptions,
  addDayRange,
  type CommandContext,
  type CommonOptions,
  type DayRangeOptions,
  dayRange,
  dayText,
  runCommand,
} from '@auction-trader/command-line';
import type { TickSource } from '@auction-trader/core';
import { type Command, Option } from 'commander';
import { backtestAndReport, printReport } from '../backtest-report.ts';
import { importWithProgress } from '../import-files.ts';
import { addSymbol, addSyntheticQuotes, type MarketOptions, marketKeys } from '../market-options.ts';
import { openMarket } from '../open-market.ts';

interface RunOptions extends CommonOptions, MarketOptions, DayRangeOptions {
  readonly strategy: string;
  readonly data?: string;
  readonly out?: string;
  readonly barMode?: boolean;
}

/** `run`. */
export function addRunCommand(program: Command): void {
  const command = program.command('run').description('backtest a strategy and write its report');
  addSyntheticQuotes(addDayRange(addSymbol(command)))
    .addOption(new Option('--strategy <name>', 'what to trade').choices(['auction']).default('auction'))
    .option('--bar-mode', 'fills from one-minute bars: faster, and approximate')
    .option('--data <path>', 'a file or folder to import first')
    .option('--out <folder>', 'where the report goes (default: reports/SYMBOL_FIRST-DAY_LAST-DAY)');
  addCommonOptions(
    command,
    'run --symbol LTCUSDT --from 2025-06-21 --to 2025-06-22 --set va_fraction=0.68',
    'run --data trades.csv.gz --symbol BTCUSDT --out reports/first',
  ).action((options: RunOptions) =>
    runCommand(options, (context) => runOnMarket(context, options), marketKeys(options)),
  );
}

async function runOnMarket(context: CommandContext, options: RunOptions): Promise<void> {
  const range = dayRange(options);
  if (options.data !== undefined) await importFirst(context, options.data, options.symbol);
  const source = openMarket(context, range);
  const outDir = context.path(options.out ?? defaultFolder(source));
  const job = { source, outDir, barMode: options.barMode ?? false };
  printReport(context, await backtestAndReport(context, job));
}

async function importFirst(context: CommandContext, path: string, symbol: string | undefined): Promise<void> {
  const report = await importWithProgress(context, { files: [path], symbol });
  for (const { file, skipped, imported, refusedRows } of report.files) {
    context.notice(
      `${file}: ${skipped ? 'imported before' : `${imported} rows imported, ${refusedRows} refused`}`,
    );
  }
}

function defaultFolder({ instrument, days }: TickSource): string {
  return `reports/${instrument.symbol}_${dayText(days[0]!)}_${dayText(days.at(-1)!)}`;
}
