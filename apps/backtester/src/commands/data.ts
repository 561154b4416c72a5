import { rmSync } from 'node:fs';
import { writeTable } from '@auction-trader/backtest';
import {
  addCommonOptions,
  addDayRange,
  type CommandContext,
  type CommonOptions,
  countText,
  type DayRangeOptions,
  dayRange,
  dayText,
  minuteText,
  runCommand,
  snakeKeys,
  textTable,
} from '@auction-trader/command-line';
import { AuctionTraderError } from '@auction-trader/core';
import type { DamagedFile, StoredKind, StoredSymbol, TickKind } from '@auction-trader/ingestion';
import { type Command, Option } from 'commander';
import { addSymbol, type MarketOptions, marketKeys } from '../market-options.ts';
import { cacheFolder, openMarket, openStore, storeRange } from '../open-market.ts';
import { ticksTable } from '../tick-rows.ts';

const MEGABYTE = 1024 * 1024;

interface ExportOptions extends CommonOptions, MarketOptions, DayRangeOptions {
  readonly kind: TickKind;
  readonly format?: string;
  readonly out: string;
}

interface RemoveOptions extends CommonOptions, DayRangeOptions {
  readonly symbol: string;
  readonly venue?: string;
  readonly kind?: TickKind;
  readonly all?: boolean;
}

/** `data list`, `data check`, `data export` and `data remove`. */
export function addDataCommand(program: Command): void {
  const data = program.command('data').description('the tick store: list, check, export, remove');
  addCommonOptions(data.command('list').description('what is stored'), 'data list').action(
    (options: CommonOptions) => runCommand(options, listData),
  );
  addCommonOptions(
    data.command('check').description('verify every file and set damaged ones aside'),
    'data check',
  ).action((options: CommonOptions) => runCommand(options, checkData));
  addExport(data);
  addRemove(data);
}

function addExport(data: Command): void {
  const command = data.command('export').description('write stored ticks as decimals, for other programs');
  addDayRange(addSymbol(command))
    .addOption(kindOption().default('trades'))
    .addOption(
      new Option('--format <format>', 'format (default: the ending of --out)').choices(['parquet', 'csv']),
    )
    .requiredOption('--out <file>', 'file to write');
  addCommonOptions(command, 'data export --symbol LTCUSDT --format parquet --out ltc.parquet').action(
    (options: ExportOptions) =>
      runCommand(options, (context) => exportData(context, options), marketKeys(options)),
  );
}

function addRemove(data: Command): void {
  const command = data
    .command('remove')
    .description('remove stored days of a symbol')
    .requiredOption('--symbol <symbol>', 'the instrument')
    .option('--venue <name>', 'its venue, where it is stored from several');
  addDayRange(command)
    .addOption(kindOption())
    .option('--all', 'remove all days; needed where no range is given');
  addCommonOptions(command, 'data remove --symbol LTCUSDT --from 2025-06-21 --to 2025-06-21').action(
    (options: RemoveOptions) => runCommand(options, (context) => removeData(context, options)),
  );
}

function kindOption(): Option {
  return new Option('--kind <kind>', 'trades or quotes').choices(['trades', 'quotes']);
}

function listData(context: CommandContext): void {
  const store = openStore(context);
  const symbols = store.list();
  context.result(snakeKeys({ store: store.dir, symbols }), () => listText(store.dir, symbols));
}

function listText(dir: string, symbols: readonly StoredSymbol[]): string {
  if (symbols.length === 0) return `nothing is stored in ${dir}; take files in with "backtester import"`;
  const rows = symbols.flatMap((symbol) => symbol.kinds.map((kind) => listRow(symbol, kind)));
  const right = { align: 'right' } as const;
  const table = textTable(
    [
      { title: 'symbol' },
      { title: 'venue' },
      { title: 'kind' },
      { title: 'first (UTC)' },
      { title: 'last (UTC)' },
      { title: 'days', ...right },
      { title: 'rows', ...right },
      { title: 'MB', ...right },
      { title: 'tick', ...right },
      { title: 'lot', ...right },
    ],
    rows,
  );
  const damaged = symbols.flatMap((symbol) => symbol.damaged);
  const warnings = damaged.map((path) => `damaged: ${path} ("data check" sets it aside)`);
  return [table, ...warnings].join('\n');
}

