import { describe, expect, it } from 'vitest';
import { VenueBench } from './testing/venue-bench.ts';

const limit = (params: object) => ({ orderType: 'Limit', qty: '0.010', price: '59000', ...params });

describe('times in force (reference 8)', () => {
  const cases = [
    ['market', {}, 'Filled', '0.010', '60000.1', 'EC_NoError'],
    ['market sell', { side: 'Sell' }, 'Filled', '0.010', '60000', 'EC_NoError'],
    ['GTC below the market', limit({}), 'New', '0.000', '', 'EC_NoError'],
    ['GTC that crosses', limit({ price: '60010' }), 'Filled', '0.010', '60000.1', 'EC_NoError'],
    [
      'IOC that crosses',
      limit({ price: '60010', timeInForce: 'IOC' }),
      'Filled',
      '0.010',
      '60000.1',
      'EC_NoError',
    ],
    ['IOC that does not', limit({ timeInForce: 'IOC' }), 'Cancelled', '0.000', '', 'EC_NoImmediateQtyToFill'],
    ['FOK that does not', limit({ timeInForce: 'FOK' }), 'Cancelled', '0.000', '', 'EC_CancelForNoFullFill'],
    [
      'FOK that crosses',
      limit({ price: '60010', timeInForce: 'FOK' }),
      'Filled',
      '0.010',
      '60000.1',
      'EC_NoError',
    ],
    ['PostOnly below the market', limit({ timeInForce: 'PostOnly' }), 'New', '0.000', '', 'EC_NoError'],
    [
      'PostOnly that would take',
      limit({ price: '60000.1', timeInForce: 'PostOnly' }),
      'Cancelled',
      '0.000',
      '',
      'EC_PostOnlyWillTakeLiquidity',
    ],
  ] as const;

  it.each(cases)('%s', (_, params, orderStatus, cumExecQty, avgPrice, rejectReason) => {
    const order = new VenueBench().place(params);
    expect(order).toMatchObject({ orderStatus, cumExecQty, avgPrice, rejectReason });
  });

  it('acknowledges first; the order is seen only after the matching delay', () => {
    const bench = new VenueBench();
    const { retCode, result } = bench.create({ orderLinkId: 'a' });
    expect(retCode).toBe(0);
    expect(result).toMatchObject({ orderLinkId: 'a' });
    expect(bench.list('/v5/order/realtime', { orderLinkId: 'a' })).toEqual([]);
    expect(bench.takePushes()).toEqual([]);
    bench.wait();
    expect(bench.byLink('a')).toMatchObject({ orderStatus: 'Filled' });
    expect(bench.takePushes()).toEqual(['execution', 'order Filled', 'position', 'wallet']);
  });

  it('turns a market order into a limit 5 % away', () => {
    const bench = new VenueBench();
    expect(bench.place({})).toMatchObject({ price: '63000.1', timeInForce: 'IOC', orderType: 'Market' });
    expect(bench.place({ side: 'Sell' })).toMatchObject({ price: '57000' });
  });

  it('cancels a market order when nobody is there', () => {
    const order = new VenueBench().quote(60_000, 60_000.1, 1_500, 0).place({});
    expect(order).toMatchObject({
      orderStatus: 'Cancelled',
      rejectReason: 'EC_NoImmediateQtyToFill',
      leavesQty: '0.000',
    });
  });
});

