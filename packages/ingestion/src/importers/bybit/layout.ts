import { beginsWith, placeOf } from '../column-names.ts';
import type { TradeLayout } from '../layout.ts';

/**
 * Daily files of Bybit's public trade archive for derivatives: seconds with decimals, older
 * files in descending order, `side` of the taker, a text id for each print.
 */
export const layout: TradeLayout = {
  name: 'bybit',
  kind: 'trades',
  description: 'Bybit trade archive: timestamp,symbol,side,size,price,tickDirection,trdMatchID,...',
  venue: 'bybit',
  match(fields) {
    const id = placeOf(fields, ['trdmatchid']);
    if (!beginsWith(fields, ['timestamp', 'symbol', 'side', 'size', 'price']) || id === null) return null;
    return {
      hasHeader: true,
      places: { time: 0, symbol: 1, side: 2, sideForm: 'side', size: 3, price: 4, id },
    };
  },
};
