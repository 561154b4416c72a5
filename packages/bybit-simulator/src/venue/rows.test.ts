import { describe, expect, it } from 'vitest';
import { START_MS, VenueBench } from './testing/venue-bench.ts';

// Rows of the reference's samples (15), with times and ids of this run.
const ID = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const SEQ = expect.any(Number);
const SENT = String(START_MS);
const DONE = String(START_MS + 2);

const plainOrder = {
  orderId: ID,
  blockTradeId: '',
  symbol: 'BTCUSDT',
  qty: '0.010',
  isLeverage: '',
  positionIdx: 0,
  cancelType: 'UNKNOWN',
  rejectReason: 'EC_NoError',
  timeInForce: 'IOC',
  orderType: 'Market',
  orderIv: '',
  takeProfit: '',
  stopLoss: '',
  tpTriggerBy: '',
  slTriggerBy: '',
  tpLimitPrice: '',
  slLimitPrice: '',
  tpslMode: '',
  lastPriceOnCreated: '60000',
  placeType: '',
  smpType: 'None',
  smpGroup: 0,
  smpOrderId: '',
  leavesValue: '0',
  marketUnit: '',
  slippageToleranceType: '',
  slippageTolerance: '',
  basePrice: '',
  extraFees: '',
  cumFeeDetail: {},
};

const stopRow = {
  ...plainOrder,
  orderLinkId: 'demo-sl',
  price: '0',
  side: 'Sell',
  orderStatus: 'Untriggered',
  createType: 'CreateByStopOrder',
  stopOrderType: 'Stop',
  triggerPrice: '58000',
  triggerDirection: 2,
  triggerBy: 'MarkPrice',
  reduceOnly: true,
  closeOnTrigger: true,
  createdTime: SENT,
  updatedTime: DONE,
  leavesQty: '0.010',
  cumExecQty: '0.000',
  cumExecValue: '0',
  cumExecFee: '0',
  avgPrice: '',
};

const filledPush = {
  category: 'linear',
  feeCurrency: 'USDT',
  closedPnl: '0',
  ...plainOrder,
  orderLinkId: 'demo-1',
  price: '63000.1',
  side: 'Buy',
  orderStatus: 'Filled',
  createType: 'CreateByUser',
  stopOrderType: '',
  triggerPrice: '',
  triggerDirection: 0,
  triggerBy: '',
  reduceOnly: false,
  closeOnTrigger: false,
  createdTime: SENT,
  updatedTime: DONE,
  leavesQty: '0.000',
  cumExecQty: '0.010',
  cumExecValue: '600.001',
  cumExecFee: '0.33000055',
  avgPrice: '60000.1',
};

const execution = {
  symbol: 'BTCUSDT',
  orderId: ID,
  orderLinkId: 'demo-1',
  side: 'Buy',
  orderPrice: '63000.1',
  orderQty: '0.010',
  leavesQty: '0.000',
  createType: 'CreateByUser',
  orderType: 'Market',
  stopOrderType: 'UNKNOWN',
  execFee: '0.33000055',
  execFeeV2: '',
  feeCurrency: 'USDT',
  feeRate: '0.00055',
  execId: ID,
  execPrice: '60000.1',
  execQty: '0.010',
  execValue: '600.001',
  execPnl: '0',
  execType: 'Trade',
  execTime: DONE,
  isMaker: false,
  isLeverage: '0',
  tradeIv: '',
  markIv: '',
  markPrice: '60000',
  indexPrice: '',
  underlyingPrice: '',
  blockTradeId: '',
  closedSize: '0',
  extraFees: '',
  seq: SEQ,
  marketUnit: '',
};

const position = {
  positionIdx: 0,
  riskId: 1,
  riskLimitValue: '2000000',
  symbol: 'BTCUSDT',
  side: 'Buy',
  size: '0.010',
  positionValue: '600.001',
  tradeMode: 0,
  positionStatus: 'Normal',
  autoAddMargin: 0,
  adlRankIndicator: 2,
  leverage: '10',
  positionBalance: '0',
  markPrice: '60000',
  liqPrice: '',
  bustPrice: '',
  positionMM: '3.000005',
  positionIM: '60.0001',
  positionMMByMp: '0',
  positionIMByMp: '0',
  tpslMode: 'Full',
  takeProfit: '',
  stopLoss: '',
  trailingStop: '0',
  sessionAvgPrice: '',
  unrealisedPnl: '-0.001',
  curRealisedPnl: '0',
  cumRealisedPnl: '0',
  seq: SEQ,
  isReduceOnly: false,
  mmrSysUpdatedTime: '',
  leverageSysUpdatedTime: '',
  createdTime: DONE,
  updatedTime: DONE,
  openTime: 0,
  delta: '',
  gamma: '',
  vega: '',
  theta: '',
};

