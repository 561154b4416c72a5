import { AuctionTraderError } from '@auction-trader/core';

/** What an operator asked for and will not get: exit code 2. */
export function refused(message: string): AuctionTraderError {
  return new AuctionTraderError(message, { code: 'REFUSED', exitCode: 2 });
}
