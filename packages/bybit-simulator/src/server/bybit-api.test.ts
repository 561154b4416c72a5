// The venue as the official TypeScript client sees it, unmodified, over real sockets.
import { RestClientV5, WebsocketAPIClient, WebsocketClient } from 'bybit-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quoteAt, tradeAt } from '../testing/listed-market.ts';
import { OPEN_MS, serveVenue } from '../testing/served-venue.ts';

const SILENT = { trace: () => {}, info: () => {}, error: () => {} };
const symbol = 'BTCUSDT';
const category = 'linear' as const;
/** Best bid 60,000.0 and best ask 60,000.1; later a fall to 59,000.0. */
const MARKET = [
  quoteAt(OPEN_MS, 600_000),
  tradeAt(OPEN_MS + 10, 600_001, 10, 1),
  tradeAt(OPEN_MS + 100_000, 599_999, 5, -1),
  quoteAt(OPEN_MS + 200_000, 590_000),
  tradeAt(OPEN_MS + 200_001, 590_000, 5, -1),
];

type Row = Record<string, unknown>;
type Venue = Awaited<ReturnType<typeof serveVenue>>;

let venue: Venue;
let rest: RestClientV5;
const sockets: WebsocketClient[] = [];

beforeAll(async () => {
  venue = await serveVenue(MARKET);
  venue.wait(100);
  rest = restOf('one');
});

afterAll(async () => {
  for (const socket of sockets) socket.closeAll(true);
  await venue.close();
});

function restOf(name: 'one' | 'two'): RestClientV5 {
  const { key, secret } = venue[name];
  return new RestClientV5({ key, secret, baseUrl: venue.server.url }, { timeout: 5_000, proxy: false });
}