/** A wallet of which 0.33000055 was paid. */
const wallet = {
  accountType: 'UNIFIED',
  accountLTV: '0',
  accountIMRateByMp: '0',
  accountMMRateByMp: '0',
  accountIMRate: '0.006',
  accountMMRate: '0.0003',
  totalEquity: '9999.66899945',
  totalWalletBalance: '9999.66999945',
  totalMarginBalance: '9999.66899945',
  totalAvailableBalance: '9939.66889945',
  totalPerpUPL: '-0.001',
  totalInitialMargin: '60.0001',
  totalMaintenanceMargin: '3.000005',
  totalInitialMarginByMp: '0',
  totalMaintenanceMarginByMp: '0',
  coin: [
    {
      coin: 'USDT',
      equity: '9999.66899945',
      usdValue: '9999.66899945',
      walletBalance: '9999.66999945',
      locked: '0',
      spotHedgingQty: '0',
      borrowAmount: '0',
      availableToBorrow: '',
      availableToWithdraw: '',
      accruedInterest: '0',
      totalOrderIM: '0',
      totalPositionIM: '60.0001',
      totalPositionMM: '3.000005',
      unrealisedPnl: '-0.001',
      cumRealisedPnl: '0',
      bonus: '0',
      collateralSwitch: true,
      marginCollateral: true,
      spotBorrow: '0',
    },
  ],
};

describe('rows of the samples (reference 15)', () => {
  it('a market order that filled, in every message', () => {
    const bench = new VenueBench();
    bench.create({ orderLinkId: 'demo-1' });
    bench.wait();
    const timeMs = START_MS + 2;
    expect(bench.pushes).toEqual([
      { account: 'one', topic: 'execution', timeMs, data: [{ category: 'linear', ...execution }] },
      { account: 'one', topic: 'order', timeMs, data: [filledPush] },
      {
        account: 'one',
        topic: 'position',
        timeMs,
        data: [{ ...position, entryPrice: '60000.1', category: 'linear' }],
      },
      { account: 'one', topic: 'wallet', timeMs, data: [wallet] },
    ]);
  });

  it('the same by REST', () => {
    const bench = new VenueBench();
    bench.create({ orderLinkId: 'demo-1' });
    bench.wait();
    const { category, feeCurrency, closedPnl, ...row } = filledPush;
    const listed = (list: unknown[]) => ({ category, list, nextPageCursor: '' });
    expect(bench.get('/v5/order/realtime', { openOnly: '1' }).result).toEqual(listed([row]));
    expect(bench.get('/v5/execution/list').result).toEqual(listed([execution]));
    expect(bench.get('/v5/position/list').result).toEqual(listed([{ ...position, avgPrice: '60000.1' }]));
    expect(bench.get('/v5/account/wallet-balance').result).toEqual({ list: [wallet] });
    expect([feeCurrency, closedPnl]).toEqual(['USDT', '0']);
  });

  it('a conditional stop', () => {
    const bench = new VenueBench();
    const terms = { triggerPrice: '58000', triggerDirection: 2, triggerBy: 'MarkPrice' };
    bench.create({ ...terms, side: 'Sell', reduceOnly: true, closeOnTrigger: true, orderLinkId: 'demo-sl' });
    bench.wait();
    expect(bench.list('/v5/order/realtime')).toEqual([stopRow]);
  });

  it('a flat symbol is listed when it is asked for', () => {
    const bench = new VenueBench();
    expect(bench.position()).toMatchObject({
      side: '',
      size: '0',
      avgPrice: '0',
      positionValue: '',
      unrealisedPnl: '',
    });
    expect(bench.list('/v5/position/list', { symbol: '', settleCoin: 'USDT' })).toEqual([]);
    expect(bench.list('/v5/position/list', { symbol: '', category: 'inverse' })).toEqual([]);
    expect(bench.get('/v5/position/list', { symbol: '' }).retCode).toBe(10001);
  });

  it('the account', () => {
    const bench = new VenueBench();
    expect(bench.get('/v5/account/info').result).toEqual({
      unifiedMarginStatus: 6,
      marginMode: 'REGULAR_MARGIN',
      dcpStatus: 'OFF',
      timeWindow: 0,
      smpGroup: 0,
      isMasterTrader: false,
      spotHedgingStatus: 'OFF',
      updatedTime: SENT,
    });
    const fees = { symbol: 'BTCUSDT', baseCoin: '', takerFeeRate: '0.00055', makerFeeRate: '0.0002' };
    expect(bench.list('/v5/account/fee-rate', { symbol: '' })).toEqual([fees]);
    expect(bench.list('/v5/account/fee-rate')).toEqual([fees]);
  });
});
