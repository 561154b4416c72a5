import { ACTIONS, REASONS } from '@auction-trader/core';
import type { SqlRow } from './database.ts';
import { insertOnce } from './insert-once.ts';
import type { DecisionRow } from './journal-rows.ts';
import { price, quantity, type RunContext } from './run-context.ts';

/** The flags of signals_1m, from bit 0 on. */
const FLAG_COLUMNS = [
  'signal_breakin_long',
  'signal_breakin_short',
  'signal_breakout_long',
  'signal_breakout_short',
  'signal_failbreak_long',
  'signal_failbreak_short',
] as const;

/** Writes a decision; what is there already has to be equal. */
export function writeDecision({ database, facts }: RunContext, decision: DecisionRow): void {
  const { symbol, tick, lot } = facts.instrument;
  const { flags, action, reason, setup, side, stopTicks, tp1Ticks, tp2Ticks, lots } = decision;
  const setupName = facts.setups[setup] ?? null;
  const shown = (ticks: number) => (setup === 0 ? null : price(ticks, tick));
  insertOnce(database, 'signals_1m', ['run_id', 'ts_min'], {
    run_id: facts.runId,
    ts_min: decision.minuteMs,
    symbol,
    ...flagColumns(flags),
    acceptance_state: decision.strategyState,
    chosen_action: ACTIONS[action]!,
    reason_code: REASONS[reason]!,
    feature_snapshot: decision.featureSnapshot,
    signal_type: setupName,
    stop_price: shown(stopTicks),
    tp1_price: shown(tp1Ticks),
    tp2_price: shown(tp2Ticks),
    size: lots === 0 ? null : quantity(lots, lot),
    strategy_tag: setupName,
    flags,
    setup_code: setup,
    side,
    stop_ticks: stopTicks,
    tp1_ticks: tp1Ticks,
    tp2_ticks: tp2Ticks,
    lots,
    input_seq: decision.inputSeq,
  });
}

function flagColumns(flags: number): SqlRow {
  return Object.fromEntries(FLAG_COLUMNS.map((name, bit) => [name, (flags >> bit) & 1]));
}