function listRow({ symbol, venue, tickSize, lotSize }: StoredSymbol, kind: StoredKind): string[] {
  return [
    symbol,
    venue,
    kind.kind,
    minuteText(kind.firstTimeMs),
    minuteText(kind.lastTimeMs),
    countText(kind.days.length),
    countText(kind.rows),
    (kind.bytes / MEGABYTE).toFixed(1),
    tickSize,
    lotSize,
  ];
}

async function checkData(context: CommandContext): Promise<void> {
  const check = await openStore(context).check();
  const { files, rows, damaged } = check;
  context.result(
    snakeKeys(check),
    () => `${countText(files)} files checked, ${countText(rows)} rows are sound`,
  );
  const [first] = damaged;
  if (first === undefined) return;
  for (const file of damaged) context.notice(damagedText(file));
  throw new AuctionTraderError(
    `${damaged.length} damaged ${damaged.length === 1 ? 'file was' : 'files were'} set aside`,
    {
      code: 'STORE_DAMAGED',
      details: { file: first.path },
      hint: importAgain(damaged),
    },
  );
}

function damagedText({ path, why, setAsideAs }: DamagedFile): string {
  return `damaged: ${path}: ${why}; now ${setAsideAs}`;
}

function importAgain(damaged: readonly DamagedFile[]): string {
  const names = [...new Set(damaged.flatMap((file) => file.importAgain))];
  return names.length === 0 ? 'Import their days again.' : `Import again: ${names.join(', ')}.`;
}

async function exportData(context: CommandContext, options: ExportOptions): Promise<void> {
  const { kind, out } = options;
  const file = outFile(out, options.format);
  const source = openMarket(context, dayRange(options));
  if (kind === 'quotes' && !source.hasQuotes) {
    throw new AuctionTraderError(`there are no quotes of ${source.instrument.symbol}`, {
      code: 'NO_QUOTES',
      exitCode: 1,
      details: { key: '--kind' },
      hint: 'Import some with "backtester import --quotes", or export the trades.',
    });
  }
  const counts = source.days.map((day) => {
    const { trades, quotes } = source.readDay(day);
    return kind === 'trades' ? trades.length : (quotes?.length ?? 0);
  });
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const progress = context.progress('export');
  try {
    await context.interruptible((signal) => {
      const onDay = (at: number) => {
        signal.throwIfAborted();
        progress.update(at / source.days.length);
      };
      return writeTable(ticksTable(source, kind, counts, onDay), context.path(file));
    });
  } finally {
    progress.stop();
  }
  const { symbol } = source.instrument;
  const document = { symbol, kind, rows, days: source.days.map(dayText), file };
  context.result(document, () => `${countText(rows)} ${kind} of ${symbol} in ${file}`);
}

/** A format without its ending gets it, so that the file says what it is. */
function outFile(out: string, format: string | undefined): string {
  return format === undefined || out.toLowerCase().endsWith(`.${format}`) ? out : `${out}.${format}`;
}

async function removeData(context: CommandContext, options: RemoveOptions): Promise<void> {
  const { symbol, venue, kind } = options;
  const range = dayRange(options);
  if (range.fromMs === null && range.toMs === null && !options.all) {
    throw new AuctionTraderError(`this would remove all days of ${symbol}`, {
      code: 'REMOVE_ALL',
      exitCode: 2,
      details: { key: '--all' },
      hint: 'Say which days with --from and --to, or say --all.',
    });
  }
  const store = openStore(context);
  const removed = await store.remove(symbol, { ...storeRange(range), venue, kind });
  const left = store.list().some((place) => place.symbol === removed.symbol && place.venue === removed.venue);
  if (!left) rmSync(cacheFolder(context, removed), { recursive: true, force: true });
  context.result(snakeKeys(removed), () => {
    const size = `${(removed.bytes / MEGABYTE).toFixed(1)} MB`;
    return `${countText(removed.files)} files of ${symbol} removed (${size})`;
  });
}
