// Public frames in the venue's form, with made-up values.

const T = 1_795_244_642_198;

/** A `publicTrade.BTCUSDT` message; each trade's fields on top of usual ones. */
export function tradeText(trades: Record<string, unknown>[]): string {
  const data = trades.map((fields, row) => ({
    T,
    s: 'BTCUSDT',
    S: 'Buy',
    v: '0.001',
    p: '60000.1',
    L: 'PlusTick',
    i: `9f57f7ef-c4c8-4fbd-8a1f-3ff7f0e1672${row}`,
    BT: false,
    RPI: false,
    seq: 9_000_000_004,
    ...fields,
  }));
  return JSON.stringify({ topic: 'publicTrade.BTCUSDT', type: 'snapshot', ts: T, data });
}

/** An `orderbook.1.BTCUSDT` message. */
export function bookText(book: {
  type?: 'snapshot' | 'delta';
  bid?: string;
  ask?: string;
  b?: [string, string][];
  a?: [string, string][];
  u: number;
  ts: number;
  cts?: number;
}): string {
  const { type = 'snapshot', bid = '1', ask = '1', u, ts, cts } = book;
  const { b = [[bid, '1.5']], a = [[ask, '2.5']] } = book;
  const data = { s: 'BTCUSDT', b, a, u, seq: 9_000_000_003 };
  return JSON.stringify({ topic: 'orderbook.1.BTCUSDT', type, ts, data, cts });
}

/** A `tickers.BTCUSDT` message. */
export function tickerText(type: 'snapshot' | 'delta', fields: Record<string, string>): string {
  const data = { symbol: 'BTCUSDT', ...fields };
  return JSON.stringify({ topic: 'tickers.BTCUSDT', type, data, cs: 9_000_000_005, ts: T });
}
