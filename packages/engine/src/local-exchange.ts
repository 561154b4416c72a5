import type { Exchange } from '@auction-trader/execution';

/**
 * An exchange that lives inside the session and fills by a model of the market (paper, shadow). It sees
 * the market in the order of the venue's time.
 */
export interface LocalExchange extends Exchange {
  /** Everything needed to go on after a restart, as plain JSON data. */
  snapshot(): unknown;
  /**
   * Takes up what {@link snapshot} gave.
   *
   * @throws AuctionTraderError (`BAD_STATE`) when it is something else
   */
  restore(state: unknown): void;
}
