import { bareText } from '../../csv/bytes.ts';
import { beginsWith } from '../column-names.ts';
import type { TradeLayout } from '../layout.ts';

const PLACES = {
  id: 0,
  price: 1,
  size: 2,
  time: 4,
  side: 5,
  sideForm: 'buyer-maker',
  symbol: null,
} as const;

/**
 * Trade files of Binance's public archive: `id,price,qty,quote_qty,time,is_buyer_maker`,
 * with or without that header; spot files have `is_best_match` behind.
 */
export const layout: TradeLayout = {
  name: 'binance-trades',
  kind: 'trades',
  description: 'Binance trades: id,price,qty,quote_qty,time,is_buyer_maker (the header may be missing)',
  venue: 'binance',
  match(fields) {
    const hasHeader = beginsWith(fields, ['id', 'price', 'qty', 'quoteqty', 'time', 'isbuyermaker']);
    if (!hasHeader && !isRow(fields.map(bareText))) return null;
    return { hasHeader, places: PLACES };
  },
};

function isRow(fields: readonly string[]): boolean {
  if (fields.length !== 6 && fields.length !== 7) return false;
  const [id, price, size, quoteSize, time, buyerMaker] = fields;
  return (
    /^\d+$/.test(id!) &&
    [price!, size!, quoteSize!].every((number) => /^\d+(\.\d*)?$/.test(number)) &&
    /^\d{13}(\d{3})?$/.test(time!) &&
    /^(true|false)$/i.test(buyerMaker!)
  );
}
