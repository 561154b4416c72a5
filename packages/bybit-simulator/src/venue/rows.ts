import type { Account } from './account.ts';
import type { ClosedTrade } from './closed-trade.ts';
import type { Execution } from './execution.ts';
import { type MarginState, maintenanceMargin, marginState, positionMargin } from './margin.ts';
import { moneyText, scaledText } from './money.ts';
import {
  hundredthsText,
  optionalPriceText,
  priceText,
  quantityText,
  rateText,
  shortQuantityText,
  valueText,
} from './number-text.ts';
import { leftLots, type Order } from './order.ts';
import { averageE8, type Position } from './position.ts';

/** Fields of a row as they go to clients. */
export type Row = Readonly<Record<string, unknown>>;

function sideText(side: number): string {
  return side > 0 ? 'Buy' : side < 0 ? 'Sell' : '';
}

/** An order as REST shows it. */
export function orderRow(order: Order): Row {
  const { market, protection } = order;
  const { facts } = market;
  const left = isDone(order) ? 0 : leftLots(order);
  return {
    orderId: order.id,
    orderLinkId: order.linkId,
    blockTradeId: '',
    symbol: facts.symbol,
    price: priceText(order.priceTicks, facts),
    qty: quantityText(order.lots, facts),
    side: sideText(order.side),
    isLeverage: '',
    positionIdx: 0,
    orderStatus: order.status,
    createType: order.createType,
    cancelType: order.cancelType,
    rejectReason: order.rejectReason,
    timeInForce: order.timeInForce,
    orderType: order.type,
    stopOrderType: order.stopOrderType,
    orderIv: '',
    ...triggerFields(order),
    takeProfit: optionalPriceText(protection?.takeProfitTicks ?? 0, facts),
    stopLoss: optionalPriceText(protection?.stopLossTicks ?? 0, facts),
    tpTriggerBy: protection?.takeProfitTicks ? protection.takeProfitBy : '',
    slTriggerBy: protection?.stopLossTicks ? protection.stopLossBy : '',
    tpLimitPrice: optionalPriceText(protection?.takeProfitLimitTicks ?? 0, facts),
    slLimitPrice: optionalPriceText(protection?.stopLossLimitTicks ?? 0, facts),
    tpslMode: tpslModeOf(order),
    lastPriceOnCreated: priceText(order.lastTicksOnCreated, facts),
    reduceOnly: order.reduceOnly,
    closeOnTrigger: order.closeOnTrigger,
    placeType: '',
    smpType: 'None',
    smpGroup: 0,
    smpOrderId: '',
    createdTime: String(order.createdMs),
    updatedTime: String(order.updatedMs),
    leavesQty: quantityText(left, facts),
    leavesValue: valueText(left * order.priceTicks, facts),
    cumExecQty: quantityText(order.filledLots, facts),
    cumExecValue: valueText(order.filledTickLots, facts),
    cumExecFee: moneyText(order.fee),
    avgPrice: averageText(order),
    marketUnit: '',
    slippageToleranceType: '',
    slippageTolerance: '',
    basePrice: '',
    extraFees: '',
    cumFeeDetail: {},
  };
}

/** An order as the private stream shows it. */
export function orderPush(order: Order): Row {
  const { settleCoin } = order.market.facts;
  return {
    category: 'linear',
    feeCurrency: settleCoin,
    closedPnl: moneyText(order.closedPnl),
    ...orderRow(order),
  };
}

function triggerFields({ triggerTicks, triggerDirection, triggerBy, market }: Order): Row {
  const conditional = triggerDirection !== 0;
  return {
    triggerPrice: conditional ? optionalPriceText(triggerTicks, market.facts) : '',
    triggerDirection,
    triggerBy: conditional ? triggerBy : '',
  };
}

function isDone({ status }: Order): boolean {
  return status === 'Filled' || status === 'Cancelled' || status === 'Rejected' || status === 'Deactivated';
}

