import type { Clock, Instrument } from '@auction-trader/core';
import type {
  KnownOrder,
  Venue,
  VenueFacts,
  VenueListener,
  VenueRequest,
  VenueTruth,
} from '@auction-trader/execution';
import type { BybitTransport } from './transport.ts';

/** What a {@link BybitVenue} is made of. */
export interface BybitVenueOptions {
  readonly transport: BybitTransport;
  readonly clock: Clock;
  /** Its tick and lot must be the venue's: `start` refuses otherwise. */
  readonly instrument: Instrument;
  /** Leverage that is set on the venue, e.g. 10. */
  readonly maxLeverage: number;
  /** Seed of the jitter of reconnects and pauses. */
  readonly seed: number;
  /** Sends orders by the trade socket while it is up; REST (default false) otherwise. */
  readonly useTradeSocket?: boolean;
}

/** Orders, positions and money of one Bybit account on one linear symbol, one-way mode. */
export class BybitVenue implements Venue {
  readonly name = 'bybit';
  readonly #options: BybitVenueOptions;

  constructor(options: BybitVenueOptions) {
    this.#options = options;
  }

  async start(
    _listener: VenueListener,
    _known: readonly KnownOrder[],
    _seen: readonly string[],
  ): Promise<VenueFacts> {
    throw new Error(`not yet: ${this.#options.instrument.symbol}`);
  }

  send(_request: VenueRequest): void {
    throw new Error('not yet');
  }

  async truth(): Promise<VenueTruth> {
    throw new Error('not yet');
  }

  async stop(): Promise<void> {}
}
