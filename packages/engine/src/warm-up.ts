import type { TickSource } from '@auction-trader/core';
import type { TradingSession } from './trading-session.ts';

/**
 * Feeds the stored ticks from `fromMs` until `toMs` (both starts of minutes, epoch ms) to a new session,
 * closing each minute: the session then stands as if it had been live at that time without being
 * activated. Decisions are made and told, with no entry among them.
 */
export function warmUp(_session: TradingSession, _source: TickSource, _fromMs: number, _toMs: number): void {
  throw new Error('not yet');
}
