import type { TradingMode } from '../trading-mode.ts';
import type { TraderState } from './trader-state.ts';

/** A stored row under the column names of its store; times epoch ms, prices and money in quote currency. */
export type Row = Readonly<Record<string, unknown>>;

/** Something new for the socket: a row of the named kind. */
export interface TraderEvent {
  readonly type: 'bar' | 'features' | 'signal' | 'order' | 'fill' | 'alert' | 'mode';
  readonly row: Row;
}

/** What an operator asks a running trader for. */
export type OperatorRequest =
  /** `confirm` is the typed confirmation, `SYMBOL live`; live needs it. */
  | { readonly kind: 'activate'; readonly confirm: string | null }
  | { readonly kind: 'deactivate' }
  /** Closes the position and cancels entries. */
  | { readonly kind: 'flatten' }
  /** Ends a halt. */
  | { readonly kind: 'resolve' }
  /** Refused unless flat, without orders and not halted; `live` also needs all that its start needs. */
  | { readonly kind: 'mode'; readonly mode: TradingMode; readonly confirm: string | null };

/** Totals since the start, for metrics. */
export interface TraderCounters {
  readonly frames: number;
  readonly trades: number;
  readonly quotes: number;
  /** Frames and events that could not be used, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  readonly minutes: number;
  readonly reconnects: number;
  readonly orders_sent: number;
  readonly orders_rejected: number;
  readonly fills: number;
}

/** Stored rows of a trader: the newest first where a limit is given, the oldest first for a range of time. */
export interface StoredRows {
  /** `sinceMs` <= minute < now. Columns of bars_1m. */
  bars(sinceMs: number): Promise<readonly Row[]>;
  /** Columns of features_1m. */
  features(sinceMs: number): Promise<readonly Row[]>;
  /** Volume by minute and bin: columns of profile_1m. */
  footprint(sinceMs: number): Promise<readonly Row[]>;
  /** Columns of signals_1m. */
  signals(limit: number): Promise<readonly Row[]>;
  orders(limit: number): Promise<readonly Row[]>;
  fills(limit: number): Promise<readonly Row[]>;
  /** Columns of positions. */
  trades(limit: number): Promise<readonly Row[]>;
  alerts(limit: number): Promise<readonly Row[]>;
}

/**
 * A running trader as the local server and the terminal see it: reads that change nothing, and one
 * way in for the operator. Rows come as the stores hold them.
 */
export interface TraderView {
  /** Cheap: called each second and for each request. */
  state(): TraderState;
  counters(): TraderCounters;
  readonly rows: StoredRows;
  /**
   * The volume profile of the window ending with the minute that starts at `minuteMs`, the newest
   * one for null: rows `{price, buy, sell, ambiguous}`, the lowest bin first. Empty where there is none.
   */
  profile(minuteMs: number | null): Promise<readonly Row[]>;
  /** `{ts_ms, equity}` a minute. */
  equity(sinceMs: number): Promise<readonly Row[]>;
  /**
   * Hears of everything new until the returned function is called. The listener must not throw.
   */
  subscribe(listener: (event: TraderEvent) => void): () => void;
  /**
   * Carries out what the operator asks; returns when it is done or, for `flatten`, under way.
   *
   * @param actor who asked, for the log: `terminal`, `api 127.0.0.1`
   * @throws AuctionTraderError with exit code 2 when it is refused, saying why
   */
  operator(request: OperatorRequest, actor: string): Promise<void>;
}
