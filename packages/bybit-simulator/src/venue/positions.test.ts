import { describe, expect, it } from 'vitest';
import { VenueBench } from './testing/venue-bench.ts';

const MONEY = 1_000_000_000_000n;

describe('positions', () => {
  it('average what they were bought at, and keep it while they shrink', () => {
    const bench = new VenueBench();
    bench.place({});
    bench.quote(61_000).place({ qty: '0.020' });
    expect(bench.position()).toMatchObject({
      size: '0.030',
      avgPrice: '60666.76666667',
      positionValue: '1820.003',
    });
    bench.place({ side: 'Sell', qty: '0.015' });
    expect(bench.position()).toMatchObject({
      size: '0.015',
      avgPrice: '60666.76666667',
      positionValue: '910.0015',
    });
  });

  it('turn round by an order larger than they are', () => {
    const bench = new VenueBench();
    bench.place({});
    bench.place({ side: 'Sell', qty: '0.025' });
    expect(bench.position()).toMatchObject({ side: 'Sell', size: '0.015', avgPrice: '60000' });
    expect(bench.executions()[0]).toMatchObject({ execQty: '0.025', closedSize: '0.01', execPnl: '-0.001' });
  });

  it('bring their profit to the wallet, less the fees', () => {
    const bench = new VenueBench();
    bench.place({});
    bench.quote(61_000).place({ side: 'Sell' });
    // 610 - 600.001 = 9.999; fees 0.33000055 + 0.3355
    expect(bench.wallet()).toMatchObject({
      totalWalletBalance: '10009.33349945',
      totalEquity: '10009.33349945',
    });
    expect(bench.wallet()['coin']).toMatchObject([{ cumRealisedPnl: '9.999' }]);
    expect(bench.list('/v5/position/closed-pnl')).toMatchObject([
      {
        side: 'Sell',
        closedSize: '0.010',
        avgEntryPrice: '60000.1',
        avgExitPrice: '61000',
        cumEntryValue: '600.001',
        cumExitValue: '610',
        openFee: '0.33000055',
        closeFee: '0.3355',
        closedPnl: '9.33349945',
        fillCount: '1',
      },
    ]);
    expect(bench.position()).toMatchObject({ curRealisedPnl: '9.999', cumRealisedPnl: '9.999' });
  });

  it('are told about after every order, and never with an older seq', () => {
    const bench = new VenueBench();
    bench.place({});
    bench.place({ orderType: 'Limit', price: '59000', orderLinkId: 'a' });
    bench.post('/v5/order/cancel', { orderLinkId: 'a' });
    bench.post('/v5/position/set-leverage', { buyLeverage: '5', sellLeverage: '5' });
    const seqs = bench
      .wait()
      .pushes.filter(({ topic }) => topic === 'position')
      .map(({ data }) => Number(data[0]!['seq']));
    expect(seqs).toHaveLength(4);
    expect(seqs.every((seq, at) => at === 0 || seq > seqs[at - 1]!)).toBe(true);
  });

  it('of one account are not the other one’s', () => {
    const bench = new VenueBench();
    bench.place({});
    expect(bench.position('two')).toMatchObject({ size: '0' });
    expect(bench.executions('two')).toEqual([]);
    expect(bench.pushes.every(({ account }) => account === 'one')).toBe(true);
    expect(bench.get('/v5/position/list', {}, 'three').retCode).toBe(10003);
    expect(bench.get('/v5/position/list', {}, null).retCode).toBe(10003);
  });
});

describe('margin and leverage', () => {
  it('orders and positions hold margin by the leverage', () => {
    const bench = new VenueBench();
    bench.place({ orderType: 'Limit', price: '59000', qty: '0.100' });
    expect(bench.wallet()).toMatchObject({ totalInitialMargin: '590', totalAvailableBalance: '9410' });
    bench.place({});
    expect(bench.wallet()).toMatchObject({ totalInitialMargin: '650.0001' });
    bench.post('/v5/position/set-leverage', { buyLeverage: '20', sellLeverage: '20' });
    expect(bench.wallet()).toMatchObject({ totalInitialMargin: '325.00005' });
    expect(bench.position()).toMatchObject({ leverage: '20' });
  });

  it('what closes a position needs none', () => {
    const bench = new VenueBench();
    bench.place({ qty: '1.600' });
    expect(bench.create({ qty: '1.600' }).retCode).toBe(110007);
    expect(bench.create({ side: 'Sell', qty: '1.600' }).retCode).toBe(0);
  });

  it.each([
    [{ buyLeverage: '10', sellLeverage: '10' }, 110043],
    [{ buyLeverage: '5', sellLeverage: '6' }, 10001],
    [{ buyLeverage: '100.01', sellLeverage: '100.01' }, 10001],
    [{ buyLeverage: '0.5', sellLeverage: '0.5' }, 10001],
    [{ buyLeverage: 'x', sellLeverage: 'x' }, 10001],
    [{ buyLeverage: '12.5', sellLeverage: '12.5' }, 0],
  ])('set-leverage %j', (params, retCode) => {
    expect(new VenueBench().post('/v5/position/set-leverage', params).retCode).toBe(retCode);
  });

  it('leverage cannot fall below what the wallet carries', () => {
    const bench = new VenueBench();
    bench.place({ qty: '1.600' });
    const { retCode } = bench.post('/v5/position/set-leverage', { buyLeverage: '5', sellLeverage: '5' });
    expect(retCode).toBe(110044);
    expect(bench.position()).toMatchObject({ leverage: '10' });
  });

  it('position mode stays one-way', () => {
    const bench = new VenueBench();
    const switchTo = (mode: number) => bench.post('/v5/position/switch-mode', { mode }).retCode;
    expect(switchTo(0)).toBe(110025);
    expect(switchTo(3)).toBe(10001);
    bench.place({ orderType: 'Limit', price: '59000' });
    expect(switchTo(3)).toBe(110028);
    bench.place({});
    expect(switchTo(3)).toBe(110024);
  });
});

