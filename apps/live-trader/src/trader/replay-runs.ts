import { join } from 'node:path';
import { DAY_MS } from '@auction-trader/core';
import {
  type JournalReader,
  listRecordings,
  type RecordingInfo,
  readJournal,
  readRecordingHeader,
} from '@auction-trader/storage';
import { type BacktestComparison, compareWithBacktest } from '../comparison/compare-with-backtest.ts';
import type { CompareOptions, ReplayOptions, ReplayReport } from '../trader-options.ts';
import { replayRecording } from './replay-recording.ts';

/** Runs that were recorded within the wanted days through the session again, the oldest first. */
export async function replayRuns(options: ReplayOptions): Promise<ReplayReport> {
  const { config, dataDir, fromMs, verify, signal, onProgress } = options;
  const { recordings, endMs } = wantedRuns(options);
  const journal = verify ? readJournal(join(dataDir, config.database.signals_db)) : null;
  const total = { runs: 0, minutes: 0, decisions: 0, commands: 0, trades: 0, netPnl: 0 };
  try {
    for (const [at, info] of recordings.entries()) {
      const found = await replayRecording(info.dir, {
        journal,
        fromMs: fromMs ?? Number.NEGATIVE_INFINITY,
        toMs: endMs,
        signal,
        onProgress: (fraction) => onProgress((at + fraction) / recordings.length),
      });
      addTo(total, found);
      if (found.difference !== null) return { ...total, difference: found.difference };
    }
    return { ...total, difference: null };
  } finally {
    (journal as (JournalReader & { close(): void }) | null)?.close();
  }
}

/** The recorded runs of the wanted days, each beside a backtest of what it heard. */
export async function compareRuns(options: CompareOptions): Promise<readonly BacktestComparison[]> {
  const found: BacktestComparison[] = [];
  for (const { dir } of wantedRuns(options).recordings)
    found.push(await compareWithBacktest(dir, { signal: options.signal }));
  return found;
}

function wantedRuns({ config, dataDir, fromMs, toMs }: CompareOptions): {
  readonly recordings: readonly RecordingInfo[];
  readonly endMs: number;
} {
  const endMs = toMs === null ? Number.POSITIVE_INFINITY : toMs + DAY_MS;
  const recordings = listRecordings(dataDir).filter(
    (info) =>
      info.symbol === config.instrument.symbol &&
      !isCollected(info) &&
      info.toMs > (fromMs ?? Number.NEGATIVE_INFINITY) &&
      info.fromMs < endMs,
  );
  return { recordings, endMs };
}

function isCollected(info: RecordingInfo): boolean {
  return readRecordingHeader(info.dir).mode === 'collect';
}

function addTo(
  total: { -readonly [Key in keyof Omit<ReplayReport, 'difference'>]: number },
  found: ReplayReport,
) {
  total.runs += found.runs;
  total.minutes += found.minutes;
  total.decisions += found.decisions;
  total.commands += found.commands;
  total.trades += found.trades;
  total.netPnl += found.netPnl;
}
