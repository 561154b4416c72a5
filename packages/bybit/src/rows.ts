import { type Instrument, NO_PRICE, parseOnGrid, type Step } from '@auction-trader/core';
import { Decimal } from 'decimal.js';
import { z } from 'zod';

// Only the fields that are used, each as the venue writes it: numbers as text, "" where one does not apply.

const text = z.string();
/** "" , "0" and null all mean that there is none. */
const optionalText = z.string().nullish();

/** A row of `order/realtime`, `order/history` and the `order` topic. */
export const orderRow = z.looseObject({
  symbol: text,
  orderId: text,
  orderLinkId: text,
  orderStatus: text,
  side: text,
  orderType: text,
  price: text,
  qty: text,
  cumExecQty: text,
  leavesQty: optionalText,
  triggerPrice: optionalText,
  stopOrderType: optionalText,
  cancelType: optionalText,
  rejectReason: optionalText,
  reduceOnly: z.boolean(),
  updatedTime: text,
});

/** A row of `execution/list` and of the `execution` topic. */
export const executionRow = z.looseObject({
  symbol: text,
  orderId: text,
  orderLinkId: text,
  side: text,
  execId: text,
  execType: text,
  execPrice: text,
  execQty: text,
  execFee: text,
  execTime: text,
  isMaker: z.boolean().nullish(),
  seq: z.number().nullish(),
});

/** A row of `position/list` (`avgPrice`) and of the `position` topic (`entryPrice`). */
export const positionRow = z.looseObject({
  positionIdx: z.number(),
  symbol: text,
  side: text,
  size: text,
  avgPrice: optionalText,
  entryPrice: optionalText,
  leverage: optionalText,
  seq: z.number().nullish(),
});

/** A row of `wallet-balance` and of the `wallet` topic. */
export const walletRow = z.looseObject({ totalEquity: text, totalAvailableBalance: text });

/** A page of rows. */
export function page<Row extends z.ZodType>(row: Row) {
  return z.looseObject({ list: z.array(row), nextPageCursor: optionalText });
}

export type OrderRow = z.output<typeof orderRow>;
export type ExecutionRow = z.output<typeof executionRow>;
export type PositionRow = z.output<typeof positionRow>;
export type WalletRow = z.output<typeof walletRow>;

/** What becomes of an order. */
export type OrderPhase =
  | 'untriggered'
  | 'triggered'
  | 'working'
  | 'filled'
  | 'ended'
  | 'rejected'
  | 'unknown';

const PHASES: Readonly<Record<string, OrderPhase>> = {
  Untriggered: 'untriggered',
  Triggered: 'triggered',
  New: 'working',
  PartiallyFilled: 'working',
  Filled: 'filled',
  Cancelled: 'ended',
  Deactivated: 'ended',
  PartiallyFilledCanceled: 'ended',
  Rejected: 'rejected',
};

/** An order as the venue has it, in ticks and lots. */
export interface OrderState {
  readonly linkId: string;
  readonly venueOrderId: string;
  readonly phase: OrderPhase;
  /** +1 buy, -1 sell, 0 unknown. */
  readonly side: number;
  readonly type: 'limit' | 'market' | 'stop';
  /** Whole size; NaN when off the grid. */
  readonly lots: number;
  readonly filledLots: number;
  /** Trigger of a conditional order, else the limit price; NO_PRICE when there is none or it is off the grid. */
  readonly priceTicks: number;
  readonly reduceOnly: boolean;
  /** Venue's reason of the end, e.g. `CancelByUser` or `EC_PostOnlyWillTakeLiquidity`. */
  readonly why: string;
  /** Epoch ms of the last change, venue clock. */
  readonly updatedMs: number;
}

/** A (partial) execution, in ticks and lots. */
export interface ExecutionState {
  readonly executionId: string;
  readonly linkId: string;
  readonly venueOrderId: string;
  readonly type: string;
  readonly side: number;
  readonly lots: number;
  readonly priceTicks: number;
  /** Quote currency, a cost when positive. */
  readonly fee: number;
  readonly isMaker: boolean;
  readonly timeMs: number;
  /** Price and size as written, for texts. */
  readonly text: string;
}

/** A position in one-way mode. */
export interface PositionState {
  readonly side: number;
  readonly lots: number;
  /** May lie between ticks; NaN when flat. */
  readonly entryTicks: number;
  readonly leverage: number;
  /** 0 in one-way mode. */
  readonly index: number;
  /** Grows with every change; NaN when not given. */
  readonly seq: number;
}

/** Reads an order row. */
export function orderState(row: OrderRow, instrument: Instrument): OrderState {
  const isConditional = hasNumber(row.triggerPrice) && row.triggerPrice !== '0';
  const priceText = isConditional ? (row.triggerPrice ?? '') : row.price;
  const reason = row.rejectReason && row.rejectReason !== 'EC_NoError' ? row.rejectReason : '';
  const cancel = row.cancelType && row.cancelType !== 'UNKNOWN' ? row.cancelType : '';
  return {
    linkId: row.orderLinkId,
    venueOrderId: row.orderId,
    phase: PHASES[row.orderStatus] ?? 'unknown',
    side: sideSign(row.side),
    type: isConditional ? 'stop' : row.orderType === 'Market' ? 'market' : 'limit',
    lots: onGrid(row.qty, instrument.lot),
    filledLots: onGrid(row.cumExecQty, instrument.lot),
    priceTicks: ticksOf(priceText, instrument.tick),
    reduceOnly: row.reduceOnly,
    why: [reason, cancel].filter((part) => part !== '').join(' ') || row.orderStatus,
    updatedMs: Number(row.updatedTime),
  };
}

/** Reads an execution row. */
export function executionState(row: ExecutionRow, instrument: Instrument): ExecutionState {
  return {
    executionId: row.execId,
    linkId: row.orderLinkId,
    venueOrderId: row.orderId,
    type: row.execType,
    side: sideSign(row.side),
    lots: onGrid(row.execQty, instrument.lot),
    priceTicks: onGrid(row.execPrice, instrument.tick),
    fee: Number(row.execFee || '0'),
    isMaker: row.isMaker ?? false,
    timeMs: Number(row.execTime),
    text: `${row.side} ${row.execQty} at ${row.execPrice} (${row.execType})`,
  };
}

/** Reads a position row. */
export function positionState(row: PositionRow, instrument: Instrument): PositionState {
  const lots = onGrid(row.size || '0', instrument.lot);
  const entry = row.avgPrice ?? row.entryPrice ?? '';
  const isFlat = lots === 0;
  return {
    side: isFlat ? 0 : sideSign(row.side),
    lots,
    entryTicks:
      isFlat || !hasNumber(entry) ? Number.NaN : new Decimal(entry).div(instrument.tick.text).toNumber(),
    leverage: Number(row.leverage || 'NaN'),
    index: row.positionIdx,
    seq: row.seq ?? Number.NaN,
  };
}

function sideSign(side: string): number {
  if (side === 'Buy') return 1;
  return side === 'Sell' ? -1 : 0;
}

function hasNumber(value: string | null | undefined): boolean {
  return value !== null && value !== undefined && /^-?\d+(\.\d+)?$/.test(value);
}

function onGrid(value: string, step: Step): number {
  const steps = parseOnGrid(value, step);
  return typeof steps === 'number' ? steps : Number.NaN;
}

function ticksOf(value: string, tick: Step): number {
  const ticks = onGrid(value, tick);
  return Number.isNaN(ticks) || ticks === 0 ? NO_PRICE : ticks;
}