/** A client of one stream, and what it hears. */
function socketOf(path: string, keys = true) {
  const { key, secret } = venue.one;
  const wsUrl = `${venue.server.webSocketUrl}${path}`;
  const client = new WebsocketClient(keys ? { key, secret, wsUrl } : { wsUrl }, SILENT);
  sockets.push(client);
  const heard: { topic: string; data: unknown; type?: string }[] = [];
  const waiting: (() => void)[] = [];
  client.on('update', (message: (typeof heard)[number]) => {
    heard.push(message);
    for (const wake of waiting.splice(0)) wake();
  });
  client.on('exception', () => {});
  const until = async (isThere: (rows: Row[], topic: string) => boolean): Promise<Row[]> => {
    for (;;) {
      for (const { topic, data } of heard) {
        const rows = (Array.isArray(data) ? data : [data]) as Row[];
        if (isThere(rows, topic)) return rows;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  return { client, heard, until };
}

function acknowledged(client: WebsocketClient): Promise<Row> {
  return new Promise((resolve) => {
    client.on('response', (message) => {
      if ((message as unknown as Row)['op'] === 'subscribe') resolve(message as unknown as Row);
    });
  });
}

async function openOrders(): Promise<Row[]> {
  const { result } = await rest.getActiveOrders({ category, symbol, openOnly: 0 });
  return result.list as unknown as Row[];
}

async function position(): Promise<Row> {
  const { result } = await rest.getPositionInfo({ category, symbol });
  return result.list[0] as unknown as Row;
}

describe('RestClientV5', () => {
  it('reads market and account', async () => {
    const time = await rest.getServerTime();
    expect(time.result.timeSecond).toBe(String(Math.floor(venue.clock.nowMs() / 1_000)));
    const instruments = await rest.getInstrumentsInfo({ category, symbol });
    expect(instruments.result.list[0]).toMatchObject({
      symbol,
      status: 'Trading',
      priceFilter: { tickSize: expect.stringMatching(/^0\.10?$/) },
      lotSizeFilter: { qtyStep: '0.001' },
    });
    const book = await rest.getOrderbook({ category, symbol, limit: 25 });
    expect([Number(book.result.b[0]?.[0]), Number(book.result.a[0]?.[0])]).toEqual([60_000, 60_000.1]);
    const tickers = await rest.getTickers({ category, symbol });
    expect(Number(tickers.result.list[0]?.lastPrice)).toBe(60_000.1);
    const trades = await rest.getPublicTradingHistory({ category, symbol });
    expect(trades.result.list[0]).toMatchObject({ side: 'Buy', size: '0.010' });
    expect((await rest.getKline({ category, symbol, interval: '1', limit: 200 })).retCode).toBe(0);
    expect((await rest.getFundingRateHistory({ category, symbol })).retCode).toBe(0);
    expect((await rest.getWalletBalance({ accountType: 'UNIFIED' })).result.list[0]?.accountType).toBe(
      'UNIFIED',
    );
    expect((await rest.getFeeRate({ category, symbol })).result.list[0]?.takerFeeRate).toBe('0.00055');
    expect((await rest.getAccountInfo()).result.unifiedMarginStatus).toBeGreaterThan(0);
    expect((await rest.getQueryApiKey()).result).toMatchObject({ readOnly: 0, uta: 1 });
    expect(await position()).toMatchObject({ symbol, size: '0', side: '' });
  });

  it('places, amends and cancels a limit order', async () => {
    const placed = await rest.submitOrder({
      category,
      symbol,
      side: 'Buy',
      orderType: 'Limit',
      qty: '0.010',
      price: '59000',
      timeInForce: 'PostOnly',
      orderLinkId: 'limit-1',
    });
    expect(placed).toMatchObject({ retCode: 0, result: { orderLinkId: 'limit-1' } });
    venue.wait(100);
    expect(await openOrders()).toMatchObject([{ orderLinkId: 'limit-1', orderStatus: 'New', qty: '0.010' }]);
    const again = await rest.submitOrder({
      category,
      symbol,
      side: 'Buy',
      orderType: 'Limit',
      qty: '0.010',
      price: '59000',
      orderLinkId: 'limit-1',
    });
    expect(again.retCode).toBe(110072);
    const amended = await rest.amendOrder({
      category,
      symbol,
      orderLinkId: 'limit-1',
      qty: '0.020',
      price: '58000',
    });
    expect(amended.retCode).toBe(0);
    venue.wait(100);
    expect(await openOrders()).toMatchObject([{ qty: '0.020', price: expect.stringMatching(/^58000/) }]);
    expect((await rest.cancelOrder({ category, symbol, orderLinkId: 'limit-1' })).retCode).toBe(0);
    venue.wait(100);
    expect(await openOrders()).toEqual([]);
    expect((await rest.cancelOrder({ category, symbol, orderLinkId: 'limit-1' })).retCode).toBe(110001);
    const { result } = await rest.getHistoricOrders({ category, symbol, orderLinkId: 'limit-1' });
    expect(result.list[0]).toMatchObject({ orderStatus: 'Cancelled', cancelType: 'CancelByUser' });
  });

  it('goes into the market and out again, and sets leverage and stops', async () => {
    expect((await rest.setLeverage({ category, symbol, buyLeverage: '5', sellLeverage: '5' })).retCode).toBe(
      0,
    );
    expect((await rest.setLeverage({ category, symbol, buyLeverage: '5', sellLeverage: '5' })).retCode).toBe(
      110043,
    );
    const market = { category, symbol, orderType: 'Market' } as const;
    await rest.submitOrder({ ...market, side: 'Buy', qty: '0.010', orderLinkId: 'in-1' });
    venue.wait(100);
    expect(await position()).toMatchObject({ side: 'Buy', size: '0.010', leverage: '5' });
    const stopped = await rest.setTradingStop({
      category,
      symbol,
      stopLoss: '59500',
      tpslMode: 'Full',
      positionIdx: 0,
    });
    expect(stopped.retCode).toBe(0);
    venue.wait(100);
    expect(Number((await position())['stopLoss'])).toBe(59_500);
    const conditional = await rest.submitOrder({
      ...market,
      side: 'Sell',
      qty: '0.010',
      triggerPrice: '59400',
      triggerDirection: 2,
      triggerBy: 'LastPrice',
      reduceOnly: true,
      closeOnTrigger: true,
      orderLinkId: 'stop-1',
    });
    expect(conditional.retCode).toBe(0);
    venue.wait(100);
    const { result } = await rest.getActiveOrders({ category, symbol, orderLinkId: 'stop-1' });
    expect(result.list[0]).toMatchObject({
      orderStatus: 'Untriggered',
      reduceOnly: true,
      stopOrderType: 'Stop',
    });
    const passed = await rest.submitOrder({
      ...market,
      side: 'Sell',
      qty: '0.010',
      triggerPrice: '61000',
      triggerDirection: 2,
      reduceOnly: true,
    });
    expect(passed.retCode).toBe(110093);
    await rest.submitOrder({ ...market, side: 'Sell', qty: '0.010', reduceOnly: true, orderLinkId: 'out-1' });
    venue.wait(100);
    expect(await position()).toMatchObject({ side: '', size: '0' });
    expect((await openOrders()).map((row) => row['orderLinkId'])).toEqual(['stop-1']);
    expect((await rest.cancelAllOrders({ category, symbol })).retCode).toBe(0);
    venue.wait(100);
    expect(await openOrders()).toEqual([]);
    const executions = await rest.getExecutionList({ category, symbol });
    expect(executions.result.list.map((row) => [row.orderLinkId, row.execQty, row.execFee])).toEqual([
      ['out-1', '0.010', '0.33'],
      ['in-1', '0.010', '0.33000055'],
    ]);
    const { result: closed } = await rest.getClosedPnL({ category, symbol });
    expect(closed.list[0]).toMatchObject({ symbol, qty: '0.010' });
  });

  it('keeps two accounts apart', async () => {
    await rest.submitOrder({
      category,
      symbol,
      side: 'Buy',
      orderType: 'Limit',
      qty: '0.010',
      price: '50000',
      orderLinkId: 'mine',
    });
    venue.wait(100);
    const other = await restOf('two').getActiveOrders({ category, symbol });
    expect(other.result.list).toEqual([]);
    expect((await restOf('two').cancelOrder({ category, symbol, orderLinkId: 'mine' })).retCode).toBe(110001);
    await rest.cancelAllOrders({ category, symbol });
    venue.wait(100);
  });

  it('is refused with another secret', async () => {
    const options = { key: venue.one.key, secret: 'wrong', baseUrl: venue.server.url };
    const stranger = new RestClientV5(options, { proxy: false });
    expect((await stranger.getAccountInfo()).retCode).toBe(10004);
  });
});

describe('WebsocketClient', () => {
  it('follows trades, book and tickers', async () => {
    const { client, until, heard } = socketOf('/v5/public/linear', false);
    const ack = acknowledged(client);
    const topics = ['publicTrade.BTCUSDT', 'orderbook.1.BTCUSDT', 'orderbook.50.BTCUSDT', 'tickers.BTCUSDT'];
    void client.subscribeV5(topics, category);
    expect(await ack).toMatchObject({ success: true });
    const [book] = await until((_, topic) => topic === 'orderbook.50.BTCUSDT');
    expect(book).toMatchObject({ s: symbol, u: expect.any(Number), seq: expect.any(Number) });
    await until((_, topic) => topic === 'tickers.BTCUSDT');
    venue.clock.runUntil(OPEN_MS + 100_000);
    const [trade] = await until((_, topic) => topic === 'publicTrade.BTCUSDT');
    expect(trade).toMatchObject({ s: symbol, S: 'Sell', v: '0.005', T: OPEN_MS + 100_000 });
    expect(Number(trade?.['p'])).toBe(59_999.9);
    expect(heard.find(({ topic }) => topic === 'publicTrade.BTCUSDT')?.type).toBe('snapshot');
  });

  it('hears of orders, fills, position and wallet', async () => {
    const { client, until } = socketOf('/v5/private');
    const ack = acknowledged(client);
    void client.subscribeV5(['order', 'execution', 'position', 'wallet'], category);
    expect(await ack).toMatchObject({ success: true });
    const market = { category, symbol, orderType: 'Market', qty: '0.020' } as const;
    await rest.submitOrder({ ...market, side: 'Buy', orderLinkId: 'ws-in' });
    venue.wait(100);
    const isOf = (name: string, status: string) => (rows: Row[], topic: string) =>
      topic === 'order' && rows.some((row) => row['orderLinkId'] === name && row['orderStatus'] === status);
    const [filled] = await until(isOf('ws-in', 'Filled'));
    expect(filled).toMatchObject({ category, cumExecQty: '0.020', stopOrderType: '' });
    const [execution] = await until((_, topic) => topic === 'execution');
    expect(execution).toMatchObject({
      orderLinkId: 'ws-in',
      execType: 'Trade',
      closedSize: expect.stringMatching(/^0/),
    });
    const [held] = await until((rows, topic) => topic === 'position' && rows[0]?.['size'] === '0.020');
    expect(held).toMatchObject({ side: 'Buy', entryPrice: expect.any(String), isReduceOnly: false });
    const [wallet] = await until((_, topic) => topic === 'wallet');
    expect(wallet).toMatchObject({ accountType: 'UNIFIED', totalEquity: expect.any(String) });
    await rest.submitOrder({
      ...market,
      side: 'Sell',
      triggerPrice: '59500',
      triggerDirection: 2,
      triggerBy: 'LastPrice',
      reduceOnly: true,
      closeOnTrigger: true,
      orderLinkId: 'ws-stop',
    });
    venue.wait(100);
    await until(isOf('ws-stop', 'Untriggered'));
    venue.clock.runUntil(OPEN_MS + 200_200);
    await until(isOf('ws-stop', 'Filled'));
    await until((rows, topic) => topic === 'position' && rows[0]?.['size'] === '0');
    expect(await position()).toMatchObject({ side: '', size: '0' });
  });
});

describe('WebsocketAPIClient', () => {
  it('places, amends and cancels on the trade line', async () => {
    const { key, secret } = venue.one;
    const wsUrl = `${venue.server.webSocketUrl}/v5/trade`;
    const client = new WebsocketAPIClient({ key, secret, wsUrl, attachEventListeners: false }, SILENT);
    sockets.push(client.getWSClient());
    const order = {
      category,
      symbol,
      side: 'Buy',
      orderType: 'Limit',
      qty: '0.010',
      price: '50000',
    } as const;
    const placed = await client.submitNewOrder({ ...order, orderLinkId: 'trade-1' });
    expect(placed).toMatchObject({ retCode: 0, data: { orderLinkId: 'trade-1' } });
    venue.wait(100);
    const amended = await client.amendOrder({ category, symbol, orderLinkId: 'trade-1', price: '50001' });
    expect(amended).toMatchObject({ retCode: 0, header: { 'X-Bapi-Limit': '10' } });
    venue.wait(100);
    expect(Number((await openOrders())[0]?.['price'])).toBe(50_001);
    expect(await client.cancelOrder({ category, symbol, orderLinkId: 'trade-1' })).toMatchObject({
      retCode: 0,
    });
    venue.wait(100);
    expect(await openOrders()).toEqual([]);
    await expect(client.cancelOrder({ category, symbol, orderLinkId: 'trade-1' })).rejects.toMatchObject({
      retCode: 110001,
    });
  });
});
