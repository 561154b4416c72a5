import { requireConfirmation } from '../confirmation.ts';
import type { TraderOptions } from '../trader-options.ts';
import type { TradingMode } from '../trading-mode.ts';
import type { OpenedRun } from './open-run.ts';
import { refused } from './refused.ts';

/** A change of mode that an operator asks for. */
export interface ModeChange {
  readonly from: TradingMode;
  readonly to: TradingMode;
  /** The typed confirmation that live needs; null for none. */
  readonly confirm: string | null;
}

/**
 * Only between trades, since another mode is another run; and into live only with all that its start needs.
 *
 * @throws AuctionTraderError exit code 2
 */
export function requireModeChange(
  { from, to, confirm }: ModeChange,
  opened: OpenedRun,
  options: TraderOptions,
): void {
  const { state } = opened.session;
  if (to === from) throw refused(`the mode is ${to} already`);
  if (state.position !== null) throw refused('the mode cannot change while a position is open');
  if (opened.driver.orders.open.length > 0) throw refused('the mode cannot change while orders are at work');
  if (state.halted) throw refused('the mode cannot change while trading is halted');
  if (to === 'live') requireLive(confirm, opened, options);
}

function requireLive(confirm: string | null, { session }: OpenedRun, options: TraderOptions): void {
  const { config, venue, liveConfirmed } = options;
  requireConfirmation('live', config.instrument.symbol, confirm);
  const { warmup, feedStale } = session.state;
  if (venue.credentials === null)
    throw refused('this trader was started without keys: start it with --mode live');
  if (config.risk.max_daily_loss === null) throw refused('risk.max_daily_loss is not set');
  if (!warmup.ready) throw refused('the warm-up is not complete');
  if (feedStale) throw refused('the market feed is stale');
  if (liveConfirmed !== true)
    throw refused('this trader was started without --confirm-live: start it again with it');
}
