import { AuctionTraderError } from '@auction-trader/core';

/** For tests: the error a call must end with. */
export function errorOf(call: () => unknown): AuctionTraderError {
  try {
    call();
  } catch (error) {
    if (error instanceof AuctionTraderError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
