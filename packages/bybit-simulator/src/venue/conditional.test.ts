import { describe, expect, it } from 'vitest';
import { VenueBench } from './testing/venue-bench.ts';

const stop = (params: object = {}) => ({
  side: 'Sell',
  triggerPrice: '58000',
  triggerDirection: 2,
  triggerBy: 'MarkPrice',
  reduceOnly: true,
  closeOnTrigger: true,
  orderLinkId: 'stop',
  ...params,
});

describe('conditional orders (reference 8)', () => {
  it('wait, trigger and fill under one id', () => {
    const bench = new VenueBench();
    bench.place({});
    const row = bench.place(stop());
    expect(row).toMatchObject({
      orderStatus: 'Untriggered',
      stopOrderType: 'Stop',
      createType: 'CreateByStopOrder',
    });
    bench.takePushes();
    bench.prices(58_000).quote(58_000);
    expect(bench.takePushes()).toEqual(['order Triggered', 'position', 'wallet']);
    bench.wait();
    expect(bench.takePushes()).toEqual(['execution', 'order Filled', 'position', 'wallet']);
    expect(bench.byLink('stop')).toMatchObject({
      orderId: row['orderId'],
      orderStatus: 'Filled',
      avgPrice: '58000',
    });
    expect(bench.executions()[0]).toMatchObject({
      closedSize: '0.01',
      stopOrderType: 'Stop',
      execPnl: '-20.001',
    });
    expect(bench.position()).toMatchObject({
      side: '',
      size: '0',
      avgPrice: '0',
      positionValue: '',
      unrealisedPnl: '',
    });
  });

  it.each([
    ['LastPrice', (bench: VenueBench) => bench.trade(58_000)],
    ['MarkPrice', (bench: VenueBench) => bench.prices(58_000, 60_000)],
    ['IndexPrice', (bench: VenueBench) => bench.prices(60_000, 58_000)],
  ] as const)('watch %s only', (triggerBy, fall) => {
    const others = { LastPrice: 'MarkPrice', MarkPrice: 'IndexPrice', IndexPrice: 'LastPrice' } as const;
    const bench = new VenueBench();
    bench.place({});
    bench.place(stop({ triggerBy }));
    bench.place(stop({ triggerBy: others[triggerBy], orderLinkId: 'other' }));
    fall(bench).wait();
    expect(bench.byLink('other')).toMatchObject({ orderStatus: 'Untriggered' });
    expect(bench.byLink('stop')).toMatchObject({ orderStatus: 'Filled' });
  });

  it('trigger upwards too', () => {
    const bench = new VenueBench();
    bench.place({ triggerPrice: '61000', triggerDirection: 1, triggerBy: 'LastPrice', orderLinkId: 'a' });
    bench.trade(60_999.9).wait();
    expect(bench.byLink('a')).toMatchObject({ orderStatus: 'Untriggered' });
    bench.trade(61_000).wait();
    expect(bench.byLink('a')).toMatchObject({ orderStatus: 'Filled' });
  });

  it('become a resting limit when they have a price', () => {
    const bench = new VenueBench();
    const limit = { orderType: 'Limit', price: '60500', triggerPrice: '61000', triggerDirection: 1 };
    bench.place({ ...limit, orderLinkId: 'a' });
    bench.quote(61_000).trade(61_000).wait();
    expect(bench.byLink('a')).toMatchObject({ orderStatus: 'New', price: '60500', stopOrderType: 'Stop' });
    expect(bench.quote(60_400).byLink('a')).toMatchObject({ orderStatus: 'Filled', avgPrice: '60500' });
  });

  it('stay when the position is gone, and do nothing when they trigger', () => {
    const bench = new VenueBench();
    bench.place({});
    bench.place(stop());
    bench.place({ side: 'Sell', reduceOnly: true });
    expect(bench.byLink('stop')).toMatchObject({ orderStatus: 'Untriggered' });
    bench.prices(57_000).quote(57_000).wait();
    expect(bench.byLink('stop')).toMatchObject({
      orderStatus: 'Cancelled',
      cancelType: 'CancelByReduceOnly',
    });
    expect(bench.position()).toMatchObject({ size: '0' });
  });

  it('close no more than there is', () => {
    const bench = new VenueBench();
    bench.place({});
    bench.place(stop({ qty: '0.025' }));
    bench.prices(58_000).quote(58_000).wait();
    expect(bench.byLink('stop')).toMatchObject({
      orderStatus: 'Cancelled',
      cumExecQty: '0.010',
      cancelType: 'CancelByReduceOnly',
    });
    expect(bench.position()).toMatchObject({ size: '0' });
  });

  it('take no margin before their trigger, and are cancelled when it is lacking then', () => {
    const bench = new VenueBench();
    bench.place({ qty: '1.600' });
    const before = bench.wallet()['totalInitialMargin'];
    bench.place({ qty: '1.000', triggerPrice: '60100', triggerDirection: 1, orderLinkId: 'a' });
    expect(bench.wallet()['totalInitialMargin']).toBe(before);
    bench.trade(60_100).wait();
    expect(bench.byLink('a')).toMatchObject({ orderStatus: 'Cancelled', cumExecQty: '0.000' });
  });

  it('are deactivated when they are cancelled before their trigger', () => {
    const bench = new VenueBench();
    bench.place(stop());
    bench.post('/v5/order/cancel', { orderLinkId: 'stop' });
    expect(bench.wait().byLink('stop')).toMatchObject({
      orderStatus: 'Deactivated',
      cancelType: 'CancelByUser',
    });
  });

  it('can be moved, but not behind the price', () => {
    const bench = new VenueBench();
    bench.place({});
    bench.place(stop());
    expect(bench.post('/v5/order/amend', { orderLinkId: 'stop', triggerPrice: '60001' }).retCode).toBe(
      110093,
    );
    expect(
      bench.post('/v5/order/amend', { orderLinkId: 'stop', triggerPrice: '59000', qty: '0.005' }).retCode,
    ).toBe(0);
    expect(bench.wait().byLink('stop')).toMatchObject({ triggerPrice: '59000', qty: '0.005' });
    bench.prices(59_000).wait();
    expect(bench.byLink('stop')).toMatchObject({ orderStatus: 'Filled' });
    expect(bench.position()).toMatchObject({ size: '0.005' });
  });

  it('fire on arrival when the price has passed meanwhile', () => {
    const bench = new VenueBench();
    bench.place({});
    expect(bench.create(stop()).retCode).toBe(0);
    bench.prices(57_000).wait();
    expect(bench.byLink('stop')).toMatchObject({ orderStatus: 'Filled' });
  });
});

describe('reduce-only orders in the book', () => {
  it('go with the position', () => {
    const bench = new VenueBench();
    bench.place({});
    bench.place({ side: 'Sell', orderType: 'Limit', price: '61000', reduceOnly: true, orderLinkId: 'tp' });
    bench.place({ side: 'Sell' });
    expect(bench.byLink('tp')).toMatchObject({ orderStatus: 'Cancelled', cancelType: 'CancelByReduceOnly' });
  });

  it('never turn a position round', () => {
    const bench = new VenueBench();
    bench.place({});
    bench.place({
      side: 'Sell',
      orderType: 'Limit',
      price: '61000',
      qty: '0.030',
      reduceOnly: true,
      orderLinkId: 'tp',
    });
    bench.quote(61_000).wait();
    expect(bench.byLink('tp')).toMatchObject({ orderStatus: 'Cancelled', cumExecQty: '0.010' });
    expect(bench.position()).toMatchObject({ size: '0' });
  });
});
