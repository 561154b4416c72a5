/**
 * Reason codes of a minute's decision (signals_1m.reason_code), in a fixed order: the
 * position in this list is the code stored in a Uint8 column. Append only.
 */
export const REASONS = [
  'NO_SETUP',
  'NO_TRADES',
  'VA_INVALID',
  'PENDING_RETEST',
  'BREAKOUT_UNCONFIRMED',
  'CONFLICT',
  'BAD_STOP',
  'NO_TARGET',
  'WARMUP',
  'FEED_STALE',
  'KILL_SWITCH',
  'HALTED',
  'OBSERVE',
  'COOLDOWN',
  'PENDING_ORDER',
  'SAME_SIDE',
  'FLIP_DISABLED',
  'SIZE_MIN',
  'SIZE_COST',
  'ENTRY',
  'SOFT_STOP',
  'TIME_STOP',
  'STRATEGY_EXIT',
] as const;

/** A reason code as text. */
export type Reason = (typeof REASONS)[number];

/** Numeric code of each reason: its index in {@link REASONS}. */
export const REASON = Object.fromEntries(REASONS.map((name, code) => [name, code])) as {
  readonly [Name in Reason]: number;
};

/** Actions of a minute; the position in this list is the stored code. Append only. */
export const ACTIONS = ['HOLD', 'ENTER_LONG', 'ENTER_SHORT', 'EXIT'] as const;

/** An action as text. */
export type Action = (typeof ACTIONS)[number];

/** Numeric code of each action: its index in {@link ACTIONS}. */
export const ACTION = Object.fromEntries(ACTIONS.map((name, code) => [name, code])) as {
  readonly [Name in Action]: number;
};

/** What a fill was for. */
export const LEGS = [
  'ENTRY',
  'TP1',
  'TP2',
  'STOP',
  'TIME',
  'FLIP',
  'KILL',
  'SOFT',
  'MANUAL',
  'STRATEGY',
] as const;

/** A leg as text. */
export type Leg = (typeof LEGS)[number];
