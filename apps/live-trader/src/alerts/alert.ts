import type { TradingMode } from '../trading-mode.ts';

/** Kinds of alerts, all of equal severity. */
export const ALERT_TYPES = [
  'KILL_SWITCH',
  'FEED_STALE',
  'VA_INVALID',
  'HIGH_AMBIGUOUS',
  'POSITION_MISMATCH',
  'SHADOW_DIVERGENCE',
  'LEVERAGE_CAP',
  'STOP_MISSING',
  'ORDER_REJECTED',
  'CLOCK_SKEW',
  'STORE_ERROR',
  'RECONNECT_LIMIT',
  'RESTARTED',
  'ACTIVATION_CHANGED',
  'LATE_DATA',
] as const;

/** One of {@link ALERT_TYPES}. */
export type AlertType = (typeof ALERT_TYPES)[number];

/** `raised` and `cleared` belong to a condition that lasts, `event` is over at once. */
export type AlertState = 'raised' | 'cleared' | 'event';

/** An alert as it is stored, shown and sent. */
export interface Alert {
  /** Unique within an instance. */
  readonly id: string;
  /** Epoch ms. */
  readonly ts_ms: number;
  readonly type: AlertType;
  readonly state: AlertState;
  readonly symbol: string;
  readonly mode: TradingMode;
  /** One sentence for a person. */
  readonly message: string;
  /** Plain data, by type. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Which running trader it came from. */
  readonly instance: string;
}

/**
 * Where the trader reports what a person should know. Never throws and never waits: storing and
 * sending happen behind it.
 */
export interface AlertDesk {
  /** Something happened once, e.g. an order was refused. */
  event(type: AlertType, message: string, data?: Readonly<Record<string, unknown>>): void;
  /** A condition holds. Call it as often as it is seen: it is repeated at most every `alert_repeat_minutes`. */
  raise(type: AlertType, message: string, data?: Readonly<Record<string, unknown>>): void;
  /** The condition is over; does nothing when it did not hold. */
  clear(type: AlertType, message: string, data?: Readonly<Record<string, unknown>>): void;
}
