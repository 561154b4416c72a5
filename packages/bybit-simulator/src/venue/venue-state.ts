import type { Clock } from '@auction-trader/core';
import type { Account } from './account.ts';
import type { MarketState } from './market-state.ts';
import type { MatchingEngine } from './matching-engine.ts';
import type { OrderFault } from './order.ts';
import type { Params } from './params.ts';
import type { Protection } from './protection.ts';
import { refuse } from './refusal.ts';

/** What requests work on. */
export interface VenueState {
  readonly clock: Clock;
  readonly markets: ReadonlyMap<string, MarketState>;
  readonly engine: MatchingEngine;
  readonly protection: Protection;
  /** The script's fault for a new order of an account, if there is one; it is used up. */
  takeFault(account: Account, params: Params): OrderFault | null;
  /** Id of the newest state of a symbol's book. */
  updateId(symbol: string): number;
  /** Tells an account's stream that its position in a market was changed by a setting. */
  settingsChanged(account: Account, market: MarketState): void;
}

/** @throws Refusal for a symbol that is not listed */
export function marketOf({ markets }: VenueState, symbol: string): MarketState {
  return markets.get(symbol) ?? refuse(10001, `params error: symbol invalid ${symbol}`);
}
