import type { FrameRefusal } from '@auction-trader/ingestion';

/** Events taken up, taken up in part and refused; see `SessionQuality`. */
export interface MarketCounts {
  trades: number;
  quotes: number;
  lateTrades: number;
  outdatedQuotes: number;
  invalidQuotes: number;
  aheadOfClock: number;
  behindExchange: number;
  readonly refused: Record<FrameRefusal, number>;
}

/** Counts of nothing. */
export function noCounts(): MarketCounts {
  return {
    trades: 0,
    quotes: 0,
    lateTrades: 0,
    outdatedQuotes: 0,
    invalidQuotes: 0,
    aheadOfClock: 0,
    behindExchange: 0,
    refused: {
      malformed: 0,
      'missing-field': 0,
      'off-grid': 0,
      'out-of-range': 0,
      'block-trade': 0,
      'other-symbol': 0,
      'unknown-topic': 0,
      duplicate: 0,
    },
  };
}