describe('funding', () => {
  it('is paid by a long position at the mark, as an execution that changes no size', () => {
    const bench = new VenueBench();
    bench.place({});
    bench.prices(60_500).takePushes();
    bench.wait(7 * 3_600_000);
    expect(bench.takePushes()).toEqual(['execution', 'position', 'wallet']);
    expect(bench.executions()[0]).toMatchObject({
      execType: 'Funding',
      orderType: 'UNKNOWN',
      execFee: '0.0605',
      execPrice: '60500',
      execQty: '0.010',
      feeRate: '0.0001',
      closedSize: '0',
      execTime: String(Date.UTC(2026, 0, 1, 8)),
    });
    expect(bench.position()).toMatchObject({ size: '0.010', avgPrice: '60000.1' });
    expect(bench.wallet()).toMatchObject({ totalWalletBalance: '9999.60949945' });
    expect(bench.list('/v5/market/funding/history')).toEqual([
      { symbol: 'BTCUSDT', fundingRate: '0.0001', fundingRateTimestamp: String(Date.UTC(2026, 0, 1, 8)) },
    ]);
  });

  it('is received by a short, and turns with the rate', () => {
    const bench = new VenueBench();
    bench.place({ side: 'Sell' });
    bench.wait(7 * 3_600_000);
    expect(bench.executions()[0]).toMatchObject({ execFee: '-0.06', side: 'Sell' });
    bench.venue.play('BTCUSDT').fundingRate(-50_000);
    bench.wait(8 * 3_600_000);
    expect(bench.executions()[0]).toMatchObject({ execFee: '0.3', feeRate: '-0.0005' });
    expect(bench.venue.money('one').funding).toBe((24n * MONEY) / 100n);
  });

  it('passes flat accounts by', () => {
    const bench = new VenueBench();
    bench.wait(24 * 3_600_000);
    expect(bench.takePushes()).toEqual([]);
    expect(bench.list('/v5/market/funding/history')).toHaveLength(3);
  });
});

describe('what happens to an account by the venue or by hand', () => {
  it('liquidation by the mark price: orders go, the position is taken over', () => {
    const bench = new VenueBench();
    bench.place({ qty: '1.600' });
    bench.place({ side: 'Sell', triggerPrice: '50000', triggerDirection: 2, orderLinkId: 'stop' });
    bench.takePushes();
    bench.prices(54_400);
    expect(bench.takePushes()).toEqual([]);
    bench.prices(54_000);
    expect(bench.takePushes()).toEqual([
      'execution',
      'order Deactivated',
      'order Filled',
      'position',
      'wallet',
    ]);
    expect(bench.byLink('stop')).toMatchObject({ cancelType: 'CancelAllBeforeLiq' });
    expect(bench.executions()[0]).toMatchObject({
      execType: 'BustTrade',
      createType: 'CreateByLiq',
      closedSize: '1.6',
    });
    expect(bench.position()).toMatchObject({ size: '0' });
  });

  it('a liquidation below nothing is made good', () => {
    const bench = new VenueBench();
    bench.place({ qty: '1.600' });
    bench.prices(50_000);
    expect(bench.wallet()).toMatchObject({ totalWalletBalance: '0', totalEquity: '0' });
    const { wallet, deposits, realised, fees, funding, insured } = bench.venue.money('one');
    expect(insured > 0n).toBe(true);
    expect(wallet).toBe(deposits + realised - fees - funding + insured);
  });

  it('liquidation and deleveraging by script', () => {
    const bench = new VenueBench();
    bench.place({});
    bench.venue.happen({ kind: 'liquidate', account: 'one', symbol: 'BTCUSDT', adl: false });
    expect(bench.executions()[0]).toMatchObject({ execType: 'BustTrade', side: 'Sell', execQty: '0.010' });
    bench.place({});
    bench.venue.happen({ kind: 'liquidate', account: 'one', symbol: 'BTCUSDT', adl: true });
    expect(bench.executions()[0]).toMatchObject({ execType: 'AdlTrade', execFee: '0', execPrice: '60000' });
    expect(bench.position()).toMatchObject({ size: '0' });
  });

  it('a trade by hand', () => {
    const bench = new VenueBench();
    bench.venue.happen({ kind: 'position', account: 'one', symbol: 'BTCUSDT', qty: '-0.005' });
    bench.wait();
    expect(bench.position()).toMatchObject({ side: 'Sell', size: '0.005' });
    expect(bench.executions()[0]).toMatchObject({ orderLinkId: '', execType: 'Trade' });
  });

  it('is refused for what does not exist', () => {
    const { venue } = new VenueBench();
    const by = (account: string, symbol: string, qty: string) => () =>
      venue.happen({ kind: 'position', account, symbol, qty });
    expect(by('three', 'BTCUSDT', '1')).toThrow(/no account "three"/);
    expect(by('one', 'XYZUSDT', '1')).toThrow(/does not list "XYZUSDT"/);
    expect(by('one', 'BTCUSDT', '0.0001')).toThrow(/off-grid/);
  });
});
