import { describe, expect, it } from 'vitest';
import { VenueBench } from './testing/venue-bench.ts';

const PATH = '/v5/position/trading-stop';
const full = { tpslMode: 'Full', takeProfit: '62000', stopLoss: '58000', slTriggerBy: 'MarkPrice' };

function long(): VenueBench {
  const bench = new VenueBench();
  bench.place({});
  return bench;
}

/** Position orders that are at work, as `type status qty`. */
function stops(bench: VenueBench): string[] {
  return bench
    .list('/v5/order/realtime')
    .map((row) => `${row['stopOrderType']} ${row['orderStatus']} ${row['qty']}`)
    .sort();
}

describe('take-profit and stop of a whole position (reference 8)', () => {
  it('are orders, and stand in the position', () => {
    const bench = long();
    expect(bench.post(PATH, full)).toMatchObject({ retCode: 0, result: {} });
    bench.wait();
    expect(stops(bench)).toEqual(['StopLoss Untriggered 0.010', 'TakeProfit Untriggered 0.010']);
    expect(bench.position()).toMatchObject({ takeProfit: '62000', stopLoss: '58000', tpslMode: 'Full' });
    expect(bench.list('/v5/order/realtime')[0]).toMatchObject({
      stopOrderType: 'StopLoss',
      createType: 'CreateByStopLoss',
      side: 'Sell',
      reduceOnly: true,
      closeOnTrigger: true,
      triggerDirection: 2,
      triggerBy: 'MarkPrice',
      tpslMode: 'Full',
    });
  });

  it('keep the size of the position', () => {
    const bench = long();
    bench.post(PATH, full);
    bench.place({ qty: '0.020' });
    expect(stops(bench)).toEqual(['StopLoss Untriggered 0.030', 'TakeProfit Untriggered 0.030']);
    bench.place({ qty: '0.025', side: 'Sell' });
    expect(stops(bench)).toEqual(['StopLoss Untriggered 0.005', 'TakeProfit Untriggered 0.005']);
  });

  it.each([
    ['flat', '0.010'],
    ['turned round', '0.020'],
  ])('are cleared when the position is %s', (_, qty) => {
    const bench = long();
    bench.post(PATH, full);
    bench.wait().place({ side: 'Sell', qty });
    expect(stops(bench)).toEqual([]);
    expect(bench.list('/v5/order/history', { limit: '3' }).slice(1)).toMatchObject([
      { orderStatus: 'Deactivated', cancelType: 'CancelByTpSlTsClear' },
      { orderStatus: 'Deactivated', cancelType: 'CancelByTpSlTsClear' },
    ]);
    expect(bench.position()).toMatchObject({ takeProfit: '', stopLoss: '' });
  });

  it('close the position, and the other one goes', () => {
    const bench = long();
    bench.post(PATH, full);
    bench.wait().takePushes();
    bench.quote(62_000).trade(62_000).wait();
    expect(bench.takePushes()).toEqual([
      'order Triggered',
      'position',
      'wallet',
      'execution',
      'order Filled',
      'order Deactivated',
      'position',
      'wallet',
    ]);
    expect(bench.position()).toMatchObject({ size: '0' });
    expect(bench.executions()[0]).toMatchObject({
      stopOrderType: 'TakeProfit',
      createType: 'CreateByTakeProfit',
      execPnl: '19.999',
    });
  });

  it('mirror for a short', () => {
    const bench = new VenueBench();
    bench.place({ side: 'Sell' });
    expect(bench.post(PATH, full).retCode).toBe(10001);
    expect(bench.post(PATH, { tpslMode: 'Full', stopLoss: '61000' }).retCode).toBe(0);
    bench.wait().trade(61_000).wait();
    expect(bench.position()).toMatchObject({ size: '0' });
  });

  it('are moved by a new call and removed by "0"', () => {
    const bench = long();
    bench.post(PATH, full);
    bench.wait();
    expect(bench.post(PATH, full).retCode).toBe(10001);
    expect(bench.post(PATH, { tpslMode: 'Full', stopLoss: '59000' }).retCode).toBe(0);
    expect(bench.wait().position()).toMatchObject({ takeProfit: '62000', stopLoss: '59000' });
    expect(bench.post(PATH, { tpslMode: 'Full', takeProfit: '0' }).retCode).toBe(0);
    expect(bench.wait().position()).toMatchObject({ takeProfit: '', stopLoss: '59000' });
    expect(stops(bench)).toEqual(['StopLoss Untriggered 0.010']);
  });

  it('can be amended and cancelled as orders', () => {
    const bench = long();
    bench.post(PATH, { tpslMode: 'Full', stopLoss: '58000' });
    const [order] = bench.wait().list('/v5/order/realtime');
    bench.post('/v5/order/amend', { orderId: order!['orderId'], triggerPrice: '58500' });
    expect(bench.wait().position()).toMatchObject({ stopLoss: '58500' });
    bench.post('/v5/order/cancel', { orderId: order!['orderId'] });
    expect(bench.wait().position()).toMatchObject({ stopLoss: '' });
  });

  it('come with an order, from its first fill on', () => {
    const bench = new VenueBench({ fillBySize: true });
    bench.place({
      orderType: 'Limit',
      price: '59000',
      stopLoss: '58000',
      takeProfit: '61000',
      orderLinkId: 'a',
    });
    expect(stops(bench)).toEqual([' New 0.010']);
    bench.trade(58_900, 4);
    expect(stops(bench)).toEqual([
      ' PartiallyFilled 0.010',
      'StopLoss Untriggered 0.004',
      'TakeProfit Untriggered 0.004',
    ]);
    bench.trade(58_900, 6);
    expect(stops(bench)).toEqual(['StopLoss Untriggered 0.010', 'TakeProfit Untriggered 0.010']);
    expect(bench.byLink('a')).toMatchObject({ stopLoss: '58000', takeProfit: '61000', tpslMode: 'Full' });
  });

  it('are refused when flat, on the wrong side, or with a limit', () => {
    expect(new VenueBench().post(PATH, full).retCode).toBe(10001);
    expect(long().post(PATH, { ...full, stopLoss: '60000' }).retCode).toBe(10001);
    expect(long().post(PATH, { ...full, takeProfit: '60000' }).retCode).toBe(10001);
    expect(long().post(PATH, { ...full, tpOrderType: 'Limit', tpLimitPrice: '62000' }).retCode).toBe(10001);
    expect(long().post(PATH, { ...full, positionIdx: 2 }).retCode).toBe(10001);
  });

  it('follow the last price when they trail', () => {
    const bench = long();
    expect(bench.post(PATH, { tpslMode: 'Full', trailingStop: '500' }).retCode).toBe(0);
    bench.wait().trade(61_000).trade(60_600).wait();
    expect(bench.position()).toMatchObject({ size: '0.010', trailingStop: '500' });
    bench.quote(60_500).trade(60_500).wait();
    expect(bench.position()).toMatchObject({ size: '0', trailingStop: '0' });
    expect(bench.executions()[0]).toMatchObject({ stopOrderType: 'TrailingStop', execPrice: '60500' });
  });
});

