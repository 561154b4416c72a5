import { DAY_MS, dayStartMs } from '@auction-trader/core';
import type { SessionSnapshot } from '@auction-trader/engine';
import type { Journal, RecordingHeader } from '@auction-trader/storage';
import { buildSession } from './build-session.ts';
import { SILENT_LISTENER } from './silent-listener.ts';

/** What earlier runs of a mode and symbol have realised on the UTC day in which a run starts, in quote currency. */
export function earnedEarlier(journal: Journal, { mode, instrument, startedMs }: RecordingHeader): number {
  const fromMs = dayStartMs(startedMs);
  return journal.read
    .daily({ mode, symbol: instrument.symbol, fromMs, toMs: fromMs + DAY_MS })
    .reduce((sum, { realized_pnl }) => sum + Number(realized_pnl), 0);
}

/**
 * The start of a run that goes on with the result of its day, so that a new run (another configuration or
 * program) does not lift the limit of the daily loss.
 *
 * @param start the state after the warm-up from stored ticks, null for a cold start
 */
export function startWithDay(
  header: RecordingHeader,
  start: SessionSnapshot | null,
  earned: number,
): SessionSnapshot | null {
  if (earned === 0) return start;
  const session = buildSession(header, SILENT_LISTENER);
  if (start !== null) session.restore(start);
  session.carryDay(header.startedMs, earned);
  return session.snapshot();
}
