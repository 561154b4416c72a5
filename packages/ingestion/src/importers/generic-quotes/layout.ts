import { placeOf } from '../column-names.ts';
import { SYMBOL_NAMES, TIME_NAMES } from '../common-names.ts';
import type { QuoteLayout } from '../layout.ts';

/** `bid_px`, `bid_price`, `bid`, `best_bid_price` and their like. */
function names(side: 'bid' | 'ask', endings: readonly string[]): string[] {
  return [side, `best${side}`].flatMap((start) => endings.map((ending) => start + ending));
}

const PRICE_ENDINGS = ['px', 'price', ''];
const SIZE_ENDINGS = ['sz', 'size', 'qty', 'quantity', 'amount', 'volume', 'vol'];

/** Any file of best bids and asks with a header that names a time and both prices and sizes. */
export const layout: QuoteLayout = {
  name: 'generic-quotes',
  kind: 'quotes',
  description: 'quotes: timestamp,bid_px,bid_sz,ask_px,ask_sz, in any order',
  venue: null,
  match(fields) {
    const time = placeOf(fields, TIME_NAMES);
    const bidPrice = placeOf(fields, names('bid', PRICE_ENDINGS));
    const bidSize = placeOf(fields, names('bid', SIZE_ENDINGS));
    const askPrice = placeOf(fields, names('ask', PRICE_ENDINGS));
    const askSize = placeOf(fields, names('ask', SIZE_ENDINGS));
    if (time === null || bidPrice === null || bidSize === null || askPrice === null || askSize === null) {
      return null;
    }
    const symbol = placeOf(fields, SYMBOL_NAMES);
    return { hasHeader: true, places: { time, bidPrice, bidSize, askPrice, askSize, symbol } };
  },
};
