import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ComparedRun, isReport, readReportRun } from '@auction-trader/backtest';
import type { CommandContext } from '@auction-trader/command-line';
import { AuctionTraderError } from '@auction-trader/core';
import { readJournal, readRecordingHeader } from '@auction-trader/storage';
import { journalRun } from './journal-run.ts';

/** Between a recording's folder and the data directory: recordings, venue, symbol, run. */
const ABOVE_RECORDING = '../../../..';

/**
 * A run as the user names it: the folder of a backtest's report, the folder of a recording, a journal or
 * the data directory it lies in (its newest run), or the id of a run in the configured journal.
 *
 * @throws AuctionTraderError (`NO_RUN`, exit code 1) when it is none of these
 */
export async function openRun(context: CommandContext, name: string): Promise<ComparedRun> {
  const path = context.path(name);
  const { data_dir, signals_db } = context.config.database;
  if (!existsSync(path)) return openJournalRun(context.path(data_dir), signals_db, name, name);
  if (statSync(path).isFile()) return openJournalRun(resolve(path, '..'), path, null, name);
  if (isReport(path)) return readReportRun(path, name);
  if (existsSync(join(path, 'header.json'))) {
    const { runId, config } = readRecordingHeader(path);
    return openJournalRun(resolve(path, ABOVE_RECORDING), config.database.signals_db, runId, name);
  }
  if (existsSync(join(path, signals_db))) return openJournalRun(path, signals_db, null, name);
  throw noRun(name);
}

/** @param runId null for the newest */
function openJournalRun(dataDir: string, journal: string, runId: string | null, name: string): ComparedRun {
  const file = resolve(dataDir, journal);
  if (!existsSync(file)) throw noRun(name);
  const reader = readJournal(file);
  try {
    const runs = reader.runs();
    const info = runId === null ? runs[0] : runs.find((run) => run.runId === runId);
    if (info === undefined)
      throw noRun(
        name,
        runs.map((run) => run.runId),
      );
    return journalRun(reader, info, dataDir, name);
  } finally {
    reader.close();
  }
}

function noRun(name: string, known: readonly string[] = []): AuctionTraderError {
  const others = known.length === 0 ? '' : ` The journal has ${known.slice(0, 5).join(', ')}.`;
  return new AuctionTraderError(`${name} is no run`, {
    code: 'NO_RUN',
    exitCode: 1,
    details: { file: name },
    hint: `Name the folder of a backtest's report, or of a recording, a journal, or the id of a run in it.${others}`,
  });
}
