import type { TraderState } from '../server/trader-state.ts';
import type {
  OperatorRequest,
  Row,
  StoredRows,
  TraderCounters,
  TraderEvent,
  TraderView,
} from '../server/trader-view.ts';

/** 2025-06-21 18:00 UTC. */
export const NOW_MS = 1_750_528_800_000;

/** A trader in a long position, all fields set. */
export const SAMPLE_STATE: TraderState = {
  timestamp: NOW_MS,
  symbol: 'BTCUSDT',
  instance: 'desk-1',
  version: '1.2.3',
  mode: 'paper',
  activation: 'ACTIVE',
  halt_reason: null,
  price: 50_123.4,
  bid: 50_123.3,
  ask: 50_123.4,
  change_today: -120.5,
  va: {
    poc: 50_050,
    vah: 50_100.5,
    val: 49_990,
    coverage: 0.712,
    is_valid: true,
    bin_count: 42,
    bin_width: 5.5,
  },
  order_flow: {
    of_1m: 12.345,
    of_norm_1m: 0.31,
    buy_volume: 30.1,
    sell_volume: 17.755,
    qimb_close: -0.2,
    qimb_ema_60s: 0.1512998,
  },
  position: {
    side: 'LONG',
    setup: 'breakin',
    entry_price: 50_100.1,
    size: 0.25,
    unrealized_pnl: 4.32,
    stop_price: 49_980,
    tp1_price: null,
    tp2_price: 50_300,
    opened_ts: NOW_MS - 720_000,
    minutes_held: 12,
    minutes_left: 48,
  },
  open_orders: [
    {
      client_order_id: 'p-stop-1',
      leg: 'STOP',
      side: 'SELL',
      type: 'stop',
      price: 49_980,
      qty: 0.25,
      filled_qty: 0,
      status: 'NEW',
    },
  ],
  recent_signals: [
    { ts: NOW_MS - 720_000, signal_type: 'breakin', action: 'ENTER_LONG', price: 50_100, reason: 'ENTRY' },
    { ts: NOW_MS - 780_000, signal_type: null, action: 'HOLD', price: 50_090, reason: 'NO_SETUP' },
  ],
  recent_trades: [
    {
      opened_ts: NOW_MS - 7_200_000,
      closed_ts: NOW_MS - 5_400_000,
      side: 'SHORT',
      setup: 'breakout',
      size: 0.1,
      entry_price: 50_200,
      exit_price: 50_150,
      exit_reason: 'TP2',
      net_pnl: 2.5,
    },
  ],
  stats: { total_trades: 7, win_rate: 4 / 7, total_pnl: 31.2, max_drawdown: 12.5, avg_hold_minutes: 22.5 },
  price_history: [{ ts: NOW_MS - 60_000, price: 50_120, volume: 12.5 }],
  warmup: { ready: true, minutes_done: 240, minutes_needed: 240, missing_minutes: 1 },
  heat: { fraction: 0.0186 },
  quality: { ambiguous_trade_frac_1m: 0.05, late_trades: 3, refused: 1, aggressor_source: 'venue' },
  trackers: { up: { state: 'OUTSIDE', n: 2 } },
  daily: { date: '2025-06-21', pnl: 12.34, realized_pnl: 8.02, limit: 100, kill_switch: false },
  feed: { connected: true, age_ms: 120, last_ts: NOW_MS - 120, stale: false, reconnects: 1 },
  venue: { name: 'paper', ready: true, reason: null, clock_offset_ms: 12 },
  account: { equity: 10_031.2, available_margin: 8_800 },
};

/** A trader that says what it is told to and remembers what it was asked. */
export class FakeTrader implements TraderView {
  shown: TraderState = SAMPLE_STATE;
  /** What readers were asked, e.g. `signals 50`. */
  readonly reads: string[] = [];
  readonly requests: { readonly request: OperatorRequest; readonly actor: string }[] = [];
  /** Thrown by the next calls; null for none. */
  failure: Error | null = null;
  readonly #listeners = new Set<(event: TraderEvent) => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  change(part: Partial<TraderState>): void {
    this.shown = { ...this.shown, ...part };
  }

  emit(event: TraderEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  state(): TraderState {
    return this.shown;
  }

  counters(): TraderCounters {
    return {
      frames: 1000,
      trades: 2000,
      quotes: 3000,
      refused: { malformed: 2, 'off-grid': 1 },
      minutes: 12,
      reconnects: 1,
      orders_sent: 5,
      orders_rejected: 1,
      fills: 4,
    };
  }

  readonly rows: StoredRows = {
    bars: (sinceMs) => this.#read('bars', sinceMs),
    features: (sinceMs) => this.#read('features', sinceMs),
    footprint: (sinceMs) => this.#read('footprint', sinceMs),
    signals: (limit) => this.#read('signals', limit),
    orders: (limit) => this.#read('orders', limit),
    fills: (limit) => this.#read('fills', limit),
    trades: (limit) => this.#read('trades', limit),
    alerts: (limit) => this.#read('alerts', limit),
  };
  profile = (minuteMs: number | null) => this.#read('profile', minuteMs);
  equity = (sinceMs: number) => this.#read('equity', sinceMs);

  subscribe(listener: (event: TraderEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async operator(request: OperatorRequest, actor: string): Promise<void> {
    if (this.failure !== null) throw this.failure;
    this.requests.push({ request, actor });
    if (request.kind === 'activate') this.change({ activation: 'ACTIVE' });
    if (request.kind === 'deactivate') this.change({ activation: 'OBSERVE' });
    if (request.kind === 'resolve') this.change({ activation: 'OBSERVE', halt_reason: null });
    if (request.kind === 'mode') this.change({ mode: request.mode });
  }

  async #read(name: string, argument: number | null): Promise<readonly Row[]> {
    this.reads.push(`${name} ${argument}`);
    if (this.failure !== null) throw this.failure;
    return [{ ts_min: NOW_MS - 60_000, from: name, text: '<b>not markup</b>' }];
  }
}
