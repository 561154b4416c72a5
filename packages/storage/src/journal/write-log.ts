import type { Database } from './database.ts';
import { insert, insertOnce } from './insert-once.ts';
import type { GridResultRow } from './journal.ts';
import type { AlertRow, ModeChange, OperatorAction } from './journal-rows.ts';
import { type RunContext, requiredMs } from './run-context.ts';

/** Writes an alert. */
export function writeAlert(database: Database, alert: AlertRow): void {
  const { id, ts_ms, type, state, symbol, mode, message, data, instance } = alert;
  insertOnce(database, 'alerts', ['id'], {
    id,
    ts_ms: requiredMs(ts_ms),
    type,
    state,
    symbol,
    mode,
    message,
    data: JSON.stringify(data) ?? 'null',
    instance,
  });
}

/** Writes a change of mode or activation. */
export function writeModeChange({ database, facts }: RunContext, change: ModeChange): void {
  const { timeMs, from, to, activation, actor, reason } = change;
  insert(database, 'mode_log', {
    run_id: facts.runId,
    symbol: facts.instrument.symbol,
    ts_ms: requiredMs(timeMs),
    from,
    to,
    activation,
    actor,
    reason,
  });
}

/** Writes what a person asked for. */
export function writeOperatorAction({ database, facts }: RunContext, action: OperatorAction): void {
  const { timeMs, command, actor, result } = action;
  insert(database, 'operator_actions', {
    run_id: facts.runId,
    symbol: facts.instrument.symbol,
    ts_ms: requiredMs(timeMs),
    command,
    actor,
    result,
  });
}

/** Writes one combination of a parameter search. */
export function writeGridResult(database: Database, row: GridResultRow): void {
  insertOnce(
    database,
    'grid_search_results',
    ['run_id', 'params_json'],
    {
      run_id: row.runId,
      symbol: row.symbol,
      params_json: JSON.stringify(row.params),
      metrics_json: JSON.stringify(row.metrics),
      created_at: requiredMs(row.createdMs),
      status: row.status,
      error: row.error,
      data_hash: row.dataHash,
      config_hash: row.configHash,
      duration_ms: row.durationMs,
    },
    ['created_at', 'duration_ms'],
  );
}
