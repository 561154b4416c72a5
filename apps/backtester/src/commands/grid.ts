import { writeTable } from '@auction-trader/backtest';
import {
  addCommonOptions,
  type CommandContext,
  type CommonOptions,
  runCommand,
} from '@auction-trader/command-line';
import { AuctionTraderError } from '@auction-trader/core';
import { SearchStore, searchTable } from '@auction-trader/research';
import type { Command } from 'commander';
import { finishGrid } from '../grid/finish-grid.ts';
import { addGridOptions, type GridOptions, gridKeys } from '../grid/grid-options.ts';
import { searchesFile, withSearches } from '../grid/grid-store.ts';
import { searchesText } from '../grid/grid-text.ts';
import { planGrid } from '../grid/plan-grid.ts';
import { runGrid } from '../grid/run-grid.ts';

interface ExportOptions extends CommonOptions {
  readonly csv?: string;
  readonly parquet?: string;
}

interface ShowOptions extends CommonOptions {
  readonly out?: string;
}

/** `grid run`, `grid list`, `grid show`, `grid export` and `grid remove`. */
export function addGridCommand(program: Command): void {
  const grid = program.command('grid').description('search parameters, and judge the best of many');
  addRun(grid.command('run').description('run many parameter sets over the same ticks'));
  addCommonOptions(grid.command('list').description('list the searches there are'), 'grid list').action(
    (options: CommonOptions) => runCommand(options, listSearches),
  );
  addCommonOptions(
    grid
      .command('show <search>')
      .description('show the results of a search, and write its report again')
      .option('--out <folder>', 'where report and tables go (default: reports/search_ID)'),
    'grid show 3f2a91',
  ).action((search: string, options: ShowOptions) =>
    runCommand(options, (context) =>
      withSearches(context, (store) => finishGrid(context, store, store.find(search), options.out)),
    ),
  );
  addCommonOptions(
    grid
      .command('export <search>')
      .description('write one row for each set and period')
      .option('--csv <file>', 'as CSV')
      .option('--parquet <file>', 'as Parquet'),
    'grid export 3f2a91 --csv sets.csv',
  ).action((search: string, options: ExportOptions) =>
    runCommand(options, (context) => exportSearch(context, search, options)),
  );
  addCommonOptions(
    grid.command('remove <search>').description('forget a search and its results'),
    'grid remove 3f2a91',
  ).action((search: string, options: CommonOptions) =>
    runCommand(options, (context) => removeSearch(context, search)),
  );
}

function addRun(command: Command): void {
  addCommonOptions(
    addGridOptions(command),
    'grid run --params accept_outside_k:1..6 --params stop_buffer_ticks:0,2,5,10 --symbol BTCUSDT',
    'grid run --file search.yaml --sampling latin-hypercube --sets 1000 --seed 7',
    'grid run --resume 3f2a91',
    'grid run --file search.yaml --redis redis://127.0.0.1:6379',
  ).action((options: GridOptions) =>
    runCommand(options, (context) => runOrResume(context, options), gridKeys(options)),
  );
}

async function runOrResume(context: CommandContext, options: GridOptions): Promise<void> {
  if (options.resume !== undefined) {
    const { resume } = options;
    refuseBeside(options);
    await withSearches(context, async (store) => {
      const searchId = store.find(resume);
      await runGrid(context, store, store.plan(searchId), options.redis);
      await finishGrid(context, store, searchId, options.out);
    });
    return;
  }
  const plan = planGrid(context, options);
  const store = SearchStore.open(searchesFile(context));
  try {
    await runGrid(context, store, plan, options.redis);
    await finishGrid(context, store, store.begin(plan), options.out);
  } finally {
    store.close();
  }
}

/** A search that is gone on with has its parameters and data already. */
function refuseBeside(options: GridOptions): void {
  const { params, file, constraint, sampling, sets, seed, symbol, from, to } = options;
  const beside = { params, file, constraint, sampling, sets, seed, symbol, from, to };
  const given = Object.entries(beside).find(([, value]) => value !== undefined);
  if (given === undefined) return;
  throw new AuctionTraderError(`--${given[0]} cannot be changed in a search that is gone on with`, {
    code: 'RESUME_CHANGED',
    exitCode: 1,
    details: { key: `--${given[0]}` },
    hint: 'Leave it out, or leave --resume out and begin another search.',
  });
}

async function listSearches(context: CommandContext): Promise<void> {
  await withSearches(context, (store) => {
    const searches = store.list();
    context.result({ searches }, () => searchesText(searches));
  });
}

async function exportSearch(context: CommandContext, search: string, options: ExportOptions): Promise<void> {
  const targets = [
    [options.csv, '.csv'],
    [options.parquet, '.parquet'],
  ] as const;
  const files = targets.flatMap(([file, ending]) => {
    if (file === undefined) return [];
    return context.path(file.toLowerCase().endsWith(ending) ? file : `${file}${ending}`);
  });
  if (files.length === 0) {
    throw new AuctionTraderError('no file is named to export to', {
      code: 'NO_EXPORT',
      exitCode: 1,
      hint: 'Give --csv FILE, --parquet FILE, or both.',
    });
  }
  await withSearches(context, async (store) => {
    const searchId = store.find(search);
    const table = searchTable(store.plan(searchId), store.outcomes(searchId));
    for (const file of files) await context.interruptible(() => writeTable(table, file));
    context.result({ search: searchId, rows: table.rows, files }, () =>
      [`${table.rows} rows of search ${searchId}`, ...files.map((file) => `  ${file}`)].join('\n'),
    );
  });
}

async function removeSearch(context: CommandContext, search: string): Promise<void> {
  await withSearches(context, (store) => {
    const searchId = store.find(search);
    store.remove(searchId);
    context.result({ removed: searchId }, () => `search ${searchId} is removed`);
  });
}
