import { ACTIONS, REASONS } from '@auction-trader/core';
import type { KnownOrder, OrderCommand, PlaceOrder } from '@auction-trader/execution';
import { fromExactJson } from '../exact-json.ts';
import type { Database, SqlRow } from './database.ts';
import type { DecisionRow, StoredCommand } from './journal-rows.ts';

/** The decisions of a run in the order of minutes. */
export function* readDecisions(database: Database, runId: string, fromMinuteMs = 0): Generator<DecisionRow> {
  const sql = 'SELECT * FROM signals_1m WHERE run_id = ? AND ts_min >= ? ORDER BY ts_min';
  for (const row of database.iterate('signals_1m', sql, [runId, fromMinuteMs])) yield decisionOf(row);
}

function decisionOf(row: SqlRow): DecisionRow {
  const number = (name: string) => row[name] as number;
  return {
    minuteMs: number('ts_min'),
    inputSeq: number('input_seq'),
    flags: number('flags'),
    action: ACTIONS.indexOf(row['chosen_action'] as (typeof ACTIONS)[number]),
    reason: REASONS.indexOf(row['reason_code'] as (typeof REASONS)[number]),
    setup: number('setup_code'),
    side: number('side'),
    stopTicks: number('stop_ticks'),
    tp1Ticks: number('tp1_ticks'),
    tp2Ticks: number('tp2_ticks'),
    lots: number('lots'),
    strategyState: row['acceptance_state'] as string,
    featureSnapshot: row['feature_snapshot'] as string,
  };
}

/** The commands of a run in the order in which they were given. */
export function* readCommands(database: Database, runId: string, fromInputSeq = 0): Generator<StoredCommand> {
  const sql = `SELECT * FROM commands WHERE run_id = ? AND input_seq >= ?
    ORDER BY input_seq, command_index`;
  for (const row of database.iterate('commands', sql, [runId, fromInputSeq])) {
    yield {
      inputSeq: row['input_seq'] as number,
      index: row['command_index'] as number,
      linkId: row['client_order_id'] as string,
      command: fromExactJson(row['command'] as string) as OrderCommand,
      timeMs: row['ts_ms'] as number,
    };
  }
}

/** Orders that may still be at the venue, and those that ended since a time, in their order. */
export function readKnownOrders(
  database: Database,
  runId: string,
  endedSinceMs = Number.POSITIVE_INFINITY,
): KnownOrder[] {
  const sql = `SELECT *, status IN ('PENDING', 'NEW', 'PARTIALLY_FILLED') AS open FROM orders
    WHERE run_id = ? AND (open OR updated_at >= ?) ORDER BY order_number`;
  return database.all('orders', sql, [runId, endedSinceMs]).map((row) => {
    const placed = fromExactJson(row['command'] as string) as PlaceOrder;
    // An order that was changed is known by its newest size and price.
    const [lots, priceTicks] = [row['lots'] as number, row['price_ticks'] as number];
    return {
      command: { ...placed, lots, priceTicks },
      linkId: row['client_order_id'] as string,
      filledLots: row['filled_lots'] as number,
      open: row['open'] === 1,
    };
  });
}

/** Ids of the executions a run has taken up, in their order. */
export function readExecutionIds(database: Database, runId: string): string[] {
  const sql = 'SELECT execution_id FROM executions WHERE run_id = ? ORDER BY rowid';
  return database.all('executions', sql, [runId]).map((row) => row['execution_id'] as string);
}
