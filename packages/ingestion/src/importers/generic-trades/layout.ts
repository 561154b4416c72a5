import { placeOf } from '../column-names.ts';
import { SYMBOL_NAMES, TIME_NAMES } from '../common-names.ts';
import type { TradeLayout } from '../layout.ts';

const PRICE_NAMES = ['price', 'px', 'p', 'rate', 'last', 'lastprice', 'tradeprice'];
const SIZE_NAMES = [
  'size',
  'qty',
  'quantity',
  'amount',
  'volume',
  'vol',
  'sz',
  'q',
  'lastsize',
  'lastqty',
  'tradesize',
];
const SIDE_NAMES = ['side', 'takerside', 'aggressorside', 'aggressor', 'direction', 'tradeside'];
const MAKER_NAMES = ['isbuyermaker', 'buyermaker', 'ismaker', 'buyerismaker'];
const ID_NAMES = ['id', 'tradeid', 'trdmatchid', 'execid', 'matchid', 'aggtradeid', 'tid'];

/** Any trade file with a header that names a time, a price and a size; side, id and symbol are used when named. */
export const layout: TradeLayout = {
  name: 'generic-trades',
  kind: 'trades',
  description: 'trades: timestamp,price,size, in any order, with side, id and symbol when there are any',
  venue: null,
  match(fields) {
    const time = placeOf(fields, TIME_NAMES);
    const price = placeOf(fields, PRICE_NAMES);
    const size = placeOf(fields, SIZE_NAMES);
    if (time === null || price === null || size === null) return null;
    const side = placeOf(fields, SIDE_NAMES);
    const maker = side === null ? placeOf(fields, MAKER_NAMES) : null;
    return {
      hasHeader: true,
      places: {
        time,
        price,
        size,
        side: side ?? maker,
        sideForm: maker === null ? 'side' : 'buyer-maker',
        id: placeOf(fields, ID_NAMES),
        symbol: placeOf(fields, SYMBOL_NAMES),
      },
    };
  },
};
