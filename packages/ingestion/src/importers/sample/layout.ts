import { beginsWith } from '../column-names.ts';
import type { TradeLayout } from '../layout.ts';

/**
 * The bundled sample, as recorded from Binance by OrderFlow-Trading:
 * `timestamp,price,quantity,side,tradeId`, milliseconds, `side` of the taker.
 */
export const layout: TradeLayout = {
  name: 'sample',
  kind: 'trades',
  description: 'the bundled sample: timestamp,price,quantity,side,tradeId',
  venue: 'binance',
  match(fields) {
    if (fields.length !== 5) return null;
    if (!beginsWith(fields, ['timestamp', 'price', 'quantity', 'side', 'tradeid'])) return null;
    return {
      hasHeader: true,
      places: { time: 0, price: 1, size: 2, side: 3, sideForm: 'side', id: 4, symbol: null },
    };
  },
};