function tpslModeOf({ stopOrderType, protection }: Order): string {
  if (stopOrderType.startsWith('Partial')) return 'Partial';
  if (stopOrderType !== '' && stopOrderType !== 'Stop') return 'Full';
  return protection?.mode ?? '';
}

function averageText({ filledLots, filledTickLots, market }: Order): string {
  if (filledLots === 0) return '';
  return scaledText(averageE8(BigInt(filledTickLots) * market.tickLotMoney, filledLots, market), 8);
}

/** An execution as REST shows it. The order is read as it is now. */
export function executionRow(execution: Omit<Execution, 'row'>): Row {
  const { order, market, lots, priceHundredths } = execution;
  const { facts } = market;
  return {
    symbol: facts.symbol,
    orderId: execution.orderId,
    orderLinkId: order?.linkId ?? '',
    side: sideText(execution.side),
    orderPrice: order ? priceText(order.priceTicks, facts) : '0',
    orderQty: quantityText(order?.lots ?? lots, facts),
    leavesQty: quantityText(execution.leftLots, facts),
    createType: order?.createType ?? '',
    orderType: order?.type ?? 'UNKNOWN',
    stopOrderType: order?.stopOrderType || 'UNKNOWN',
    execFee: moneyText(execution.fee),
    execFeeV2: '',
    feeCurrency: facts.settleCoin,
    feeRate: rateText(execution.feeE8),
    execId: execution.id,
    execPrice: hundredthsText(priceHundredths, facts),
    execQty: quantityText(lots, facts),
    execValue: scaledText(BigInt(priceHundredths) * BigInt(lots) * market.tickLotMoney, MONEY_AND_HUNDREDTHS),
    execPnl: moneyText(execution.pnl),
    execType: execution.type,
    execTime: String(execution.timeMs),
    isMaker: execution.isMaker,
    isLeverage: '0',
    tradeIv: '',
    markIv: '',
    markPrice: hundredthsText(execution.markHundredths, facts),
    indexPrice: '',
    underlyingPrice: '',
    blockTradeId: '',
    closedSize: shortQuantityText(execution.closedLots, facts),
    extraFees: '',
    seq: execution.seq,
    marketUnit: '',
  };
}

const MONEY_AND_HUNDREDTHS = 14;

/** A position without its entry price, which REST and stream name differently. */
function positionFields(position: Position): Row {
  const { market, size, lots, takeProfit, stopLoss, trailingStop } = position;
  const { facts } = market;
  const flat = lots === 0;
  return {
    positionIdx: 0,
    riskId: 1,
    riskLimitValue: '2000000',
    symbol: facts.symbol,
    side: sideText(position.side),
    size: flat ? '0' : quantityText(size, facts),
    positionValue: flat ? '' : moneyText(position.cost),
    tradeMode: 0,
    positionStatus: 'Normal',
    autoAddMargin: 0,
    adlRankIndicator: flat ? 0 : 2,
    leverage: scaledText(position.leverageHundredths, 2),
    positionBalance: '0',
    markPrice: hundredthsText(market.markHundredths, facts),
    liqPrice: '',
    bustPrice: '',
    positionMM: moneyText(maintenanceMargin(position)),
    positionIM: moneyText(positionMargin(position)),
    positionMMByMp: '0',
    positionIMByMp: '0',
    tpslMode: position.tpslMode,
    takeProfit: waits(takeProfit) ? priceText(takeProfit.triggerTicks, facts) : '',
    stopLoss: waits(stopLoss) ? priceText(stopLoss.triggerTicks, facts) : '',
    trailingStop: waits(trailingStop) ? priceText(trailingStop.trailTicks, facts) : '0',
    sessionAvgPrice: '',
    unrealisedPnl: flat ? '' : moneyText(position.unrealised),
    curRealisedPnl: moneyText(position.pnl),
    cumRealisedPnl: moneyText(position.totalPnl),
    seq: position.seq,
    isReduceOnly: false,
    mmrSysUpdatedTime: '',
    leverageSysUpdatedTime: '',
    createdTime: String(position.createdMs),
    updatedTime: String(position.updatedMs),
    openTime: 0,
    delta: '',
    gamma: '',
    vega: '',
    theta: '',
  };
}

