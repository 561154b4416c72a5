import { join, relative } from 'node:path';
import {
  auctionStrategy,
  ProfileRecorder,
  quotesMode,
  type ReportOptions,
  type RunResult,
  runBars,
  runCached,
  type Summary,
  summarize,
  writeReport,
} from '@auction-trader/backtest';
import type { CommandContext } from '@auction-trader/command-line';
import { DAY_MS, type TickSource } from '@auction-trader/core';
import { GAP_MINUTES, type ImportReport, TapeCache } from '@auction-trader/ingestion';
import { buildFeatures } from './build-features.ts';
import { cacheFolder, openStore } from './open-market.ts';
import { programVersion } from './program-version.ts';
import { quotesLabel } from './quotes-label.ts';
import { summaryText } from './summary-text.ts';

/** A run's figures and where they were written. */
export interface BacktestReport {
  readonly summary: Summary;
  /** Absolute paths, the HTML report first. */
  readonly files: readonly string[];
}

/** What to run, and what to say about it. */
export interface BacktestJob {
  readonly source: TickSource;
  /** Absolute path of the report's folder. */
  readonly outDir: string;
  /** Fills from one-minute bars instead of ticks. */
  readonly barMode: boolean;
}

/** Runs a backtest with a progress bar and writes its report. */
export async function backtestAndReport(
  context: CommandContext,
  { source, outDir, barMode }: BacktestJob,
): Promise<BacktestReport> {
  const label = quotesLabel(quotesMode(source, context.config), context.config);
  // The summary for people says it too.
  if (label !== null && context.json) context.notice(label);
  const profiles = barMode ? null : new ProfileRecorder(context.config);
  const run = profiles === null ? runOnBars(context, source) : runOnTicks(context, source, profiles);
  const options: ReportOptions = {
    outDir,
    version: programVersion(),
    commandLine: commandLine(),
    importReport: storedImports(context, source),
    ...(profiles === null ? {} : { profiles }),
  };
  // Not torn apart: a report is written as a whole or not at all.
  const files = await context.interruptible(() => writeReport(run, options));
  return { summary: summarize(run), files };
}

/** Prints a run's figures and where they lie. */
export function printReport(context: CommandContext, { summary, files }: BacktestReport): void {
  const [page] = files;
  context.result({ version: programVersion(), ...summary, report: page, files }, () =>
    [summaryText(summary), '', `report: ${shownPath(page!)}`].join('\n'),
  );
}

/** Bars and profile come from the cache where data and settings allow it. */
function runOnTicks(context: CommandContext, source: TickSource, profiles: ProfileRecorder): RunResult {
  const cache = new TapeCache(cacheFolder(context, source.instrument));
  const progress = context.progress('backtest');
  try {
    return runCached(source, context.config, cache, {
      onProgress: (done, total) => progress.update(done / total),
      onMinutes: (rows) => profiles.take(rows),
      onCacheError: (error) => context.notice(`the cache of bars could not be written: ${String(error)}`),
    });
  } finally {
    progress.stop();
    for (const path of cache.setAside) {
      context.notice(`a damaged file of the cache was set aside and made again: ${shownPath(path)}`);
    }
  }
}

function runOnBars({ config, ...context }: CommandContext, source: TickSource): RunResult {
  const progress = context.progress('features');
  try {
    const market = buildFeatures(source, config, ({ done }) => progress.update(done / source.days.length));
    return runBars({ ...market, source, config, strategy: auctionStrategy(source, config) });
  } finally {
    progress.stop();
  }
}

/** What was counted when the files of these days were imported; null for data that came from no file. */
function storedImports(context: CommandContext, { instrument, days }: TickSource): ImportReport | null {
  const fromMs = days[0] ?? 0;
  const toMs = (days.at(-1) ?? 0) + DAY_MS;
  const files = openStore(context)
    .imports(instrument.symbol, instrument.venue)
    .filter(({ firstTimeMs, lastTimeMs }) => firstTimeMs! < toMs && lastTimeMs! >= fromMs);
  return files.length === 0 ? null : { files, symbols: [], gapMinutes: GAP_MINUTES };
}

/** A path as short as it can be written from here. */
export function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : join('.', near);
}

/** The command that runs, as it can be typed again. */
export function commandLine(): string {
  const args = process.argv.slice(2);
  const quoted = args.map((arg) => (/^[\w./:=,@+-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`));
  return ['backtester', ...quoted].join(' ');
}
