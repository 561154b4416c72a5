import { addDayRange, type CommonOptions, type DayRangeOptions } from '@auction-trader/command-line';
import { AuctionTraderError, type ConfigOption } from '@auction-trader/core';
import { SAMPLING_KINDS } from '@auction-trader/research';
import { type Command, Option } from 'commander';
import { addSyntheticQuotes, marketKeys } from '../market-options.ts';

/** Options of `grid run`. */
export interface GridOptions extends CommonOptions, DayRangeOptions {
  readonly params?: readonly string[];
  readonly file?: string;
  readonly constraint?: readonly string[];
  readonly sampling?: string;
  readonly sets?: string;
  readonly seed?: string;
  readonly symbol?: readonly string[];
  readonly syntheticQuotes?: string;
  readonly strategy: string;
  readonly workers?: string;
  readonly redis?: string;
  readonly resume?: string;
  readonly force?: boolean;
  readonly out?: string;
}

const collect = (value: string, before: readonly string[] = []) => [...before, value];

/** Adds what `grid run` takes beside the common options. */
export function addGridOptions(command: Command): Command {
  command
    .option(
      '--params <key:values>',
      'what to vary: k:1..6, k:0.15..0.5/0.05, k:a,b,c; may be repeated',
      collect,
    )
    .option('--file <path>', 'a parameter file (YAML) with the same, constraints, sampling, symbols, periods')
    .option('--constraint <a < b>', 'a condition between keys that sets must meet; may be repeated', collect)
    .addOption(new Option('--sampling <kind>', 'how sets are chosen (default: grid)').choices(SAMPLING_KINDS))
    .option('--sets <number>', 'sets to draw with random or latin-hypercube')
    .option('--seed <number>', 'decides which sets are drawn (default: 1)')
    .option('--symbol <symbol>', 'the instrument (default: instrument.symbol); may be repeated', collect);
  addSyntheticQuotes(addDayRange(command));
  return command
    .addOption(new Option('--strategy <name>', 'what to trade').choices(['auction']).default('auction'))
    .option('--workers <number>', 'worker threads (default: backtest.workers; 0 is half the cores)')
    .option(
      '--redis <url>',
      'have it done by the machines that run "backtester worker": redis://:PASSWORD@HOST:6379',
    )
    .option('--resume <search>', 'go on with a search that was stopped')
    .option('--force', 'more sets than backtest.grid_max_runs')
    .option('--out <folder>', 'where report and tables go (default: reports/search_ID)');
}

/** The configuration keys that these options set. */
export function gridKeys({ workers, syntheticQuotes }: GridOptions): ConfigOption[] {
  const keys = marketKeys(syntheticQuotes === undefined ? {} : { syntheticQuotes });
  if (workers !== undefined) keys.push({ key: 'backtest.workers', value: workers, option: '--workers' });
  return keys;
}

/**
 * A whole number given by an option.
 *
 * @throws AuctionTraderError (`BAD_OPTION`, exit code 1) when it is none
 */
export function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new AuctionTraderError(`${text} is not a whole number`, {
    code: 'BAD_OPTION',
    exitCode: 1,
    details: { key: option },
    hint: 'Give digits only, e.g. 500.',
  });
}
