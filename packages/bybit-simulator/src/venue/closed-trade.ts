import type { Order } from './order.ts';

/** What one order has closed of a position: a row of `closed-pnl`. */
export interface ClosedTrade {
  readonly order: Order;
  readonly number: number;
  readonly leverageHundredths: number;
  readonly execType: string;
  lots: number;
  fills: number;
  entryValue: bigint;
  exitValue: bigint;
  openFee: bigint;
  closeFee: bigint;
  pnl: bigint;
  updatedMs: number;
}
