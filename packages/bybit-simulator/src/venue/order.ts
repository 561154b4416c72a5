import type { MarketState } from './market-state.ts';

type OrderStatus =
  /** Acknowledged, not yet seen by the matching engine. */
  | 'Created'
  | 'New'
  | 'PartiallyFilled'
  | 'Untriggered'
  | 'Triggered'
  | 'Rejected'
  | 'Filled'
  | 'Cancelled'
  | 'Deactivated';

export type TimeInForce = 'GTC' | 'IOC' | 'FOK' | 'PostOnly';
export type TriggerBy = 'LastPrice' | 'MarkPrice' | 'IndexPrice';
export type StopOrderType =
  | ''
  | 'Stop'
  | 'StopLoss'
  | 'TakeProfit'
  | 'PartialStopLoss'
  | 'PartialTakeProfit'
  | 'TrailingStop';

/** What protects or ends a position, as asked for with an order or by `trading-stop`. 0 is none. */
export interface ProtectionPrices {
  readonly takeProfitTicks: number;
  readonly stopLossTicks: number;
  readonly takeProfitBy: TriggerBy;
  readonly stopLossBy: TriggerBy;
  /** Limit prices; 0 closes at the market. */
  readonly takeProfitLimitTicks: number;
  readonly stopLossLimitTicks: number;
  readonly mode: 'Full' | 'Partial';
}

/** What goes wrong with an order by script. */
export interface OrderFault {
  /** Turned down after it was acknowledged, with this rejectReason. */
  readonly reject?: string | undefined;
  /** Only this share fills before the rest is cancelled. */
  readonly fillShare?: number | undefined;
  /** Ticks that it may slip before the rest is cancelled. */
  readonly slippageTicks?: number | undefined;
}

/** What an order asks for. */
export interface OrderTerms {
  readonly linkId: string;
  /** +1 buy, -1 sell. */
  readonly side: number;
  readonly type: 'Market' | 'Limit';
  readonly timeInForce: TimeInForce;
  readonly lots: number;
  /** Limit price in ticks, 0 for a market order. */
  readonly priceTicks: number;
  readonly reduceOnly: boolean;
  readonly closeOnTrigger: boolean;
  /** 0 when the order is not conditional. */
  readonly triggerTicks: number;
  /** 1 rises to, 2 falls to, 0 not conditional. */
  readonly triggerDirection: 0 | 1 | 2;
  readonly triggerBy: TriggerBy;
  readonly stopOrderType: StopOrderType;
  readonly createType: string;
  readonly protection: ProtectionPrices | null;
}

/** An order of an account. */
export interface Order extends OrderTerms {
  readonly id: string;
  /** Counts orders of the venue, for pages and priority. */
  readonly number: number;
  /** Whose it is. */
  readonly accountName: string;
  readonly market: MarketState;
  readonly createdMs: number;
  readonly lastTicksOnCreated: number;
  lots: number;
  priceTicks: number;
  triggerTicks: number;
  protection: ProtectionPrices | null;
  status: OrderStatus;
  cancelType: string;
  rejectReason: string;
  updatedMs: number;
  filledLots: number;
  /** Sum of price times size, in ticks times lots. */
  filledTickLots: number;
  fee: bigint;
  closedPnl: bigint;
  fault: OrderFault | null;
  /** The other one of a take-profit and a stop that were asked for together for a part of a position. */
  partner: Order | null;
  /** Distance that a trailing stop follows the last price at, in ticks; 0 for other orders. */
  readonly trailTicks: number;
}

/** Whether an order is known to the engine and may still do something. */
export function isOpen({ status }: Order): boolean {
  return (
    status === 'New' || status === 'PartiallyFilled' || status === 'Untriggered' || status === 'Triggered'
  );
}

export function leftLots({ lots, filledLots }: Order): number {
  return lots - filledLots;
}

/** Whether an order is one of the position's take-profits and stops, which go with it. */
export function isPositionOrder({ stopOrderType }: Order): boolean {
  return stopOrderType !== '' && stopOrderType !== 'Stop';
}
