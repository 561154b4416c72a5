import {
  addCommonOptions,
  type CommandContext,
  type CommonOptions,
  runCommand,
  snakeKeys,
} from '@auction-trader/command-line';
import type { Command } from 'commander';
import { importWithProgress } from '../import-files.ts';
import { importText } from '../import-text.ts';

interface ImportCommandOptions extends CommonOptions {
  readonly trades?: readonly string[];
  readonly quotes?: readonly string[];
  readonly format: string;
  readonly symbol?: string;
  readonly tickSize?: string;
  readonly lotSize?: string;
}

/** `import`. */
export function addImportCommand(program: Command): void {
  const command = program
    .command('import')
    .description('take CSV or CSV.gz files of trades and quotes into the tick store')
    .option('--trades <files...>', 'files of trades, or folders with them')
    .option('--quotes <files...>', 'files of quotes, or folders with them')
    .option('--format <name>', 'layout of the files', 'auto')
    .option('--symbol <symbol>', 'the instrument, where the files do not name it')
    .option('--tick-size <step>', 'smallest price step of the instrument')
    .option('--lot-size <step>', 'smallest size step of the instrument');
  addCommonOptions(
    command,
    'import --trades trades.csv.gz --symbol LTCUSDT --tick-size 0.01 --lot-size 0.001',
    'import --trades trades/ --quotes quotes/ --symbol BTCUSDT',
  ).action((options: ImportCommandOptions) =>
    runCommand(options, (context) => importCommand(context, options)),
  );
}

async function importCommand(context: CommandContext, options: ImportCommandOptions): Promise<void> {
  const { trades = [], quotes = [], format, symbol, tickSize, lotSize } = options;
  const report = await importWithProgress(context, { trades, quotes, format, symbol, tickSize, lotSize });
  context.result(snakeKeys(report), () => importText(report));
}