describe('take-profit and stop of a part of a position', () => {
  const part = {
    tpslMode: 'Partial',
    takeProfit: '62000',
    stopLoss: '58000',
    tpSize: '0.004',
    slSize: '0.004',
  };

  it('are added by every call', () => {
    const bench = long();
    expect(bench.post(PATH, part).retCode).toBe(0);
    expect(bench.post(PATH, { tpslMode: 'Partial', stopLoss: '57000', slSize: '0.010' }).retCode).toBe(0);
    bench.wait();
    expect(stops(bench)).toEqual([
      'PartialStopLoss Untriggered 0.004',
      'PartialStopLoss Untriggered 0.010',
      'PartialTakeProfit Untriggered 0.004',
    ]);
    expect(bench.position()).toMatchObject({ tpslMode: 'Partial', stopLoss: '', takeProfit: '' });
  });

  it('close their part, and end the one they came with', () => {
    const bench = long();
    bench.post(PATH, part);
    bench.wait().quote(62_000).trade(62_000).wait();
    expect(bench.position()).toMatchObject({ size: '0.006' });
    expect(stops(bench)).toEqual([]);
  });

  it('may be limits', () => {
    const bench = long();
    const limit = {
      tpslMode: 'Partial',
      takeProfit: '62000',
      tpSize: '0.004',
      tpOrderType: 'Limit',
      tpLimitPrice: '62100',
    };
    bench.post(PATH, limit);
    bench.wait().quote(62_000).trade(62_000).wait();
    expect(stops(bench)).toEqual(['PartialTakeProfit New 0.004']);
    bench.quote(62_100);
    expect(bench.position()).toMatchObject({ size: '0.006' });
    expect(bench.executions()[0]).toMatchObject({ isMaker: true, execPrice: '62100' });
  });

  it('are cleared when the position is flat', () => {
    const bench = long();
    bench.post(PATH, part);
    bench.place({ side: 'Sell' });
    expect(stops(bench)).toEqual([]);
  });

  it('come with an order once it is done', () => {
    const bench = new VenueBench();
    bench.place({ tpslMode: 'Partial', stopLoss: '58000' });
    expect(stops(bench)).toEqual(['PartialStopLoss Untriggered 0.010']);
  });

  it('are refused without sizes, with different ones, beyond the position and above 20', () => {
    const bench = long();
    expect(bench.post(PATH, { ...part, slSize: '0.005' }).retCode).toBe(10001);
    expect(bench.post(PATH, { ...part, slSize: '' }).retCode).toBe(10001);
    expect(bench.post(PATH, { ...part, tpSize: '0.011', slSize: '0.011' }).retCode).toBe(10001);
    for (let count = 0; count < 10; count++) expect(bench.wait().post(PATH, part).retCode).toBe(0);
    expect(bench.wait().post(PATH, part).retCode).toBe(10001);
  });
});
