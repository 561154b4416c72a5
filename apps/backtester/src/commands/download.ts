import { join } from 'node:path';
import {
  addCommonOptions,
  addDayRange,
  type CommandContext,
  type CommonOptions,
  countText,
  type DayRangeOptions,
  dayRange,
  dayText,
  runCommand,
  systemClock,
} from '@auction-trader/command-line';
import { AuctionTraderError, DAY_MS, dayStartMs } from '@auction-trader/core';
import {
  BYBIT_ARCHIVE,
  DEFAULT_PARALLEL,
  type DownloadOptions,
  type DownloadPlan,
  type DownloadReport,
  downloadTrades,
  MOST_PARALLEL,
  planDownload,
} from '@auction-trader/ingestion';
import { type Command, InvalidArgumentError } from 'commander';
import { countOfDays, downloadDocument, downloadText, incomplete } from '../download-text.ts';
import { configuredInstrument } from '../import-files.ts';
import { openStore } from '../open-market.ts';

interface DownloadCommandOptions extends CommonOptions, DayRangeOptions {
  readonly symbol?: readonly string[];
  readonly baseUrl: string;
  readonly parallel: number;
  readonly keep?: boolean;
  readonly tickSize?: string;
  readonly lotSize?: string;
}

/** `download`. */
export function addDownloadCommand(program: Command): void {
  const command = program
    .command('download')
    .description("fetch days of Bybit's public trade archive into the tick store")
    .option('--symbol <symbols...>', 'instruments; may be repeated (default: instrument.symbol)');
  addDayRange(command, 'needed', 'default: the last day that is over')
    .option('--base-url <url>', 'where the archive is', BYBIT_ARCHIVE)
    .option('--parallel <count>', `files at a time, 1 to ${MOST_PARALLEL}`, wholeNumber, DEFAULT_PARALLEL)
    .option('--keep', 'keep the fetched files, in the folder archives beside the store')
    .option('--tick-size <step>', 'smallest price step of the instrument, where it is not known')
    .option('--lot-size <step>', 'smallest size step of the instrument, where it is not known');
  addCommonOptions(
    command,
    'download --symbol BTCUSDT --from 2024-07-01 --to 2024-07-31',
    'download --symbol ETHUSDT --from 2024-07-01 --tick-size 0.01 --lot-size 0.01',
  ).action((options: DownloadCommandOptions) => runCommand(options, (context) => download(context, options)));
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
}

async function download(context: CommandContext, options: DownloadCommandOptions): Promise<void> {
  const store = openStore(context);
  const order = orderOf(context, options);
  tellPlan(context, planDownload(store, order));
  const progress = context.progress('download');
  let report: DownloadReport;
  try {
    report = await context.interruptible((signal) => {
      context.log.debug({ symbols: order.symbols }, 'downloading');
      return downloadTrades(store, {
        ...order,
        signal,
        onProgress: ({ days, ofDays, bytes, fraction }) =>
          progress.update(fraction, `${days} of ${ofDays} days, ${megabytes(bytes)}`),
        onTrouble: (text) => context.log.warn(text),
      });
    });
  } finally {
    progress.stop();
  }
  context.result(downloadDocument(report), () => downloadText(report, order.keepIn ?? null));
  const error = incomplete(report);
  if (error !== null) throw error;
}

function orderOf(context: CommandContext, options: DownloadCommandOptions): DownloadOptions {
  const { config, path } = context;
  const { symbol = [config.instrument.symbol], baseUrl, parallel, keep, tickSize, lotSize } = options;
  const { data_dir } = config.database;
  return {
    symbols: symbol,
    ...daysOf(context, options),
    baseUrl,
    parallel,
    folder: path(join(data_dir, 'downloads')),
    keepIn: keep ? path(join(data_dir, 'archives')) : undefined,
    tickSize,
    lotSize,
    fallback: configuredInstrument(config),
    clock: systemClock,
  };
}

/** What has not ended is left out where the range reaches into it, and refused where it begins with it. */
function daysOf(context: CommandContext, options: DayRangeOptions): { fromMs: number; toMs: number } {
  const { fromMs, toMs } = dayRange(options);
  if (fromMs === null) {
    throw new AuctionTraderError('the first day to download is not given', {
      code: 'FROM_MISSING',
      exitCode: 1,
      details: { key: '--from' },
      hint: 'Give it as a UTC day, e.g. --from 2024-07-01.',
    });
  }
  const lastMs = dayStartMs(systemClock.nowMs()) - DAY_MS;
  if (toMs !== null && toMs > lastMs && fromMs <= lastMs) {
    context.notice(`--to ${dayText(toMs)} is not over yet; days until ${dayText(lastMs)} are fetched`);
  }
  // A first day that is not over is left to the plan, which refuses it.
  return { fromMs, toMs: Math.max(fromMs, Math.min(toMs ?? lastMs, lastMs)) };
}

function tellPlan(context: CommandContext, { symbols, stored, wanted, baseUrl }: DownloadPlan): void {
  for (const symbol of symbols) {
    const there = stored.filter((day) => day.symbol === symbol).length;
    const days = wanted.filter((day) => day.symbol === symbol).length;
    const before = there === 0 ? '' : `, ${countText(there)} are stored`;
    context.notice(`${symbol}: ${countOfDays(days)} to fetch from ${baseUrl}${before}`);
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