function waits(order: Order | null): order is Order {
  return order?.status === 'Untriggered';
}

/** A position as REST shows it. */
export function positionRow(position: Position): Row {
  return { ...positionFields(position), avgPrice: scaledText(position.averageE8, 8) };
}

/** A position as the private stream shows it. */
export function positionPush(position: Position): Row {
  const fields = positionFields(position);
  return {
    ...fields,
    positionValue: moneyText(position.cost),
    entryPrice: scaledText(position.averageE8, 8),
    category: 'linear',
  };
}

/** An account's wallet, the same in REST and stream. */
export function walletRow(account: Account): Row {
  const state = marginState(account);
  const { equity, free, maintenance, unrealised } = state;
  const initial = state.orderMargin + state.positionMargin;
  return {
    accountType: 'UNIFIED',
    accountIMRate: ratioText(initial, equity),
    accountMMRate: ratioText(maintenance, equity),
    accountIMRateByMp: '0',
    accountMMRateByMp: '0',
    accountLTV: '0',
    totalEquity: moneyText(equity),
    totalWalletBalance: moneyText(account.wallet),
    totalMarginBalance: moneyText(equity),
    totalAvailableBalance: moneyText(free > 0n ? free : 0n),
    totalPerpUPL: moneyText(unrealised),
    totalInitialMargin: moneyText(initial),
    totalMaintenanceMargin: moneyText(maintenance),
    totalInitialMarginByMp: '0',
    totalMaintenanceMarginByMp: '0',
    coin: [coinRow(account, state)],
  };
}

function coinRow(account: Account, state: MarginState): Row {
  const equity = moneyText(state.equity);
  return {
    coin: 'USDT',
    equity,
    usdValue: equity,
    walletBalance: moneyText(account.wallet),
    locked: '0',
    spotHedgingQty: '0',
    borrowAmount: '0',
    availableToBorrow: '',
    availableToWithdraw: '',
    accruedInterest: '0',
    totalOrderIM: moneyText(state.orderMargin),
    totalPositionIM: moneyText(state.positionMargin),
    totalPositionMM: moneyText(state.maintenance),
    unrealisedPnl: moneyText(state.unrealised),
    cumRealisedPnl: moneyText(account.realised),
    bonus: '0',
    collateralSwitch: true,
    marginCollateral: true,
    spotBorrow: '0',
  };
}

/** Share with four decimals. */
function ratioText(part: bigint, whole: bigint): string {
  return whole <= 0n ? '0' : scaledText((part * 10_000n) / whole, 4);
}

/** What an order has closed. */
export function closedTradeRow(trade: ClosedTrade): Row {
  const { order, lots, entryValue, exitValue, openFee, closeFee } = trade;
  const { market } = order;
  const { facts } = market;
  return {
    symbol: facts.symbol,
    orderId: order.id,
    side: sideText(order.side),
    qty: quantityText(order.lots, facts),
    orderPrice: priceText(order.priceTicks, facts),
    orderType: order.type,
    execType: trade.execType,
    closedSize: quantityText(lots, facts),
    cumEntryValue: moneyText(entryValue),
    avgEntryPrice: scaledText(averageE8(entryValue, lots, market), 8),
    cumExitValue: moneyText(exitValue),
    avgExitPrice: scaledText(averageE8(exitValue, lots, market), 8),
    closedPnl: moneyText(trade.pnl - openFee - closeFee),
    fillCount: String(trade.fills),
    leverage: scaledText(trade.leverageHundredths, 2),
    openFee: moneyText(openFee),
    closeFee: moneyText(closeFee),
    createdTime: String(order.createdMs),
    updatedTime: String(trade.updatedMs),
  };
}
