import { readFileSync } from 'node:fs';
import { type CommandContext, type DayRange, dayRange } from '@auction-trader/command-line';
import { AuctionTraderError } from '@auction-trader/core';
import {
  chosenKeys,
  MAX_SETS,
  makeSearchPlan,
  parseSearchFile,
  parseSpace,
  type SearchFile,
  type SearchPlan,
} from '@auction-trader/research';
import { searchPeriod } from './grid-market.ts';
import { type GridOptions, wholeNumber } from './grid-options.ts';

/**
 * The search that the options describe. Nothing is run.
 *
 * @throws AuctionTraderError (exit code 1) for whatever is wrong with parameters, symbols and days
 */
export function planGrid(context: CommandContext, options: GridOptions): SearchPlan {
  const file = options.file === undefined ? undefined : readSearchFile(context, options.file);
  const space = parseSpace({
    file,
    params: options.params,
    constraints: options.constraint,
    sampling: options.sampling,
    sets: wholeNumber('--sets', options.sets),
    seed: wholeNumber('--seed', options.seed),
  });
  const ranges = rangesOf(options, file);
  const symbols = symbolsOf(context, options, file);
  return makeSearchPlan({
    base: chosenKeys(context),
    space,
    strategy: options.strategy,
    periods: symbols.flatMap((symbol) => ranges.map((range) => searchPeriod(context, symbol, range))),
    maxSets: options.force ? MAX_SETS : context.config.backtest.grid_max_runs,
  });
}

function readSearchFile({ path }: CommandContext, name: string): SearchFile {
  let text: string;
  try {
    text = readFileSync(path(name), 'utf8');
  } catch (cause) {
    throw new AuctionTraderError('the parameter file cannot be read', {
      code: 'PARAMETER_FILE',
      exitCode: 1,
      details: { file: name },
      hint: 'Check the path given by --file.',
      cause,
    });
  }
  return parseSearchFile(name, text);
}

/** What the command line says wins over the file. */
function rangesOf(options: GridOptions, file: SearchFile | undefined): readonly DayRange[] {
  const range = dayRange(options);
  const periods = file?.periods ?? [];
  if (range.fromMs !== null || range.toMs !== null || periods.length === 0) return [range];
  return periods.map(({ fromDay, toDay }) => dayRange({ from: fromDay, to: toDay }));
}

function symbolsOf(
  { config }: CommandContext,
  { symbol }: GridOptions,
  file: SearchFile | undefined,
): readonly string[] {
  const named = symbol ?? file?.symbols ?? [];
  return named.length === 0 ? [config.instrument.symbol] : [...new Set(named)];
}
