import { describe, expect, it } from 'vitest';
import { START_MS, SYMBOL, VenueBench } from './testing/venue-bench.ts';

function withOrders(count: number): VenueBench {
  const bench = new VenueBench();
  for (let at = 0; at < count; at++)
    bench.place({ orderType: 'Limit', price: '59000', qty: '0.001', orderLinkId: `o${at}` });
  return bench;
}

/** Link ids of all pages. */
function walk(bench: VenueBench, path: string, params: Record<string, string>, between = () => {}): string[] {
  const found: string[] = [];
  let cursor = '';
  do {
    const { result } = bench.get(path, { ...params, cursor });
    for (const row of result['list'] as { orderLinkId: string }[]) found.push(row.orderLinkId);
    cursor = String(result['nextPageCursor']);
    between();
  } while (cursor !== '');
  return found;
}

describe('pages', () => {
  it('list everything once, newest first, and end with an empty cursor', () => {
    const links = walk(withOrders(7), '/v5/order/realtime', { limit: '3' });
    expect(links).toEqual(['o6', 'o5', 'o4', 'o3', 'o2', 'o1', 'o0']);
  });

  it('neither repeat nor hide rows while orders come and go', () => {
    const bench = withOrders(7);
    let added = 0;
    const links = walk(bench, '/v5/order/realtime', { limit: '3' }, () => {
      if (added++ > 0) return;
      bench.place({ orderType: 'Limit', price: '59000', qty: '0.001', orderLinkId: 'new' });
      bench.post('/v5/order/cancel', { orderLinkId: 'o4' });
      bench.wait();
    });
    expect(links).toEqual(['o6', 'o5', 'o4', 'o3', 'o2', 'o1', 'o0']);
  });

  it('of executions', () => {
    const bench = new VenueBench();
    for (const orderLinkId of ['a', 'b', 'c', 'd', 'e']) bench.place({ orderLinkId });
    expect(walk(bench, '/v5/execution/list', { limit: '2' })).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  it.each([
    ['limit', '0'],
    ['limit', 'x'],
    ['cursor', 'x'],
    ['startTime', 'x'],
  ])('refuse %s=%s', (name, value) => {
    expect(new VenueBench().get('/v5/execution/list', { [name]: value }).retCode).toBe(10001);
  });
});

describe('order/realtime and order/history', () => {
  it('open orders, closed orders, and one order in any state', () => {
    const bench = withOrders(2);
    bench.post('/v5/order/cancel', { orderLinkId: 'o0' });
    bench.wait();
    const links = (params: object) =>
      bench.list('/v5/order/realtime', { ...params }).map(({ orderLinkId }) => orderLinkId);
    expect(links({})).toEqual(['o1']);
    expect(links({ openOnly: '0' })).toEqual(['o1']);
    expect(links({ openOnly: '1' })).toEqual(['o0']);
    expect(links({ orderLinkId: 'o0' })).toEqual(['o0']);
    expect(links({ orderLinkId: 'o1' })).toEqual(['o1']);
    expect(links({ orderLinkId: 'none' })).toEqual([]);
    expect(links({ symbol: '', settleCoin: 'USDT' })).toEqual(['o1']);
    expect(links({ symbol: '', baseCoin: 'ETH' })).toEqual([]);
    expect(bench.get('/v5/order/realtime', { symbol: '' }).retCode).toBe(10001);
  });

  it('a restart wipes the closed orders of realtime, not those of the history', () => {
    const bench = withOrders(2);
    bench.post('/v5/order/cancel', { orderLinkId: 'o0' });
    bench.wait();
    bench.venue.restart(false);
    expect(bench.list('/v5/order/realtime', { openOnly: '1' })).toHaveLength(1);
    bench.venue.restart(true);
    expect(bench.list('/v5/order/realtime', { openOnly: '1' })).toEqual([]);
    expect(bench.list('/v5/order/realtime', { orderLinkId: 'o0' })).toEqual([]);
    expect(bench.list('/v5/order/realtime', { orderLinkId: 'o1' })).toHaveLength(1);
    expect(bench.list('/v5/order/history', { orderLinkId: 'o0' })).toHaveLength(1);
  });

  it('the history forgets what never filled after a day', () => {
    const bench = withOrders(1);
    bench.post('/v5/order/cancel', { orderLinkId: 'o0' });
    bench.place({ orderLinkId: 'filled' });
    const links = () => bench.list('/v5/order/history').map(({ orderLinkId }) => orderLinkId);
    expect(links()).toEqual(['filled', 'o0']);
    bench.wait(86_400_000);
    expect(links()).toEqual(['filled']);
  });

  it('by orderFilter', () => {
    const bench = withOrders(1);
    bench.place({ triggerPrice: '61000', triggerDirection: 1, orderLinkId: 'stop' });
    const links = (orderFilter: string) =>
      bench.list('/v5/order/realtime', { orderFilter }).map(({ orderLinkId }) => orderLinkId);
    expect(links('Order')).toEqual(['o0']);
    expect(links('StopOrder')).toEqual(['stop']);
  });
});

describe('execution/list', () => {
  it('by type, order and time', () => {
    const bench = new VenueBench();
    const first = bench.place({ orderLinkId: 'a' });
    bench.wait(8 * 3_600_000).place({ orderLinkId: 'b' });
    const count = (params: object) => bench.list('/v5/execution/list', { ...params }).length;
    expect(count({})).toBe(3);
    expect(count({ execType: 'Funding' })).toBe(1);
    expect(count({ execType: 'Trade' })).toBe(2);
    expect(count({ orderId: first['orderId'] })).toBe(1);
    expect(count({ orderLinkId: 'b' })).toBe(1);
    expect(count({ startTime: String(START_MS + 3) })).toBe(2);
    expect(count({ endTime: String(START_MS + 2) })).toBe(1);
    expect(count({ category: 'inverse' })).toBe(0);
  });
});

describe('market data by REST', () => {
  it('instruments', () => {
    const bench = new VenueBench();
    const list = (params: object) => bench.get('/v5/market/instruments-info', { ...params }).result['list'];
    expect(list({})).toMatchObject([
      {
        symbol: SYMBOL,
        status: 'Trading',
        priceFilter: { minPrice: '0.10', maxPrice: '1999999.80', tickSize: '0.10' },
        lotSizeFilter: {
          maxOrderQty: '1190.000',
          minOrderQty: '0.001',
          qtyStep: '0.001',
          minNotionalValue: '5',
        },
        leverageFilter: { minLeverage: '1', maxLeverage: '100.00', leverageStep: '0.01' },
        fundingInterval: 480,
        fullName: '',
      },
    ]);
    for (const category of ['spot', 'inverse', 'option']) {
      const { retCode, result } = bench.get('/v5/market/instruments-info', { category, limit: '1000' });
      expect({ retCode, ...result }).toEqual({ retCode: 0, category, list: [], nextPageCursor: '' });
    }
    expect(list({ symbol: '', status: 'PreLaunch' })).toEqual([]);
    expect(bench.get('/v5/market/instruments-info', { category: 'x' }).retCode).toBe(10001);
  });

  it('klines, newest first, with the quiet minutes between', () => {
    const bench = new VenueBench();
    bench.wait(60_000).trade(60_100, 5).trade(60_050, 2, -1);
    bench.wait(120_000).trade(60_200);
    const list = bench.get('/v5/market/kline', { interval: '1' }).result['list'];
    const start = (minute: number) => String(START_MS + minute * 60_000);
    expect(list).toEqual([
      [start(3), '60200', '60200', '60200', '60200', '0.001', '60.2'],
      [start(2), '60050', '60050', '60050', '60050', '0', '0'],
      [start(1), '60100', '60100', '60050', '60050', '0.007', '420.6'],
      [start(0), '60000', '60000', '60000', '60000', '0.001', '60'],
    ]);
    expect(bench.get('/v5/market/kline', { interval: '60' }).result['list']).toEqual([
      [start(0), '60000', '60200', '60000', '60200', '0.009', '540.8'],
    ]);
    expect(bench.get('/v5/market/kline', { interval: '1', limit: '2' }).result['list']).toHaveLength(2);
    const part = { interval: '1', start: start(1), end: start(2) };
    expect(bench.get('/v5/market/kline', part).result['list']).toHaveLength(2);
    expect(bench.get('/v5/market/kline', { interval: '7' }).retCode).toBe(10001);
  });

  it('tickers, book, trades and time', () => {
    const bench = new VenueBench();
    bench.wait(5).trade(60_000.1, 10);
    expect(bench.list('/v5/market/tickers')).toMatchObject([
      {
        symbol: SYMBOL,
        lastPrice: '60000.1',
        markPrice: '60000',
        indexPrice: '60000',
        bid1Price: '60000',
        bid1Size: '1.5',
        ask1Price: '60000.1',
        ask1Size: '2.5',
        fundingRate: '0.0001',
        nextFundingTime: String(Date.UTC(2026, 0, 1, 8)),
        fundingIntervalHour: '8',
      },
    ]);
    const book = bench.get('/v5/market/orderbook', { limit: '2' }).result;
    expect(book).toMatchObject({ s: SYMBOL, u: 1_001 });
    expect(book['b']).toHaveLength(2);
    expect((book['b'] as unknown[])[0]).toEqual(['60000', '1.5']);
    expect(bench.list('/v5/market/recent-trade')[0]).toMatchObject({
      price: '60000.1',
      size: '0.010',
      side: 'Buy',
      time: String(START_MS + 5),
      isBlockTrade: false,
    });
    const { result } = bench.get('/v5/market/time', {}, null);
    expect(result).toEqual({ timeSecond: String(START_MS / 1_000), timeNano: `${START_MS + 5}000000` });
  });

  it('what is not there', () => {
    const bench = new VenueBench();
    expect(bench.get('/v5/market/nothing').retCode).toBe(10001);
    expect(bench.get('/v5/market/tickers', { symbol: 'XYZUSDT' }).retCode).toBe(10001);
  });
});
