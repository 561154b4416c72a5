import { featuresTable, writeTable } from '@auction-trader/backtest';
import {
  addCommonOptions,
  addDayRange,
  type CommandContext,
  type CommonOptions,
  countText,
  type DayRangeOptions,
  dayRange,
  runCommand,
} from '@auction-trader/command-line';
import type { Command } from 'commander';
import { buildFeatures } from '../build-features.ts';
import { addSymbol, addSyntheticQuotes, type MarketOptions, marketKeys } from '../market-options.ts';
import { openMarket } from '../open-market.ts';
import { quotesLabel } from '../quotes-label.ts';

interface FeaturesOptions extends CommonOptions, MarketOptions, DayRangeOptions {
  readonly out: string;
}

/** `features`. */
export function addFeaturesCommand(program: Command): void {
  const command = program.command('features').description('write bars and features, one row a minute');
  addSyntheticQuotes(addDayRange(addSymbol(command))).requiredOption(
    '--out <file>',
    'file to write; its ending says the format: .parquet, .csv or .json',
  );
  addCommonOptions(command, 'features --symbol LTCUSDT --from 2025-06-21 --out ltc.parquet').action(
    (options: FeaturesOptions) =>
      runCommand(options, (context) => writeFeatures(context, options), marketKeys(options)),
  );
}

async function writeFeatures(context: CommandContext, options: FeaturesOptions): Promise<void> {
  const source = openMarket(context, dayRange(options));
  const progress = context.progress('features');
  const market = buildFeatures(source, context.config, ({ done }) =>
    progress.update(done / source.days.length),
  );
  progress.stop();
  const label = quotesLabel(market.quotes, context.config);
  if (label !== null) context.notice(label);
  await writeTable(featuresTable(market), context.path(options.out));
  const { symbol } = source.instrument;
  const minutes = market.tape.length;
  const document = {
    symbol,
    minutes,
    quotes: market.quotes,
    labels: label === null ? [] : [label],
    file: options.out,
  };
  context.result(document, () => `${countText(minutes)} minutes of ${symbol} in ${options.out}`);
}
