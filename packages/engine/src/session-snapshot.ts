import { AuctionTraderError } from '@auction-trader/core';
import type { VenueAccount } from '@auction-trader/execution';
import type { RollingMinutesSnapshot } from './rolling-minutes.ts';
import type { RaisedAlerts } from './session-alerts.ts';
import type { SessionMarketSnapshot } from './session-market.ts';
import type { SessionMode } from './session-state.ts';

/** A `TradingSession` as plain JSON data; null stands for "not yet". */
export interface SessionSnapshot {
  readonly schema: 1;
  readonly mode: SessionMode;
  /** Time of the last input it has taken up, epoch ms. */
  readonly timeMs: number;
  readonly startedMs: number | null;
  readonly connected: boolean;
  readonly feedStale: boolean;
  readonly halted: boolean;
  readonly haltReason: string | null;
  readonly resolveMs: number | null;
  readonly activated: boolean;
  readonly venueReady: boolean;
  readonly account: VenueAccount | null;
  readonly fundingIds: readonly string[];
  readonly lateMinutes: readonly (readonly [minuteMs: number, count: number])[];
  readonly alerts: RaisedAlerts;
  readonly strategyState: string;
  readonly minutes: RollingMinutesSnapshot;
  readonly market: SessionMarketSnapshot;
  readonly strategy: unknown;
  readonly decoder: unknown;
  readonly exchange: unknown;
  readonly manager: unknown;
}

/**
 * Refuses what is no snapshot of a session of a mode; its parts are judged by those they belong to.
 *
 * @throws AuctionTraderError (`BAD_STATE`)
 */
export function checkSnapshot(found: SessionSnapshot, mode: SessionMode): void {
  const object = typeof found === 'object' && found !== null;
  const wrong = !object
    ? 'it is no object'
    : found.schema !== 1
      ? `its schema is ${found.schema}`
      : found.mode !== mode
        ? `it is of mode ${found.mode}, not ${mode}`
        : typeof found.minutes !== 'object' || typeof found.market !== 'object'
          ? 'parts are missing'
          : null;
  if (wrong === null) return;
  throw new AuctionTraderError(`what was saved is no snapshot of this session: ${wrong}`, {
    code: 'BAD_STATE',
    hint: 'It comes from another version or is damaged; start without it.',
  });
}