describe('resting limits', () => {
  it('fill as maker when the opposite quote reaches them', () => {
    const bench = new VenueBench();
    bench.place(limit({ orderLinkId: 'a' }));
    bench.quote(58_999.9).wait();
    expect(bench.byLink('a')).toMatchObject({ orderStatus: 'Filled', avgPrice: '59000' });
    expect(bench.executions()[0]).toMatchObject({
      isMaker: true,
      feeRate: '0.0002',
      execFee: '0.118',
      execPrice: '59000',
    });
  });

  it('fill by a print beyond them, at it only by the rule `touch`', () => {
    const beyond = new VenueBench();
    beyond.place(limit({ orderLinkId: 'a' }));
    expect(beyond.trade(59_000).byLink('a')).toMatchObject({ orderStatus: 'New' });
    expect(beyond.trade(58_999.9).byLink('a')).toMatchObject({ orderStatus: 'Filled' });
    const touch = new VenueBench({ limitFillRule: 'touch' });
    touch.place(limit({ orderLinkId: 'a' }));
    expect(touch.trade(59_000).byLink('a')).toMatchObject({ orderStatus: 'Filled' });
  });

  it('mirror for sells', () => {
    const bench = new VenueBench();
    bench.place(limit({ side: 'Sell', price: '61000', orderLinkId: 'a' }));
    expect(bench.trade(61_000).byLink('a')).toMatchObject({ orderStatus: 'New' });
    expect(bench.quote(61_000).byLink('a')).toMatchObject({ orderStatus: 'Filled', side: 'Sell' });
    expect(bench.position()).toMatchObject({ side: 'Sell', size: '0.010' });
  });

  it('fill by what is printed when size counts', () => {
    const bench = new VenueBench({ fillBySize: true });
    bench.place(limit({ orderLinkId: 'a' }));
    bench.trade(58_999, 4);
    expect(bench.byLink('a')).toMatchObject({
      orderStatus: 'PartiallyFilled',
      cumExecQty: '0.004',
      leavesQty: '0.006',
    });
    bench.trade(58_999, 40);
    expect(bench.byLink('a')).toMatchObject({
      orderStatus: 'Filled',
      cumExecQty: '0.010',
      avgPrice: '59000',
    });
  });
});

describe('taking by size', () => {
  it('walks the book, and cancels what is left', () => {
    const bench = new VenueBench({ fillBySize: true, accounts: [{ name: 'one', deposit: '100000000' }] });
    bench.quote(60_000, 60_000.1, 5, 5);
    const [best, second] = bench.get('/v5/market/orderbook').result['a'] as [string, string][];
    expect(best).toEqual(['60000.1', '0.005']);
    bench.place({ qty: '0.006' });
    const [later, earlier] = bench.executions();
    expect(earlier).toMatchObject({ execQty: '0.005', execPrice: '60000.1' });
    expect(later).toMatchObject({ execQty: '0.001', execPrice: second![0], leavesQty: '0.000' });
    const order = bench.place({ qty: '450' });
    expect(order).toMatchObject({ orderStatus: 'Cancelled', rejectReason: 'EC_NoImmediateQtyToFill' });
    expect(Number(order['cumExecQty'])).toBeGreaterThan(1);
  });

  it('fills FOK completely or not at all', () => {
    const bench = new VenueBench({ fillBySize: true, accounts: [{ name: 'one', deposit: '100000000' }] });
    const params = { ...limit({ price: '60000.1', timeInForce: 'FOK' }), qty: '0.006' };
    expect(bench.quote(60_000, 60_000.1, 5, 5).place(params)).toMatchObject({ cumExecQty: '0.000' });
    expect(bench.quote(60_000, 60_000.1, 5, 6).place(params)).toMatchObject({ orderStatus: 'Filled' });
  });
});

