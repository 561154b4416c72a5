import { bareText } from '../../csv/bytes.ts';
import { beginsWith } from '../column-names.ts';
import type { TradeLayout } from '../layout.ts';

const PLACES = {
  id: 0,
  price: 1,
  size: 2,
  time: 5,
  side: 6,
  sideForm: 'buyer-maker',
  symbol: null,
} as const;

/**
 * Aggregate trade files of Binance's public archive:
 * `agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker`,
 * with or without that header; spot files have `is_best_match` behind.
 */
export const layout: TradeLayout = {
  name: 'binance-agg-trades',
  kind: 'trades',
  description:
    'Binance aggregate trades: agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker (the header may be missing)',
  venue: 'binance',
  match(fields) {
    const hasHeader =
      beginsWith(fields, ['aggtradeid', 'price', 'quantity', 'firsttradeid', 'lasttradeid']) &&
      beginsWith(fields.slice(6), ['isbuyermaker']);
    if (!hasHeader && !isRow(fields.map(bareText))) return null;
    return { hasHeader, places: PLACES };
  },
};

function isRow(fields: readonly string[]): boolean {
  if (fields.length !== 7 && fields.length !== 8) return false;
  const [id, price, size, firstId, lastId, time, buyerMaker] = fields;
  return (
    [id!, firstId!, lastId!].every((number) => /^\d+$/.test(number)) &&
    [price!, size!].every((number) => /^\d+(\.\d*)?$/.test(number)) &&
    /^\d{13}(\d{3})?$/.test(time!) &&
    /^(true|false)$/i.test(buyerMaker!)
  );
}
