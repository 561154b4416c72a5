import type { Database } from './database.ts';
import type { JournalReader } from './journal-reader.ts';
import { readCommands, readDecisions, readExecutionIds, readKnownOrders } from './read-replay.ts';
import { readNewestSnapshot } from './read-snapshots.ts';
import { readEquity, readStats } from './read-stats.ts';
import {
  readAlerts,
  readDaily,
  readGridResults,
  readGridRuns,
  readOpenPosition,
  readRuns,
} from './read-tables.ts';
import { newestRows } from './row-query.ts';
import { FILLS, MODE_LOG, OPERATOR_ACTIONS, ORDERS, POSITIONS, SIGNALS, SNAPSHOTS } from './shown-tables.ts';

/** The reading side of an open journal. */
export function journalQueries(database: Database): JournalReader {
  return {
    runs: (filter) => readRuns(database, filter),
    signals: (range) => newestRows(database, SIGNALS, range),
    positions: (range) => newestRows(database, POSITIONS, range),
    openPosition: (filter) => readOpenPosition(database, filter),
    fills: (range) => newestRows(database, FILLS, range),
    orders: (range) => newestRows(database, ORDERS, range),
    equity: (range) => readEquity(database, range),
    daily: (range) => readDaily(database, range),
    stats: (filter) => readStats(database, filter),
    alerts: (range) => readAlerts(database, range),
    modeLog: (range) => newestRows(database, MODE_LOG, range),
    operatorActions: (range) => newestRows(database, OPERATOR_ACTIONS, range),
    gridRuns: () => readGridRuns(database),
    gridResults: (gridRunId) => readGridResults(database, gridRunId),
    decisionsOf: (runId, fromMinuteMs) => readDecisions(database, runId, fromMinuteMs),
    commandsOf: (runId, fromInputSeq) => readCommands(database, runId, fromInputSeq),
    knownOrders: (runId, endedSinceMs) => readKnownOrders(database, runId, endedSinceMs),
    executionIds: (runId) => readExecutionIds(database, runId),
    newestSnapshot: (runId, stateVersion) => readNewestSnapshot(database, runId, stateVersion),
    snapshots: (range) => newestRows(database, SNAPSHOTS, range),
    problems: () =>
      database
        .all('journal', 'PRAGMA integrity_check(20)')
        .map((row) => row['integrity_check'] as string)
        .filter((text) => text !== 'ok'),
  };
}
