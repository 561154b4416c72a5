import { AuctionTraderError } from '@auction-trader/core';
import type { Database, SqlRow } from './database.ts';
import { insert } from './insert-once.ts';
import type { RunFacts } from './journal-rows.ts';

/** What cannot change while a run goes on. */
const FIXED = ['instance', 'mode', 'venue', 'symbol', 'tick_size', 'lot_size', 'setups'] as const;

/**
 * Writes the row of a run, or takes it up again.
 *
 * @throws AuctionTraderError (`JOURNAL_CONFLICT`, exit code 2) when the run is there for something else
 */
export function writeRun(database: Database, facts: RunFacts): void {
  const row = runRow(facts);
  const found = database.get('runs', 'SELECT * FROM runs WHERE run_id = ?', [facts.runId]);
  if (found === null) {
    insert(database, 'runs', row);
    return;
  }
  for (const name of FIXED) {
    if (found[name] !== row[name]) throw otherRun(database.file, facts.runId, name, found, row);
  }
  database.run('runs', 'UPDATE runs SET ended_ms = NULL, end_reason = NULL WHERE run_id = ?', [facts.runId]);
}

function runRow({ runId, instance, mode, instrument, setups, startedMs, configHash, version }: RunFacts) {
  return {
    run_id: runId,
    instance,
    mode,
    venue: instrument.venue,
    symbol: instrument.symbol,
    tick_size: instrument.tick.text,
    lot_size: instrument.lot.text,
    setups: JSON.stringify(setups),
    started_ms: Math.floor(startedMs),
    config_hash: configHash,
    version,
  } satisfies SqlRow;
}

function otherRun(file: string, runId: string, name: string, found: SqlRow, row: SqlRow): AuctionTraderError {
  return new AuctionTraderError(
    `the run ${runId} stands in the journal with ${name} ${String(found[name])}, now it is ${String(row[name])}`,
    {
      code: 'JOURNAL_CONFLICT',
      exitCode: 2,
      details: { file, key: name },
      hint: 'Begin a new run: the position, if there is one, is taken over from the venue.',
    },
  );
}
