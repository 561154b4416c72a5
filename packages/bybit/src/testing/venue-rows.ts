// Rows in the venue's form, with made-up values.

/** What differs between orders; sizes in lots. */
export interface OrderFields {
  orderLinkId: string;
  orderId: string;
  side: string;
  orderType: string;
  qty: number;
  price: string;
  triggerPrice: string;
  reduceOnly: boolean;
  orderStatus: string;
  cumExecQty: number;
  cancelType: string;
  rejectReason: string;
  updatedTime: number;
}

const size = (lots: number) => (lots / 1_000).toFixed(3);

/** A row of `order/realtime` and of the `order` topic. */
export function orderRowOf(order: OrderFields): Record<string, unknown> {
  const isStop = order.triggerPrice !== '';
  return {
    category: 'linear',
    symbol: 'BTCUSDT',
    orderId: order.orderId,
    orderLinkId: order.orderLinkId,
    side: order.side,
    orderType: order.orderType,
    orderStatus: order.orderStatus,
    price: order.price,
    qty: size(order.qty),
    cumExecQty: size(order.cumExecQty),
    leavesQty: size(order.qty - order.cumExecQty),
    triggerPrice: order.triggerPrice,
    triggerDirection: isStop ? 2 : 0,
    stopOrderType: isStop ? 'Stop' : '',
    cancelType: order.cancelType,
    rejectReason: order.rejectReason,
    reduceOnly: order.reduceOnly,
    closeOnTrigger: isStop,
    positionIdx: 0,
    updatedTime: String(order.updatedTime),
    createdTime: String(order.updatedTime),
    avgPrice: '',
    cumExecFee: '0',
  };
}

/** A row of `execution/list` and of the `execution` topic. */
export function executionRowOf(fields: {
  execId: string;
  linkId: string;
  side: string;
  lots: number;
  price: string;
  seq: number;
  timeMs: number;
  execType?: string;
  fee?: string;
}): Record<string, unknown> {
  return {
    category: 'linear',
    symbol: 'BTCUSDT',
    orderId: `id of ${fields.linkId}`,
    orderLinkId: fields.linkId,
    side: fields.side,
    execId: fields.execId,
    execType: fields.execType ?? 'Trade',
    execPrice: fields.price,
    execQty: size(fields.lots),
    execFee: fields.fee ?? '0.33',
    execTime: String(fields.timeMs),
    isMaker: false,
    closedSize: '0',
    seq: fields.seq,
  };
}

/** A row of `position/list`; the stream calls the price `entryPrice`, which is here too. */
export function positionRowOf(
  position: { side: string; size: number; avgPrice: string; leverage: string; positionIdx: number },
  seq: number,
): Record<string, unknown> {
  return {
    category: 'linear',
    symbol: 'BTCUSDT',
    positionIdx: position.positionIdx,
    side: position.side,
    size: size(position.size),
    avgPrice: position.avgPrice,
    entryPrice: position.avgPrice,
    leverage: position.leverage,
    unrealisedPnl: '',
    seq,
  };
}

/** A row of `wallet-balance`. */
export function walletRowOf(wallet: {
  totalEquity: string;
  totalAvailableBalance: string;
}): Record<string, unknown> {
  return { accountType: 'UNIFIED', ...wallet, coin: [{ coin: 'USDT', availableToWithdraw: '' }] };
}

/** A row of `instruments-info`. */
export function instrumentRow(): Record<string, unknown> {
  return {
    symbol: 'BTCUSDT',
    contractType: 'LinearPerpetual',
    status: 'Trading',
    leverageFilter: { minLeverage: '1', maxLeverage: '100.00', leverageStep: '0.01' },
    priceFilter: { minPrice: '0.10', maxPrice: '1999999.80', tickSize: '0.10' },
    lotSizeFilter: {
      maxOrderQty: '1190.000',
      minOrderQty: '0.001',
      qtyStep: '0.001',
      maxMktOrderQty: '500.000',
      minNotionalValue: '5',
    },
    fundingInterval: 480,
  };
}
