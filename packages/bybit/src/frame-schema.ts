import { z } from 'zod';

// The first message of each topic is checked against these; the rest by hand, which is many times faster.
// Unknown fields are let through: venues add some.

const level = z.tuple([z.string(), z.string()]);
const trade = z.looseObject({
  T: z.int(),
  s: z.string(),
  S: z.enum(['Buy', 'Sell']),
  v: z.string(),
  p: z.string(),
  i: z.string(),
  BT: z.boolean().optional(),
});

/** A `publicTrade` message. */
export const tradeFrame = z.looseObject({ topic: z.string(), ts: z.int(), data: z.array(trade) });

/** An `orderbook.1` message. */
export const bookFrame = z.looseObject({
  topic: z.string(),
  type: z.enum(['snapshot', 'delta']),
  ts: z.int(),
  cts: z.int().optional(),
  data: z.looseObject({ s: z.string(), b: z.array(level), a: z.array(level), u: z.int() }),
});

/** A `tickers` message. */
export const tickerFrame = z.looseObject({
  topic: z.string(),
  type: z.enum(['snapshot', 'delta']),
  ts: z.int(),
  data: z.looseObject({
    symbol: z.string(),
    markPrice: z.string().optional(),
    fundingRate: z.string().optional(),
    nextFundingTime: z.string().optional(),
  }),
});
