import { AuctionTraderError, type ErrorDetails } from '@auction-trader/core';

/** Something the user asked of a search that cannot be done: `SEARCH_INVALID`, exit code 1. */
export function searchError(message: string, hint: string, details: ErrorDetails = {}): AuctionTraderError {
  return new AuctionTraderError(message, { code: 'SEARCH_INVALID', exitCode: 1, details, hint });
}
