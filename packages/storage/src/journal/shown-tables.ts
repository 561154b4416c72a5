import type { ShownTable } from './row-query.ts';

const words = (text: string) => text.trim().split(/\s+/);

/** signals_1m: one row a minute. */
export const SIGNALS: ShownTable = {
  name: 'signals_1m',
  time: 'ts_min',
  columns: words(`run_id symbol ts_min signal_breakin_long signal_breakin_short signal_breakout_long
    signal_breakout_short signal_failbreak_long signal_failbreak_short acceptance_state chosen_action
    reason_code feature_snapshot signal_type stop_price tp1_price tp2_price size strategy_tag`),
};

export const POSITIONS: ShownTable = {
  name: 'positions',
  time: 'ts_ms_open',
  columns: words(`id run_id symbol mode ts_ms_decision ts_ms_open ts_ms_close side entry_price exit_price
    qty_contracts qty_at_tp1 stop_price final_stop_price tp1_price tp2_price strategy_tag status realized_pnl
    gross_pnl fees_paid funding_paid leverage_used risk_pct_used initial_risk cost_ratio locked_boundary
    timer_start_ms exit_reason`),
};

export const FILLS: ShownTable = {
  name: 'fills',
  time: 'ts_ms_fill',
  columns: words(`trade_id run_id position_id order_id symbol ts_ms_submit ts_ms_fill side qty lots order_type
    liquidity fill_px mid_at_submit fee funding_cost slippage pnl_realized strategy_tag leg`),
};

export const ORDERS: ShownTable = {
  name: 'orders',
  time: 'created_at',
  columns: words(`order_id client_order_id run_id symbol side order_type leg reduce_only price qty lots status
    filled_qty filled_lots avg_price created_at updated_at code`),
};

export const ALERTS: ShownTable = {
  name: 'alerts',
  time: 'ts_ms',
  ownMode: true,
  columns: words('id ts_ms type state symbol mode message data instance'),
};

export const MODE_LOG: ShownTable = {
  name: 'mode_log',
  time: 'ts_ms',
  columns: words('run_id symbol ts_ms from to activation actor reason'),
};

export const OPERATOR_ACTIONS: ShownTable = {
  name: 'operator_actions',
  time: 'ts_ms',
  columns: words('run_id symbol ts_ms command actor result'),
};

export const SNAPSHOTS: ShownTable = {
  name: 'state_snapshots',
  time: 'ts_ms',
  columns: words(`id run_id symbol ts_ms snapshot_type position_state acceptance_state pending_orders
    account_state schema_version config_hash recording_seq recording_segment`),
};
