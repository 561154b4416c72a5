import { join, relative } from 'node:path';
import {
  type BacktestOptions,
  ProfileRecorder,
  quotesMode,
  type ReportOptions,
  type RunResult,
  runBacktest,
  type Summary,
  summarize,
  writeReport,
} from '@auction-trader/backtest';
import type { TickSource } from '@auction-trader/core';
import type { ImportReport } from '@auction-trader/ingestion';
import type { CommandContext } from './command-context.ts';
import { programVersion } from './program-version.ts';
import { quotesLabel } from './quotes-label.ts';
import { summaryText } from './summary-text.ts';

/** A run's figures and where they were written. */
export interface BacktestReport {
  readonly summary: Summary;
  /** Absolute paths, the HTML report first. */
  readonly files: readonly string[];
}

/** Runs a backtest with a progress bar and writes its report. */
export async function backtestAndReport(
  context: CommandContext,
  source: TickSource,
  outDir: string,
  importReport: ImportReport | null,
): Promise<BacktestReport> {
  const label = quotesLabel(quotesMode(source, context.config), context.config);
  // The summary for people says it too.
  if (label !== null && context.json) context.notice(label);
  const profiles = new ProfileRecorder(context.config);
  const run = runWithProgress(context, source, profiles);
  const options: ReportOptions = {
    outDir,
    version: programVersion(),
    commandLine: commandLine(process.argv.slice(2)),
    importReport,
    profiles,
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

function runWithProgress(context: CommandContext, source: TickSource, profiles: ProfileRecorder): RunResult {
  const progress = context.progress('backtest');
  const options: BacktestOptions = {
    onProgress: (done, total) => progress.update(done / total),
    onMinutes: (rows) => profiles.take(rows),
  };
  try {
    return runBacktest(source, context.config, options);
  } finally {
    progress.stop();
  }
}

/** As short as it can be written from here. */
function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : join('.', near);
}

/** The command as it can be typed again. */
function commandLine(args: readonly string[]): string {
  const quoted = args.map((arg) => (/^[\w./:=,@+-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`));
  return ['backtester', ...quoted].join(' ');
}
