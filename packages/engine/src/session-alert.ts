/** Kinds of alerts (trading rules 12) that arise inside a session. */
export type SessionAlertType =
  | 'KILL_SWITCH'
  | 'FEED_STALE'
  | 'VA_INVALID'
  | 'HIGH_AMBIGUOUS'
  | 'POSITION_MISMATCH'
  | 'LEVERAGE_CAP'
  | 'STOP_MISSING'
  | 'ORDER_REJECTED'
  | 'ACTIVATION_CHANGED'
  | 'LATE_DATA';

/**
 * Something a person should hear of. A condition that lasts is `raised` when it begins, and again when
 * there is news of it, and `cleared` once; how often it is repeated in between is for the receiver to say.
 */
export interface SessionAlert {
  readonly type: SessionAlertType;
  readonly state: 'raised' | 'cleared' | 'event';
  /** Time of the input it arose from, epoch ms. */
  readonly timeMs: number;
  /** One sentence for people. */
  readonly message: string;
  /** Figures behind it, by the keys of trading rules 12; plain data. */
  readonly data: Readonly<Record<string, string | number | null>>;
}