describe('what is refused at once', () => {
  const cases: [string, Readonly<Record<string, unknown>>, number][] = [
    ['another category', { category: 'inverse' }, 10001],
    ['an unknown symbol', { symbol: 'XYZUSDT' }, 10001],
    ['a number for qty', { qty: 0.01 }, 10001],
    ['qty off the grid', { qty: '0.0105' }, 10001],
    ['no qty', { qty: '' }, 10001],
    ['qty 0', { qty: '0' }, 10001],
    ['a negative qty', { qty: '-0.010' }, 10001],
    ['qty above the most of a market order', { qty: '500.001' }, 10001],
    ['price off the grid', limit({ price: '59000.05' }), 10001],
    ['a limit without a price', { orderType: 'Limit' }, 10001],
    ['an unknown side', { side: 'buy' }, 10001],
    ['an unknown time in force', limit({ timeInForce: 'GTD' }), 10001],
    ['hedge mode', { positionIdx: 1 }, 10001],
    ['a link id with other characters', { orderLinkId: 'a b' }, 10001],
    ['a link id of 37 characters', { orderLinkId: 'a'.repeat(37) }, 10001],
    ['a buy far above the mark', limit({ price: '61200.1' }), 110003],
    ['a sell far below the mark', limit({ side: 'Sell', price: '58799.9' }), 110003],
    ['less than the smallest value', limit({ qty: '0.001', price: '4000' }), 110094],
    ['reduce-only when flat', { reduceOnly: true }, 110017],
    ['more than the margin', { qty: '1.700' }, 110007],
    ['a trigger without a direction', { triggerPrice: '61000' }, 10001],
    ['a rising trigger that is passed', { triggerPrice: '60000', triggerDirection: 1 }, 110092],
    ['a falling trigger that is passed', { triggerPrice: '60000', triggerDirection: 2 }, 110093],
    ['a stop-loss above a buy', { stopLoss: '60100' }, 10001],
    ['a take-profit below a buy', { takeProfit: '59900' }, 10001],
  ];

  it.each(cases)('%s', (_, params, retCode) => {
    const bench = new VenueBench();
    expect(bench.create(params).retCode).toBe(retCode);
    expect(bench.wait().takePushes()).toEqual([]);
  });

  it('a second order of one link id, whatever became of the first', () => {
    const bench = new VenueBench();
    expect(bench.create({ orderLinkId: 'a' }).retCode).toBe(0);
    expect(bench.create({ orderLinkId: 'a' }).retCode).toBe(110072);
    bench.wait();
    expect(bench.create({ orderLinkId: 'a' }).retCode).toBe(110072);
    expect(bench.create({ orderLinkId: 'a' }, 'two').retCode).toBe(0);
  });

  it('a reduce-only order on the side of the position', () => {
    const bench = new VenueBench();
    bench.place({});
    expect(bench.create({ reduceOnly: true }).retCode).toBe(110017);
    expect(bench.create({ reduceOnly: true, side: 'Sell' }).retCode).toBe(0);
  });

  it('any order while the symbol is closed', () => {
    const bench = new VenueBench();
    bench.venue.changeSymbol('BTCUSDT', { status: 'Closed' });
    expect(bench.create({}).retCode).toBe(10001);
    expect(bench.list('/v5/market/instruments-info')[0]).toMatchObject({ status: 'Closed' });
  });
});

