import type { Activation, TradingMode } from '../trading-mode.ts';

/**
 * What `/api/state` and the socket show of a running trader. Prices and money in quote currency, sizes
 * in base coin, times epoch ms, fractions 0..1. null is "not known" or "not applicable".
 */
export interface TraderState {
  /** When this was made. */
  readonly timestamp: number;
  readonly symbol: string;
  readonly instance: string;
  readonly version: string;
  readonly mode: TradingMode;
  readonly activation: Activation;
  /** Why it is halted. */
  readonly halt_reason: string | null;
  /** Last trade. */
  readonly price: number | null;
  readonly bid: number | null;
  readonly ask: number | null;
  /** Last price minus the first one of the UTC day. */
  readonly change_today: number | null;
  readonly va: ValueAreaState;
  readonly order_flow: OrderFlowState;
  readonly position: PositionState;
  /** Orders at work, the protective stop included. */
  readonly open_orders: readonly OpenOrderState[];
  /** The newest first; at most 10. */
  readonly recent_signals: readonly RecentSignal[];
  /** Closed trades, the newest first; at most 10. */
  readonly recent_trades: readonly RecentTrade[];
  readonly stats: TradeStats;
  /** Minute closes, the oldest first; at most 60. */
  readonly price_history: readonly PricePoint[];
  readonly warmup: WarmupState;
  readonly heat: HeatState;
  readonly quality: QualityState;
  /** State of the strategy after the last minute (signals_1m.acceptance_state). */
  readonly trackers: unknown;
  readonly daily: DailyState;
  readonly feed: FeedState;
  readonly venue: VenueState;
  readonly account: AccountState;
}

export interface ValueAreaState {
  readonly poc: number | null;
  readonly vah: number | null;
  readonly val: number | null;
  readonly coverage: number | null;
  readonly is_valid: boolean;
  readonly bin_count: number;
  readonly bin_width: number | null;
}

/** Of the last closed minute. */
interface OrderFlowState {
  readonly of_1m: number | null;
  readonly of_norm_1m: number | null;
  readonly buy_volume: number | null;
  readonly sell_volume: number | null;
  readonly qimb_close: number | null;
  readonly qimb_ema_60s: number | null;
}

export interface PositionState {
  readonly side: 'FLAT' | 'LONG' | 'SHORT';
  /** Setup, e.g. `breakin`. */
  readonly setup: string | null;
  readonly entry_price: number | null;
  /** 0 when flat. */
  readonly size: number;
  /** Net of the exit fee, at the quote of the exit side. */
  readonly unrealized_pnl: number;
  readonly stop_price: number | null;
  readonly tp1_price: number | null;
  readonly tp2_price: number | null;
  readonly opened_ts: number | null;
  readonly minutes_held: number | null;
  /** Minutes until the time stop is looked at. */
  readonly minutes_left: number | null;
}

export interface OpenOrderState {
  readonly client_order_id: string;
  readonly leg: string;
  readonly side: 'BUY' | 'SELL';
  readonly type: 'limit' | 'market' | 'stop';
  readonly price: number | null;
  readonly qty: number;
  readonly filled_qty: number;
  readonly status: string;
}

export interface RecentSignal {
  readonly ts: number;
  readonly signal_type: string | null;
  readonly action: string;
  readonly price: number | null;
  readonly reason: string;
}

export interface RecentTrade {
  readonly opened_ts: number;
  readonly closed_ts: number;
  readonly side: 'LONG' | 'SHORT';
  readonly setup: string;
  readonly size: number;
  readonly entry_price: number;
  readonly exit_price: number;
  readonly exit_reason: string;
  readonly net_pnl: number;
}

export interface TradeStats {
  readonly total_trades: number;
  readonly win_rate: number | null;
  readonly total_pnl: number;
  readonly max_drawdown: number;
  readonly avg_hold_minutes: number | null;
}

export interface PricePoint {
  readonly ts: number;
  readonly price: number;
  readonly volume: number;
}

interface WarmupState {
  readonly ready: boolean;
  readonly minutes_done: number;
  readonly minutes_needed: number;
  readonly missing_minutes: number;
}

interface HeatState {
  /** Loss if the stop is hit now, as a fraction of equity. */
  readonly fraction: number;
}

interface QualityState {
  readonly ambiguous_trade_frac_1m: number | null;
  readonly late_trades: number;
  /** Messages and events that could not be used. */
  readonly refused: number;
  readonly aggressor_source: string;
}

export interface DailyState {
  /** UTC day, `2025-06-21`. */
  readonly date: string;
  readonly pnl: number;
  readonly realized_pnl: number;
  readonly limit: number | null;
  readonly kill_switch: boolean;
}

interface FeedState {
  readonly connected: boolean;
  /** Of the newest quote message, by the trader's clock. */
  readonly age_ms: number | null;
  readonly last_ts: number | null;
  readonly stale: boolean;
  readonly reconnects: number;
}

interface VenueState {
  /** `paper`, `bybit`, `bybit testnet`. */
  readonly name: string;
  readonly ready: boolean;
  /** Why it is not ready. */
  readonly reason: string | null;
  readonly clock_offset_ms: number | null;
}

export interface AccountState {
  readonly equity: number;
  readonly available_margin: number;
}
