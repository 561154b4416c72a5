import type { Database, SqlRow } from './database.ts';
import type { LoadedSnapshot, StoredSnapshot } from './journal-rows.ts';
import { unpackState } from './snapshot-blob.ts';

/**
 * The newest snapshot of a run that is whole and of the wanted version; damaged ones are skipped and
 * named.
 */
export function readNewestSnapshot(database: Database, runId: string, stateVersion: number): LoadedSnapshot {
  const skipped: { id: number; timeMs: number; why: string }[] = [];
  const sql = `SELECT id, ts_ms, schema_version FROM state_snapshots
    WHERE run_id = ? AND state IS NOT NULL ORDER BY id DESC`;
  for (const row of database.all('state_snapshots', sql, [runId])) {
    const id = row['id'] as number;
    try {
      return { snapshot: loadSnapshot(database, id, stateVersion), skipped };
    } catch (error) {
      skipped.push({ id, timeMs: row['ts_ms'] as number, why: (error as Error).message });
    }
  }
  return { snapshot: null, skipped };
}

function loadSnapshot(database: Database, id: number, wantedVersion: number): StoredSnapshot {
  const row = database.get('state_snapshots', 'SELECT * FROM state_snapshots WHERE id = ?', [id])!;
  const [runId, inputSeq] = [row['run_id'] as string, row['recording_seq'] as number];
  const stateVersion = row['schema_version'] as number;
  if (stateVersion !== wantedVersion) {
    throw new Error(`it has version ${stateVersion}, and version ${wantedVersion} is read here`);
  }
  const blob = { state: row['state'] as Uint8Array, checksum: row['checksum'] as string };
  const state = unpackState(blob, { runId, inputSeq, stateVersion });
  return { id, runId, inputSeq, stateVersion, state, ...partsOf(row) };
}

function partsOf(row: SqlRow) {
  const json = (name: string) => JSON.parse(row[name] as string) as unknown;
  return {
    timeMs: row['ts_ms'] as number,
    type: row['snapshot_type'] as 'PERIODIC' | 'STATE_CHANGE',
    segment: row['recording_segment'] as string,
    configHash: row['config_hash'] as string,
    position: json('position_state'),
    acceptance: json('acceptance_state'),
    pendingOrders: json('pending_orders'),
    account: json('account_state'),
  };
}
