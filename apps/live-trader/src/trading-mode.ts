/** Ways of running the live trader (trading rules 10). */
export const TRADING_MODES = ['dry_run', 'paper', 'shadow', 'live'] as const;

/** One of {@link TRADING_MODES}. */
export type TradingMode = (typeof TRADING_MODES)[number];

/** Whether entries are made: `OBSERVE` until the operator activates, `HALTED` until a mismatch is resolved. */
export type Activation = 'OBSERVE' | 'ACTIVE' | 'HALTED';
