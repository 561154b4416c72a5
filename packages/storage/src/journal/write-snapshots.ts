import { insert } from './insert-once.ts';
import type { SnapshotRow } from './journal-rows.ts';
import { type RunContext, requiredMs } from './run-context.ts';
import { packState } from './snapshot-blob.ts';

/** Writes a snapshot. */
export function writeSnapshot({ database, facts }: RunContext, snapshot: SnapshotRow): void {
  const { runId } = facts;
  const { inputSeq, stateVersion } = snapshot;
  insert(database, 'state_snapshots', {
    run_id: runId,
    symbol: facts.instrument.symbol,
    ts_ms: requiredMs(snapshot.timeMs),
    snapshot_type: snapshot.type,
    position_state: json(snapshot.position),
    acceptance_state: json(snapshot.acceptance),
    pending_orders: json(snapshot.pendingOrders),
    account_state: json(snapshot.account),
    schema_version: stateVersion,
    config_hash: facts.configHash,
    recording_seq: inputSeq,
    recording_segment: snapshot.segment,
    ...packState(snapshot.state, { runId, inputSeq, stateVersion }),
  });
}

/** Forgets the states of all but the newest snapshots of the run. */
export function pruneSnapshots({ database, facts }: RunContext, keep: number): void {
  database.run(
    'state_snapshots',
    `UPDATE state_snapshots SET state = NULL WHERE run_id = ?1 AND state IS NOT NULL AND id NOT IN
     (SELECT id FROM state_snapshots WHERE run_id = ?1 ORDER BY id DESC LIMIT ?2)`,
    [facts.runId, keep],
  );
}

function json(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}
