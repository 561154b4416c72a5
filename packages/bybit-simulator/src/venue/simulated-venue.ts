import type { Clock } from '@auction-trader/core';
import type { VenueEvent } from '../faults/fault-rule.ts';
import type { MarketSource } from '../market/market-source.ts';
import type { PublicFrame, VenueListener, VenuePort, VenueReply } from '../server/venue-port.ts';
import type { SymbolFacts } from './symbol-facts.ts';

/** A symbol and the market that is played for it. */
export interface VenueMarket {
  readonly facts: SymbolFacts;
  readonly source: MarketSource;
}

/** What a {@link SimulatedVenue} is made of. */
export interface SimulatedVenueOptions {
  /** Tells the venue's time and moves its markets. */
  readonly clock: Clock;
  readonly markets: readonly VenueMarket[];
  /** Names of the accounts, each with what it owns in USDT (decimal text) at the start. */
  readonly accounts: readonly { readonly name: string; readonly deposit?: string }[];
  /** Decides every id. Default 0. */
  readonly seed?: number;
  /** From the acknowledgement of a request to what comes of it, ms. Default 2. */
  readonly matchingDelayMs?: number;
  /** Whether an order takes no more than the size that stands in the book or was printed. Default false. */
  readonly fillBySize?: boolean;
  /** When a resting limit fills by a print: beyond its price, or at it. Default `through`. */
  readonly limitFillRule?: 'through' | 'touch';
}

/** A Bybit v5 exchange for linear perpetuals: markets, accounts and matching, without sockets. */
export class SimulatedVenue implements VenuePort {
  constructor(_options: SimulatedVenueOptions) {}

  /** Plays the markets from now on. */
  start(): void {}

  /** Plays no more; the state stays. */
  stop(): void {}

  request(
    _account: string | null,
    _method: 'GET' | 'POST',
    _path: string,
    _params: Readonly<Record<string, unknown>>,
  ): VenueReply {
    return { retCode: 10001, retMsg: 'not yet', result: {} };
  }

  listen(_listener: VenueListener): void {}

  hasTopic(_topic: string): boolean {
    return false;
  }

  wantTopic(_topic: string, _wanted: boolean): void {}

  happen(_event: VenueEvent): void {}

  restart(_wipeHistory: boolean): void {}

  snapshot(_topic: string): PublicFrame | null {
    return null;
  }
}