describe('cancel and amend', () => {
  it('cancel ends an order with what the service says of it', () => {
    const bench = new VenueBench();
    bench.place(limit({ orderLinkId: 'a' }));
    bench.takePushes();
    expect(bench.post('/v5/order/cancel', { orderLinkId: 'a' }).retCode).toBe(0);
    expect(bench.byLink('a')).toMatchObject({ orderStatus: 'New' });
    const row = bench.wait().byLink('a');
    expect(row).toMatchObject({
      orderStatus: 'Cancelled',
      cancelType: 'CancelByUser',
      rejectReason: 'EC_PerCancelRequest',
      leavesQty: '0.000',
    });
    expect(bench.takePushes()).toEqual(['order Cancelled', 'position', 'wallet']);
    expect(bench.post('/v5/order/cancel', { orderLinkId: 'a' }).retCode).toBe(110001);
  });

  it('a fill may overtake an acknowledged cancel', () => {
    const bench = new VenueBench();
    bench.place(limit({ orderLinkId: 'a' }));
    expect(bench.post('/v5/order/cancel', { orderLinkId: 'a' }).retCode).toBe(0);
    bench.quote(58_000).wait();
    expect(bench.byLink('a')).toMatchObject({ orderStatus: 'Filled', cancelType: 'UNKNOWN' });
  });

  it('a partly filled order keeps its fill when it is cancelled', () => {
    const bench = new VenueBench({ fillBySize: true });
    bench.place(limit({ orderLinkId: 'a' }));
    bench.trade(58_000, 4);
    bench.post('/v5/order/cancel', { orderLinkId: 'a' });
    expect(bench.wait().byLink('a')).toMatchObject({ orderStatus: 'Cancelled', cumExecQty: '0.004' });
    expect(bench.position()).toMatchObject({ size: '0.004' });
  });

  it('an order can be cancelled before it is seen', () => {
    const bench = new VenueBench();
    bench.create(limit({ orderLinkId: 'a' }));
    expect(bench.post('/v5/order/cancel', { orderLinkId: 'a' }).retCode).toBe(0);
    expect(bench.wait().byLink('a')).toMatchObject({ orderStatus: 'Cancelled' });
  });

  it('an amendment moves price and size, and may fill at once', () => {
    const bench = new VenueBench();
    bench.place(limit({ orderLinkId: 'a' }));
    expect(bench.post('/v5/order/amend', { orderLinkId: 'a' }).retCode).toBe(10001);
    expect(bench.post('/v5/order/amend', { orderLinkId: 'a', price: '59500', qty: '0.020' }).retCode).toBe(0);
    expect(bench.wait().byLink('a')).toMatchObject({ price: '59500', qty: '0.020', orderStatus: 'New' });
    expect(bench.post('/v5/order/amend', { orderLinkId: 'a', price: '60001' }).retCode).toBe(0);
    expect(bench.wait().byLink('a')).toMatchObject({
      orderStatus: 'Filled',
      avgPrice: '60000.1',
      cumExecQty: '0.020',
    });
    expect(bench.post('/v5/order/amend', { orderLinkId: 'a', price: '60002' }).retCode).toBe(110001);
  });

  it('an amendment needs the margin for what it adds', () => {
    const bench = new VenueBench();
    bench.place(limit({ orderLinkId: 'a' }));
    expect(bench.post('/v5/order/amend', { orderLinkId: 'a', qty: '1.700' }).retCode).toBe(110007);
  });

  it.each([
    ['Order', ['limit']],
    ['StopOrder', ['stop', '']],
    ['tpslOrder', ['']],
    [undefined, ['limit', 'stop', '']],
  ])('cancel-all with orderFilter %s', (orderFilter, links) => {
    const bench = new VenueBench();
    bench.place({});
    bench.place(limit({ orderLinkId: 'limit' }));
    bench.place({
      side: 'Sell',
      triggerPrice: '58000',
      triggerDirection: 2,
      orderLinkId: 'stop',
      reduceOnly: true,
    });
    bench.post('/v5/position/trading-stop', { stopLoss: '57000', tpslMode: 'Full' });
    bench.wait();
    const { result } = bench.post('/v5/order/cancel-all', { orderFilter });
    expect((result['list'] as { orderLinkId: string }[]).map(({ orderLinkId }) => orderLinkId)).toEqual(
      links,
    );
    expect(result['success']).toBe('1');
    bench.wait();
    expect(bench.list('/v5/order/realtime')).toHaveLength(3 - links.length);
  });

  it('cancel-all needs to know what it is for', () => {
    expect(new VenueBench().post('/v5/order/cancel-all', { symbol: '' }).retCode).toBe(10001);
    expect(new VenueBench().post('/v5/order/cancel-all', { symbol: '', settleCoin: 'USDT' }).retCode).toBe(0);
  });
});

describe('faults by script', () => {
  const nextOrder = (bench: VenueBench, fault: object) =>
    bench.venue.happen({ kind: 'next-order', account: 'one', ...fault });

  it('turn an acknowledged order down', () => {
    const bench = new VenueBench();
    nextOrder(bench, { match: { side: 'Buy' }, reject: 'EC_Others' });
    expect(bench.place({ side: 'Sell' })).toMatchObject({ orderStatus: 'Filled' });
    expect(bench.place({})).toMatchObject({
      orderStatus: 'Rejected',
      rejectReason: 'EC_Others',
      cumExecQty: '0.000',
    });
    expect(bench.place({})).toMatchObject({ orderStatus: 'Filled' });
  });

  it('fill a share of a market order', () => {
    const bench = new VenueBench();
    nextOrder(bench, { fillShare: 0.3 });
    expect(bench.place({})).toMatchObject({
      orderStatus: 'Cancelled',
      cumExecQty: '0.003',
      leavesQty: '0.000',
    });
    expect(bench.position()).toMatchObject({ size: '0.003' });
  });

  it('fill a share of a resting order', () => {
    const bench = new VenueBench();
    nextOrder(bench, { fillShare: 0.3 });
    bench.place(limit({ orderLinkId: 'a' }));
    expect(bench.quote(58_000).byLink('a')).toMatchObject({ orderStatus: 'Cancelled', cumExecQty: '0.003' });
  });

  it('let a market order slip out of its band', () => {
    const bench = new VenueBench();
    bench.quote(60_000, 60_000.1, 5, 5);
    nextOrder(bench, { slippageTicks: 0 });
    expect(bench.place({})).toMatchObject({
      orderStatus: 'Cancelled',
      cumExecQty: '0.005',
      avgPrice: '60000.1',
    });
  });
});
