/** A journal as the first release wrote it, with one position. Never changed: it stands for files of users. */
export const VERSION_1_STORE = `
CREATE TABLE schema_version (version INTEGER NOT NULL) STRICT;
INSERT INTO schema_version VALUES (1);
CREATE TABLE runs (
  run_id TEXT PRIMARY KEY,
  instance TEXT NOT NULL,
  mode TEXT NOT NULL,
  venue TEXT NOT NULL,
  symbol TEXT NOT NULL,
  tick_size TEXT NOT NULL,
  lot_size TEXT NOT NULL,
  setups TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  end_reason TEXT,
  config_hash TEXT NOT NULL,
  version TEXT NOT NULL
) STRICT;

CREATE TABLE signals_1m (
  run_id TEXT NOT NULL REFERENCES runs,
  ts_min INTEGER NOT NULL,
  symbol TEXT NOT NULL,
  signal_breakin_long INTEGER NOT NULL,
  signal_breakin_short INTEGER NOT NULL,
  signal_breakout_long INTEGER NOT NULL,
  signal_breakout_short INTEGER NOT NULL,
  signal_failbreak_long INTEGER NOT NULL,
  signal_failbreak_short INTEGER NOT NULL,
  acceptance_state TEXT NOT NULL,
  chosen_action TEXT NOT NULL,
  reason_code TEXT NOT NULL,
  feature_snapshot TEXT NOT NULL,
  signal_type TEXT,
  stop_price REAL,
  tp1_price REAL,
  tp2_price REAL,
  size REAL,
  strategy_tag TEXT,
  flags INTEGER NOT NULL,
  setup_code INTEGER NOT NULL,
  side INTEGER NOT NULL,
  stop_ticks INTEGER NOT NULL,
  tp1_ticks INTEGER NOT NULL,
  tp2_ticks INTEGER NOT NULL,
  lots INTEGER NOT NULL,
  input_seq INTEGER NOT NULL,
  PRIMARY KEY (run_id, ts_min)
) STRICT;
CREATE INDEX signals_by_time ON signals_1m (ts_min);

CREATE TABLE commands (
  run_id TEXT NOT NULL REFERENCES runs,
  input_seq INTEGER NOT NULL,
  command_index INTEGER NOT NULL,
  symbol TEXT NOT NULL,
  ts_ms INTEGER NOT NULL,
  kind TEXT NOT NULL,
  order_number INTEGER NOT NULL,
  client_order_id TEXT NOT NULL,
  command TEXT NOT NULL,
  PRIMARY KEY (run_id, input_seq, command_index)
) STRICT;

CREATE TABLE orders (
  order_id TEXT NOT NULL UNIQUE,
  client_order_id TEXT NOT NULL,
  run_id TEXT NOT NULL REFERENCES runs,
  order_number INTEGER NOT NULL,
  symbol TEXT NOT NULL,
  side TEXT NOT NULL,
  order_type TEXT NOT NULL,
  leg TEXT NOT NULL,
  reduce_only INTEGER NOT NULL,
  price REAL,
  price_ticks INTEGER NOT NULL,
  qty REAL NOT NULL,
  lots INTEGER NOT NULL,
  status TEXT NOT NULL,
  filled_qty REAL NOT NULL,
  filled_lots INTEGER NOT NULL,
  avg_price REAL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  code TEXT NOT NULL,
  command TEXT NOT NULL,
  UNIQUE (run_id, order_number),
  UNIQUE (run_id, client_order_id)
) STRICT;
CREATE INDEX orders_by_time ON orders (created_at);

CREATE TABLE executions (
  run_id TEXT NOT NULL REFERENCES runs,
  execution_id TEXT NOT NULL,
  symbol TEXT NOT NULL,
  ts_ms INTEGER NOT NULL,
  PRIMARY KEY (run_id, execution_id)
) STRICT;

CREATE TABLE positions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL REFERENCES runs,
  trade_number INTEGER NOT NULL,
  symbol TEXT NOT NULL,
  mode TEXT NOT NULL,
  ts_ms_decision INTEGER NOT NULL,
  ts_ms_open INTEGER NOT NULL,
  ts_ms_close INTEGER,
  side TEXT NOT NULL,
  entry_price REAL,
  exit_price REAL,
  qty_contracts INTEGER NOT NULL,
  qty_at_tp1 INTEGER,
  stop_price REAL,
  final_stop_price REAL,
  tp1_price REAL,
  tp2_price REAL,
  strategy_tag TEXT NOT NULL,
  status TEXT NOT NULL,
  realized_pnl REAL,
  gross_pnl REAL,
  fees_paid REAL,
  funding_paid REAL,
  leverage_used REAL,
  risk_pct_used REAL,
  initial_risk REAL,
  cost_ratio REAL,
  locked_boundary REAL,
  timer_start_ms INTEGER,
  exit_reason TEXT,
  record TEXT NOT NULL,
  UNIQUE (run_id, trade_number)
) STRICT;
CREATE INDEX positions_by_open ON positions (ts_ms_open);
CREATE INDEX positions_by_close ON positions (ts_ms_close);

CREATE TABLE fills (
  id INTEGER PRIMARY KEY,
  trade_id TEXT NOT NULL,
  run_id TEXT NOT NULL REFERENCES runs,
  fill_number INTEGER NOT NULL,
  trade_number INTEGER NOT NULL,
  position_id INTEGER REFERENCES positions,
  order_id TEXT,
  symbol TEXT NOT NULL,
  ts_ms_submit INTEGER NOT NULL,
  ts_ms_fill INTEGER NOT NULL,
  side TEXT NOT NULL,
  qty REAL NOT NULL,
  lots INTEGER NOT NULL,
  order_type TEXT NOT NULL,
  liquidity TEXT NOT NULL,
  fill_px REAL NOT NULL,
  price_ticks REAL NOT NULL,
  mid_at_submit REAL,
  fee REAL NOT NULL,
  funding_cost REAL NOT NULL,
  slippage REAL NOT NULL,
  pnl_realized REAL NOT NULL,
  strategy_tag TEXT NOT NULL,
  leg TEXT NOT NULL,
  record TEXT NOT NULL,
  UNIQUE (run_id, fill_number)
) STRICT;
CREATE INDEX fills_by_time ON fills (ts_ms_fill);

CREATE TABLE funding (
  run_id TEXT NOT NULL REFERENCES runs,
  ts_ms INTEGER NOT NULL,
  trade_number INTEGER NOT NULL,
  symbol TEXT NOT NULL,
  lots INTEGER NOT NULL,
  amount REAL NOT NULL,
  execution_id TEXT NOT NULL,
  PRIMARY KEY (run_id, ts_ms, trade_number, execution_id)
) STRICT;

CREATE TABLE daily_pnl (
  date TEXT NOT NULL,
  symbol TEXT NOT NULL,
  mode TEXT NOT NULL,
  instance TEXT NOT NULL,
  realized_pnl REAL NOT NULL DEFAULT 0,
  unrealized_pnl REAL NOT NULL DEFAULT 0,
  trades_count INTEGER NOT NULL DEFAULT 0,
  win_count INTEGER NOT NULL DEFAULT 0,
  loss_count INTEGER NOT NULL DEFAULT 0,
  fees_total REAL NOT NULL DEFAULT 0,
  funding_total REAL NOT NULL DEFAULT 0,
  PRIMARY KEY (date, symbol, mode, instance)
) STRICT;

CREATE TABLE state_snapshots (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL REFERENCES runs,
  symbol TEXT NOT NULL,
  ts_ms INTEGER NOT NULL,
  snapshot_type TEXT NOT NULL,
  position_state TEXT NOT NULL,
  acceptance_state TEXT NOT NULL,
  pending_orders TEXT NOT NULL,
  account_state TEXT NOT NULL,
  schema_version INTEGER NOT NULL,
  config_hash TEXT NOT NULL,
  recording_seq INTEGER NOT NULL,
  recording_segment TEXT NOT NULL,
  state BLOB,
  checksum TEXT NOT NULL
) STRICT;
CREATE INDEX snapshots_by_run ON state_snapshots (run_id, id);

CREATE TABLE grid_search_results (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL,
  symbol TEXT NOT NULL,
  params_json TEXT NOT NULL,
  metrics_json TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  status TEXT NOT NULL,
  error TEXT,
  data_hash TEXT NOT NULL,
  config_hash TEXT NOT NULL,
  duration_ms REAL NOT NULL,
  UNIQUE (run_id, params_json)
) STRICT;

CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  ts_ms INTEGER NOT NULL,
  type TEXT NOT NULL,
  state TEXT NOT NULL,
  symbol TEXT NOT NULL,
  mode TEXT NOT NULL,
  message TEXT NOT NULL,
  data TEXT NOT NULL,
  instance TEXT NOT NULL
) STRICT;
CREATE INDEX alerts_by_time ON alerts (ts_ms);

CREATE TABLE mode_log (
  id INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES runs,
  symbol TEXT NOT NULL,
  ts_ms INTEGER NOT NULL,
  "from" TEXT NOT NULL,
  "to" TEXT NOT NULL,
  activation TEXT NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE operator_actions (
  id INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES runs,
  symbol TEXT NOT NULL,
  ts_ms INTEGER NOT NULL,
  command TEXT NOT NULL,
  actor TEXT NOT NULL,
  result TEXT NOT NULL
) STRICT;
INSERT INTO runs VALUES ('old', 'test', 'paper', 'bybit', 'BTCUSDT', '0.1', '0.001',
  '[null,"breakin","breakout","failbreak"]', 1700000000000, NULL, NULL, 'c0ffee', '0.0.0');
INSERT INTO positions (run_id, trade_number, symbol, mode, ts_ms_decision, ts_ms_open, ts_ms_close, side,
  qty_contracts, strategy_tag, status, realized_pnl, record)
  VALUES ('old', 1, 'BTCUSDT', 'paper', 1700000000000, 1700000000100, 1700000060000, 'LONG', 10, 'breakin',
  'CLOSED', 1.5, '{}');
`;
