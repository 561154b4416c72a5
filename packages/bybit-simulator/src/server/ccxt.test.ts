// The venue as ccxt sees it, unmodified, over real sockets. It is big: this is the only file that loads it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quoteAt, tradeAt } from '../testing/listed-market.ts';
import { OPEN_MS, serveVenue } from '../testing/served-venue.ts';

type Pro = InstanceType<typeof import('ccxt')['default']['pro']['bybit']>;

const SYMBOL = 'BTC/USDT:USDT';
const MARKET = [
  quoteAt(OPEN_MS, 600_000),
  tradeAt(OPEN_MS + 10, 600_001, 10, 1),
  tradeAt(OPEN_MS + 100_000, 599_999, 5, -1),
  quoteAt(OPEN_MS + 100_001, 599_990),
];

let venue: Awaited<ReturnType<typeof serveVenue>>;
let exchange: Pro;

beforeAll(async () => {
  venue = await serveVenue(MARKET);
  venue.wait(100);
  const { default: ccxt } = await import('ccxt');
  const { key: apiKey, secret } = venue.one;
  exchange = new ccxt.pro.bybit({ apiKey, secret, enableRateLimit: false, options: { defaultType: 'swap' } });
  const { url, webSocketUrl } = venue.server;
  const priv = `${webSocketUrl}/v5/private`;
  exchange.urls['api'] = {
    spot: url,
    futures: url,
    v2: url,
    public: url,
    private: url,
    ws: {
      public: { linear: `${webSocketUrl}/v5/public/linear` },
      private: { spot: { unified: priv }, contract: priv, trade: `${webSocketUrl}/v5/trade` },
    },
  };
  // ccxt asks for this wherever a socket is not encrypted.
  await exchange.loadHttpProxyAgent();
  await exchange.loadMarkets();
});

afterAll(async () => {
  await exchange.close();
  await venue.close();
});

/** Lets the clock run until a promise is settled: answers of the venue take venue time. */
async function whileTimePasses<T>(promise: Promise<T>): Promise<T> {
  let isSettled = false;
  const settled = promise.finally(() => {
    isSettled = true;
  });
  while (!isSettled) {
    venue.wait(5);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return settled;
}

describe('ccxt', () => {
  it('loads markets and reads them', async () => {
    expect(exchange.market(SYMBOL)).toMatchObject({
      id: 'BTCUSDT',
      swap: true,
      precision: { price: 0.1, amount: 0.001 },
    });
    expect(await exchange.fetchTime()).toBe(venue.clock.nowMs());
    expect((await exchange.fetchTicker(SYMBOL)).last).toBe(60_000.1);
    const book = await exchange.fetchOrderBook(SYMBOL, 25);
    expect([book.bids[0]?.[0], book.asks[0]?.[0]]).toEqual([60_000, 60_000.1]);
    expect(await exchange.fetchTrades(SYMBOL)).toMatchObject([
      { side: 'buy', price: 60_000.1, amount: 0.01 },
    ]);
    expect(await exchange.fetchOHLCV(SYMBOL, '1m')).not.toHaveLength(0);
  });

  it('reads the account', async () => {
    const balance = await exchange.fetchBalance();
    expect(balance['USDT']?.total).toBeGreaterThan(0);
    expect((await exchange.fetchTradingFee(SYMBOL)).taker).toBe(0.000_55);
    expect(Object.keys(await exchange.fetchTradingFees())).toContain(SYMBOL);
    expect(await exchange.fetchPositions()).toEqual([]);
  });

  it('places, amends and cancels a limit order', async () => {
    const order = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.01, 59_000);
    venue.wait(100);
    expect(await exchange.fetchOpenOrders(SYMBOL)).toMatchObject([
      { id: order.id, price: 59_000, amount: 0.01 },
    ]);
    await exchange.editOrder(order.id!, SYMBOL, 'limit', 'buy', 0.02, 58_000);
    venue.wait(100);
    expect(await exchange.fetchOpenOrders(SYMBOL)).toMatchObject([{ price: 58_000, amount: 0.02 }]);
    await exchange.cancelOrder(order.id!, SYMBOL);
    venue.wait(100);
    expect(await exchange.fetchOpenOrders(SYMBOL)).toEqual([]);
    await expect(exchange.cancelOrder(order.id!, SYMBOL)).rejects.toThrow(/110001/);
  });

  it('goes in and out by the market, with a stop between', async () => {
    await exchange.setLeverage(5, SYMBOL);
    await exchange.createOrder(SYMBOL, 'market', 'buy', 0.01);
    venue.wait(100);
    expect(await exchange.fetchPositions([SYMBOL])).toMatchObject([
      { side: 'long', contracts: 0.01, leverage: 5 },
    ]);
    const stop = await exchange.createOrder(SYMBOL, 'market', 'sell', 0.01, undefined, {
      triggerPrice: 59_000,
      triggerDirection: 'descending',
      reduceOnly: true,
    });
    venue.wait(100);
    const stops = await exchange.fetchOpenOrders(SYMBOL, undefined, undefined, { trigger: true });
    expect(stops).toMatchObject([{ id: stop.id, triggerPrice: 59_000, reduceOnly: true }]);
    await exchange.cancelAllOrders(SYMBOL);
    await exchange.createOrder(SYMBOL, 'market', 'sell', 0.01, undefined, { reduceOnly: true });
    venue.wait(100);
    expect(await exchange.fetchPositions()).toEqual([]);
    const trades = await exchange.fetchMyTrades(SYMBOL);
    expect(trades.map(({ side, amount }) => [side, amount])).toEqual([
      ['buy', 0.01],
      ['sell', 0.01],
    ]);
  });

  it('watches trades and the book', async () => {
    const book = await whileTimePasses(exchange.watchOrderBook(SYMBOL));
    expect([book.bids[0]?.[0], book.asks[0]?.[0]]).toEqual([60_000, 60_000.1]);
    const watched = exchange.watchTrades(SYMBOL);
    const subscribed = () =>
      venue.protocol.log.calls.some(({ params }) => JSON.stringify(params).includes('publicTrade.BTCUSDT'));
    while (!subscribed()) await new Promise((resolve) => setImmediate(resolve));
    venue.clock.runUntil(OPEN_MS + 100_001);
    expect(await watched).toMatchObject([{ side: 'sell', price: 59_999.9, amount: 0.005 }]);
  });

  it('watches its orders', async () => {
    const watched = exchange.watchOrders(SYMBOL);
    const subscribed = () =>
      venue.protocol.log.calls.some(
        ({ operation, path }) => operation === 'subscribe' && path === '/v5/private',
      );
    while (!subscribed()) await new Promise((resolve) => setImmediate(resolve));
    const order = await exchange.createOrder(SYMBOL, 'limit', 'buy', 0.01, 50_000);
    const [seen] = await whileTimePasses(watched);
    expect(seen).toMatchObject({ id: order.id, status: 'open', price: 50_000 });
    await exchange.cancelOrder(order.id!, SYMBOL);
  });

  it('is refused with another secret', async () => {
    const { default: ccxt } = await import('ccxt');
    const stranger = new ccxt.bybit({ apiKey: venue.one.key, secret: 'wrong' });
    stranger.urls['api'] = exchange.urls['api'];
    await expect(stranger.fetchBalance()).rejects.toThrow(/10004/);
  });
});
