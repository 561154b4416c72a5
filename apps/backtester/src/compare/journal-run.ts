import { type ComparedRun, resultParameters, runFromRows } from '@auction-trader/backtest';
import { parseStep } from '@auction-trader/core';
import { type JournalReader, type RunInfo, readRecordingHeader, recordingDir } from '@auction-trader/storage';

const ALL = Number.MAX_SAFE_INTEGER;

/** A recorded run as its journal tells it; its configuration stands in the recording, while that is kept. */
export function journalRun(reader: JournalReader, info: RunInfo, dataDir: string, name: string): ComparedRun {
  const { runId, mode, venue, symbol, tickSize, lotSize, version } = info;
  const range = { runId, limit: ALL };
  return runFromRows(
    {
      name,
      mode,
      venue,
      symbol,
      tick: parseStep(tickSize),
      lot: parseStep(lotSize),
      config: configOf(dataDir, info),
      facts: { version },
    },
    {
      signals: reader.signals(range).reverse(),
      trades: reader.positions(range).reverse(),
      fills: reader.fills(range).reverse(),
    },
  );
}

function configOf(dataDir: string, info: RunInfo): ComparedRun['config'] {
  try {
    return resultParameters(readRecordingHeader(recordingDir(dataDir, info, info.runId)).config);
  } catch {
    // Recordings are kept for days, the journal for ever.
    return null;
  }
}
