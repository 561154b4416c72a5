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
 * Refuses what is no snapshot of a session of a mode: every field must be there and be of its kind. What
 * strategy, decoder, exchange and manager have saved is judged by them.
 *
 * @param form a snapshot of the right form, e.g. the present one
 * @throws AuctionTraderError (`BAD_STATE`)
 */
export function checkSnapshot(found: unknown, form: SessionSnapshot): void {
  const wrong = findWrong(found, form, 'snapshot');
  if (wrong !== null) refuse(wrong);
  const { schema, mode } = found as SessionSnapshot;
  if (schema !== form.schema) refuse(`its schema is ${schema}, not ${form.schema}`);
  if (mode !== form.mode) refuse(`it is of mode ${mode}, not ${form.mode}`);
}

const JUDGED_ELSEWHERE: ReadonlySet<string> = new Set([
  'strategy',
  'decoder',
  'exchange',
  'manager',
  'account',
]);

/** Where two pieces of data differ in fields or kinds, null when nowhere. A number or text not known yet is null. */
function findWrong(found: unknown, form: unknown, place: string): string | null {
  if (form === null || (found === null && (typeof form === 'number' || typeof form === 'string')))
    return null;
  if (found === null) return `${place} is null`;
  if (typeof found !== typeof form || Array.isArray(found) !== Array.isArray(form))
    return `${place} is no ${Array.isArray(form) ? 'list' : typeof form}`;
  if (typeof form !== 'object' || Array.isArray(form)) return null;
  for (const [key, value] of Object.entries(form)) {
    if (!Object.hasOwn(found as object, key)) return `${place}.${key} is missing`;
    if (JUDGED_ELSEWHERE.has(key)) continue;
    const wrong = findWrong((found as { [key: string]: unknown })[key], value, `${place}.${key}`);
    if (wrong !== null) return wrong;
  }
  return null;
}

function refuse(why: string): never {
  throw new AuctionTraderError(`what was saved is no snapshot of this session: ${why}`, {
    code: 'BAD_STATE',
    hint: 'It comes from another version or is damaged; start without it.',
  });
}
