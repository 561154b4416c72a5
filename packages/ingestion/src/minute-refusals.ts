// Minutes no market has, though every row of theirs may look right.
import { AuctionTraderError } from '@auction-trader/core';

/** Features keep prices in half ticks, and edges of bins above them, as Int32. */
export const MOST_PRICE_TICKS = 1_000_000_000;
/** Lots at one price of a minute are an Int32. */
const MOST_LOTS = 2_147_483_647;

export function refuseLots(minuteMs: number): never {
  throw new AuctionTraderError(
    `more than ${MOST_LOTS} lots were traded at one price in ${minuteText(minuteMs)}`,
    {
      code: 'TOO_MANY_LOTS',
      hint: 'Import the data with a larger lot size.',
    },
  );
}

export function refusePrice(minuteMs: number, priceTicks: number): never {
  throw new AuctionTraderError(
    `a price of ${priceTicks} ticks in ${minuteText(minuteMs)} is above ${MOST_PRICE_TICKS}`,
    {
      code: 'PRICE_TOO_HIGH',
      hint: 'Import the data with a larger tick size.',
    },
  );
}

export function refuseSpread(minuteMs: number, priceTicks: number, spreadTicks: number): never {
  throw new AuctionTraderError(
    `a synthetic spread of ${spreadTicks} ticks leaves no bid at a price of ${priceTicks} ticks in ${minuteText(minuteMs)}`,
    {
      code: 'SPREAD_TOO_WIDE',
      details: { key: 'backtest.synthetic_quotes_ticks' },
      hint: 'Set a smaller spread, or none (null, --synthetic-quotes off).',
    },
  );
}

function minuteText(minuteMs: number): string {
  return `the minute ${new Date(minuteMs).toISOString()}`;
}
