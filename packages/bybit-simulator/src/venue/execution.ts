import type { MarketState } from './market-state.ts';
import type { Order } from './order.ts';

export type ExecutionType = 'Trade' | 'AdlTrade' | 'BustTrade' | 'Funding';

/** A change of an account's position or money, as `execution/list` shows it. */
export interface Execution {
  readonly id: string;
  readonly number: number;
  readonly type: ExecutionType;
  readonly timeMs: number;
  readonly seq: number;
  /** Null for funding. */
  readonly order: Order | null;
  readonly orderId: string;
  readonly market: MarketState;
  readonly side: number;
  readonly lots: number;
  /** Price in hundredths of a tick: funding is settled at the mark. */
  readonly priceHundredths: number;
  readonly feeE8: number;
  /** Positive was paid. */
  readonly fee: bigint;
  readonly pnl: bigint;
  readonly isMaker: boolean;
  readonly closedLots: number;
  readonly leftLots: number;
  readonly markHundredths: number;
  /** Row of the execution as the venue sends it; a fill does not change any more. */
  readonly row: Readonly<Record<string, unknown>>;
}
